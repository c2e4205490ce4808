"""Trains a random forest on the channel `train` and measures it on the channel `validation`.

Runs in a SageMaker training job, in script mode. Its hyperparameters, files and metrics are described in
docs/container-scripts.md.
"""

from __future__ import annotations

import json
import sys
from typing import Any, Dict, List, Tuple

import joblib

from mlops.arguments import Parser, column_name, column_names
from mlops.errors import UserError, run
from mlops.forest import METADATA_FILE, MODEL_FILE, Model, describe_environment, fit_forest, forest_parameters
from mlops.metrics import point_metrics
from mlops.paths import Paths
from mlops.table import Table, read_table

# Arguments that the training toolkit adds in script mode; they are not hyperparameters of the forest.
TOOLKIT_ARGUMENTS = ("model_dir", "_tuning_objective_metric")


def parse_hyperparameters(arguments: List[str]) -> Dict[str, str]:
    """Reads `--name value` and `--name=value` pairs. Raises UserError for a value without a name."""
    pairs: Dict[str, str] = {}
    rest = list(arguments)
    while rest:
        flag = rest.pop(0)
        if not flag.startswith("-") or len(flag.lstrip("-")) == 0:
            raise UserError("The argument {!r} is not a hyperparameter: it is a value without a name.".format(flag))
        key, equals, value = flag.lstrip("-").partition("=")
        if not equals:
            value = rest.pop(0) if rest else ""
        if key not in TOOLKIT_ARGUMENTS and not key.startswith("sagemaker_"):
            pairs[key] = value
    return pairs


def train(argv: List[str], paths: Paths) -> Dict[str, Any]:
    """Trains the forest, writes model.joblib and metadata.json, and returns the metadata.

    Prints the metrics for the tuning job's regular expressions. Raises UserError when a hyperparameter or the data
    cannot be used.
    """
    parser = Parser(prog="training.py", description=__doc__, allow_abbrev=False)
    parser.add_argument("--features", required=True, type=column_names)
    parser.add_argument("--target", required=True, type=column_name)
    args, hyperparameters = parser.parse_known_args(argv)
    parameters = forest_parameters(parse_hyperparameters(hyperparameters))

    rows = read_both_classes(paths, "train", args.features, args.target)
    validation = read_both_classes(paths, "validation", args.features, args.target)
    forest = fit_forest(parameters, rows)
    model = Model(forest, args.features, {})
    metrics = point_metrics(validation.target, model.probabilities(validation.features))
    metadata = {
        "schema_version": 1,
        "features": list(args.features),
        "target": args.target,
        "classes": [int(label) for label in forest.classes_],
        "hyperparameters": {key: forest.get_params()[key] for key in sorted(set(parameters) | {"random_state"})},
        "versions": describe_environment(),
        "rows": {"train": len(rows.target), "validation": len(validation.target)},
        "class_counts": {"0": rows.classes[0], "1": rows.classes[1]},
        "metrics": {"validation:" + key: value for key, value in metrics.items()},
    }
    # The saved model must not fix the number of threads: the process that loads it chooses it.
    forest.n_jobs = None
    paths.model_dir.mkdir(parents=True, exist_ok=True)
    joblib.dump(forest, str(paths.model_dir / MODEL_FILE), compress=3)
    text = json.dumps(metadata, indent=2, default=str)
    (paths.model_dir / METADATA_FILE).write_text(text + "\n", encoding="utf-8")
    print_metrics(metrics)
    return metadata


def read_both_classes(paths: Paths, channel: str, features: Tuple[str, ...], target: str) -> Table:
    """Reads the rows of a channel. Raises UserError when all rows have the same target.

    A forest learns nothing from one class, and ROC-AUC is not defined on it.
    """
    table = read_table(paths.channel(channel), features, target, "the channel {}".format(channel))
    if 0 in table.classes:
        raise UserError(
            "The target {!r} is {} in all {:,} rows of the channel {}.".format(
                target, int(table.target[0]), len(table.target), channel
            ),
            "Change the query, or use more rows, so that both 0 and 1 occur.",
        )
    return table


def print_metrics(metrics: Dict[str, Any]) -> None:
    """Prints the objective as `auc 0.98` and the other metrics as `validation:accuracy 0.97`.

    The regular expression of the published notebooks, `auc (\\S+)`, must match exactly once. A metric that is not
    defined is not printed.
    """
    print("auc {:.10g}".format(metrics["roc_auc"]), flush=True)
    for key, value in metrics.items():
        if value is not None and key != "roc_auc":
            print("validation:{} {:.10g}".format(key.replace("pr_auc", "average_precision"), value), flush=True)


def main(argv: List[str]) -> int:
    """Runs the script and returns the exit code of the process."""
    paths = Paths.from_environment()
    return run(lambda: train(argv, paths), "training.py", paths.failure)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
