"""The model: a random forest of scikit-learn, made from hyperparameters, and how it is read from model.tar.gz."""

from __future__ import annotations

import ast
import json
import platform
import tarfile
from pathlib import Path
from typing import Any, Dict, List, Mapping, NamedTuple, Optional, Tuple

import joblib
import numpy as np
import sklearn
from sklearn.ensemble import RandomForestClassifier

from mlops.arguments import did_you_mean, format_list
from mlops.errors import UserError
from mlops.table import Table

MODEL_FILE = "model.joblib"
METADATA_FILE = "metadata.json"
# The hyperparameters of RandomForestClassifier that must be whole numbers.
INTEGER_PARAMETERS = ("n_estimators", "max_depth", "max_leaf_nodes", "random_state", "verbose", "n_jobs")
# These are a number of rows when they are a whole number above 1, and a share of the rows otherwise.
COUNT_OR_SHARE_PARAMETERS = ("min_samples_split", "min_samples_leaf")


class Model(NamedTuple):
    """A fitted classifier, the names of its features in their order, and its metadata.json (empty when it has none)."""

    classifier: Any
    features: Tuple[str, ...]
    metadata: Dict[str, Any]

    def probabilities(self, features: np.ndarray) -> np.ndarray:
        """Returns the probability of the label 1 for each row of `features` (rows x features)."""
        classes = [int(label) for label in self.classifier.classes_]
        if 1 not in classes:
            return np.zeros(len(features))
        probabilities: np.ndarray = self.classifier.predict_proba(features)[:, classes.index(1)]
        return probabilities


class DeployedModel(NamedTuple):
    """The model that is deployed now. `uri` is its address in S3; without a `model` the `problem` says why."""

    uri: str
    model: Optional[Model]
    problem: str = ""


def decode_value(text: str) -> Any:
    """Decodes a hyperparameter's value. Every value arrives as a text; tuning jobs put a text into JSON's quotes."""
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


def forest_parameters(hyperparameters: Mapping[str, str]) -> Dict[str, Any]:
    """Makes the arguments of RandomForestClassifier from hyperparameters.

    A whole number may be written `10.0`, as continuous ranges do. `max_features: auto`, which scikit-learn 1.3 removed,
    becomes `sqrt`, which it always meant for classifiers. `class_weight` may be a mapping of labels. Raises UserError
    for a name that the installed scikit-learn does not know.
    """
    known = RandomForestClassifier().get_params()
    parameters: Dict[str, Any] = {}
    for name, text in hyperparameters.items():
        if name not in known:
            raise UserError(
                "There is no hyperparameter {!r} in scikit-learn {}'s RandomForestClassifier{}.".format(
                    name, sklearn.__version__, did_you_mean(name, known)
                ),
                "It has: {}.".format(format_list(sorted(known), 30)),
            )
        parameters[name] = _forest_value(name, decode_value(text))
    return parameters


def _forest_value(name: str, value: Any) -> Any:
    if name == "max_features" and value == "auto":
        return "sqrt"
    if name == "class_weight" and isinstance(value, dict):
        return {int(label): float(weight) for label, weight in value.items()}
    whole = isinstance(value, float) and value.is_integer()
    if whole and (name in INTEGER_PARAMETERS or (name in COUNT_OR_SHARE_PARAMETERS and value > 1)):
        return int(value)
    return value


def fit_forest(parameters: Mapping[str, Any], train: Table) -> Any:
    """Fits a forest. The same rows and `random_state` make the same forest, however many cores there are.

    Raises UserError when scikit-learn refuses the parameters.
    """
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
    """Returns the versions that a pickled model depends on."""
    return {"python": platform.python_version(), "scikit_learn": sklearn.__version__, "numpy": np.__version__}


def load_model(archive: Path, expected_features: Tuple[str, ...]) -> Model:
    """Loads the model inside model.tar.gz. It reads two files of the archive by name and unpacks nothing.

    A model without metadata.json (as the published notebooks make it) is taken to have the features
    `expected_features`, if their number agrees. Raises ValueError with the reason when the model cannot be used.
    """
    metadata: Dict[str, Any] = {}
    try:
        with tarfile.open(str(archive), "r:gz") as tar:
            members = {member.name.lstrip("./"): member for member in tar.getmembers() if member.isfile()}
            if MODEL_FILE not in members:
                raise ValueError("it has no {}, only {}".format(MODEL_FILE, format_list(sorted(members)) or "nothing"))
            content = tar.extractfile(members[MODEL_FILE])
            classifier = joblib.load(content)
            if METADATA_FILE in members:
                text = tar.extractfile(members[METADATA_FILE])
                metadata = json.loads(text.read().decode("utf-8")) if text else {}
    except (tarfile.TarError, OSError, EOFError) as error:
        raise ValueError("it is not a readable model.tar.gz: {}".format(error)) from None
    except ValueError:
        raise
    except Exception as error:  # unpickling runs code of other versions, which may raise any exception
        raise ValueError(
            "scikit-learn {} cannot load it: {}: {}".format(sklearn.__version__, type(error).__name__, error)
        ) from None
    features = metadata.get("features")
    if features is None:
        fitted_names: List[str] = [str(name) for name in getattr(classifier, "feature_names_in_", [])]
        features = fitted_names or list(expected_features)
        count = getattr(classifier, "n_features_in_", getattr(classifier, "n_features_", len(features)))
        if count != len(features):
            raise ValueError("it takes {} features and does not say which".format(count))
    return Model(classifier, tuple(features), metadata)
