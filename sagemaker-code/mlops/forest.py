"""The model: scikit-learn's random forest from the text of hyperparameters, and how it is kept in model.tar.gz."""

from __future__ import annotations

import ast
import json
import platform
import tarfile
from pathlib import Path
from typing import Any, Dict, List, Mapping, NamedTuple, Tuple

import joblib
import numpy as np
import sklearn
from sklearn.ensemble import RandomForestClassifier

from mlops.arguments import did_you_mean, listing
from mlops.errors import UserError
from mlops.table import Table

MODEL_FILE = "model.joblib"
METADATA_FILE = "metadata.json"


class Model(NamedTuple):
    """A fitted classifier and what it says of itself."""

    classifier: Any
    features: Tuple[str, ...]
    metadata: Dict[str, Any]

    def probabilities(self, features: np.ndarray) -> np.ndarray:
        """The probability of the label 1, for each row."""
        classes = [int(label) for label in self.classifier.classes_]
        if 1 not in classes:
            return np.zeros(len(features))
        probabilities: np.ndarray = self.classifier.predict_proba(features)[:, classes.index(1)]
        return probabilities


def decode_value(text: str) -> Any:
    """A hyperparameter's value. All arrive as texts; tuning jobs quote strings once more (in JSON's quotes)."""
    text = text.strip()
    if text in ("", "None", "none", "null"):
        return None
    if text in ("True", "true", "False", "false"):
        return text.lower() == "true"
    for decode in (json.loads, ast.literal_eval):
        try:
            value = decode(text)
        except (ValueError, SyntaxError):
            continue
        return decode_value(value) if isinstance(value, str) and value != text else value
    if "=" in text:  # how the training toolkit passes a mapping
        return {key.strip(): decode_value(value) for key, _, value in (part.partition("=") for part in text.split(","))}
    return text


def forest_parameters(given: Mapping[str, str]) -> Dict[str, Any]:
    """Arguments of RandomForestClassifier from hyperparameters.

    Whole numbers may come as `10.0` (continuous ranges do); `max_features: auto`, which scikit-learn 1.3 removed, is
    what it always meant for classifiers, `sqrt`; `class_weight` may be a mapping of labels. Raises UserError for a
    name that the installed scikit-learn does not know.
    """
    known = RandomForestClassifier().get_params()
    parameters: Dict[str, Any] = {}
    for name, text in given.items():
        if name not in known:
            raise UserError(
                "There is no hyperparameter {!r} in scikit-learn {}'s RandomForestClassifier{}.".format(
                    name, sklearn.__version__, did_you_mean(name, known)
                ),
                "It has: {}.".format(listing(sorted(known), 30)),
            )
        value = decode_value(text)
        if name == "max_features" and value == "auto":
            value = "sqrt"
        if name == "class_weight" and isinstance(value, dict):
            value = {int(label): float(weight) for label, weight in value.items()}
        integral = name in ("n_estimators", "max_depth", "max_leaf_nodes", "random_state", "verbose", "n_jobs")
        if integral and isinstance(value, float) and value.is_integer():
            value = int(value)
        if (
            name in ("min_samples_split", "min_samples_leaf")
            and isinstance(value, float)
            and value.is_integer()
            and value > 1
        ):
            value = int(value)
        parameters[name] = value
    return parameters


def fit_forest(parameters: Mapping[str, Any], train: Table) -> Any:
    """A fitted forest, the same one for the same rows and `random_state` however many cores there are."""
    arguments = dict({"random_state": 42, "n_jobs": -1}, **parameters)
    try:
        forest = RandomForestClassifier(**arguments)
        return forest.fit(train.features, train.target)
    except (ValueError, TypeError) as error:
        raise UserError(
            "scikit-learn {} refuses the hyperparameters {}: {}.".format(
                sklearn.__version__, json.dumps(dict(parameters), default=str), " ".join(str(error).split())
            )
        ) from None


def describe_environment() -> Dict[str, str]:
    """The versions that a pickled model depends on."""
    return {"python": platform.python_version(), "scikit_learn": sklearn.__version__, "numpy": np.__version__}


def load_model(archive: Path, expected: Tuple[str, ...]) -> Model:
    """The model inside model.tar.gz. Only the two files by name are read from the archive, nothing is unpacked.

    A model without metadata.json (the seed's) is taken to have the features `expected`, if their number agrees.
    Raises ValueError with the reason when it cannot be used.
    """
    metadata: Dict[str, Any] = {}
    try:
        with tarfile.open(str(archive), "r:gz") as tar:
            members = {member.name.lstrip("./"): member for member in tar.getmembers() if member.isfile()}
            if MODEL_FILE not in members:
                raise ValueError("it has no {}, only {}".format(MODEL_FILE, listing(sorted(members)) or "nothing"))
            content = tar.extractfile(members[MODEL_FILE])
            classifier = joblib.load(content)
            if METADATA_FILE in members:
                text = tar.extractfile(members[METADATA_FILE])
                metadata = json.loads(text.read().decode("utf-8")) if text else {}
    except (tarfile.TarError, OSError, EOFError) as error:
        raise ValueError("it is not a readable model.tar.gz: {}".format(error)) from None
    except ValueError:
        raise
    except Exception as error:  # unpickling runs code of other versions: anything can come out of it
        raise ValueError(
            "scikit-learn {} cannot load it: {}: {}".format(sklearn.__version__, type(error).__name__, error)
        ) from None
    named = metadata.get("features")
    if named is None:
        fitted: List[str] = [str(name) for name in getattr(classifier, "feature_names_in_", [])]
        named = fitted or list(expected)
        count = getattr(classifier, "n_features_in_", getattr(classifier, "n_features_", len(named)))
        if count != len(named):
            raise ValueError("it takes {} features and does not say which".format(count))
    return Model(classifier, tuple(named), metadata)
