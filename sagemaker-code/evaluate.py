"""Measures the trained model on the test rows, which nothing has seen before, and compares it.

Runs in a SageMaker processing job; arguments, files and the report are in docs/container-scripts.md.
"""

from __future__ import annotations

import json
import math
import sys
from typing import Any, Dict, List, Optional, Tuple

import numpy as np

from mlops.arguments import Parser, listing, name, name_list, optional
from mlops.artifacts import fetch_deployed
from mlops.errors import UserError, run
from mlops.evaluation import Deployed, evaluate, majority_label
from mlops.files import write_json
from mlops.forest import Model, load_model
from mlops.paths import Paths, aws_region
from mlops.profile import merge_profiles
from mlops.table import Table, read_table


def evaluate_model(argv: List[str], paths: Paths) -> Dict[str, Any]:
    """Writes evaluation/<evaluation_filename> and returns the report."""
    parser = Parser(prog="evaluate.py", description=__doc__)
    parser.add_argument("--target", required=True, type=name)
    parser.add_argument("--features", required=True, type=name_list)
    parser.add_argument(
        "--threshold", type=optional, default=None, help="accuracy that the pipeline's condition asks for"
    )
    parser.add_argument("--deployed_model", type=optional, default=None, help="s3://.../model.tar.gz, or none")
    parser.add_argument("--evaluation_filename", default="evaluation.json")
    parser.add_argument("--bootstrap_seed", type=int, default=42)
    args = parser.parse_args(argv)
    threshold = parse_threshold(args.threshold)

    test = read_table(paths.processing("test"), args.features, args.target, "the test data")
    candidate = load_candidate(paths, args.features)
    data = read_profiles(paths)
    train_counts = (data or {}).get("splits", {}).get("train", {}).get("class_counts")
    deployed, deployed_features = ask_deployed(args.deployed_model, args.features, test)
    report = evaluate(
        candidate,
        test,
        threshold,
        majority_label(train_counts, test),
        deployed,
        deployed_features,
        args.bootstrap_seed,
    )
    report["data"] = {"digest": (data or {}).get("digest"), "rows": (data or {}).get("rows"), "profile": data}
    report["model"] = {
        key: candidate.metadata.get(key) for key in ("features", "target", "hyperparameters", "versions")
    }
    write_json(paths.processing("evaluation") / args.evaluation_filename, report)
    for gate in report["gates"].values():
        print(gate["explanation"], flush=True)
    return report


def parse_threshold(text: Optional[str]) -> Optional[float]:
    """A share; NaN is refused, because nothing is below it."""
    if text is None:
        return None
    try:
        value = float(text)
    except ValueError:
        value = math.nan
    if not 0 <= value <= 1:
        raise UserError("--threshold is {!r}, not a share between 0 and 1.".format(text))
    return value


def load_candidate(paths: Paths, features: Tuple[str, ...]) -> Model:
    """The model of this execution. It must know the features that it is asked with."""
    archive = paths.processing("model") / "model.tar.gz"
    if not archive.is_file():
        raise UserError(
            "There is no model at {}.".format(archive), "The step needs a processing input with model.tar.gz."
        )
    try:
        model = load_model(archive, features)
    except ValueError as error:
        raise UserError("The trained model cannot be used: {}.".format(error)) from None
    if model.features != features:
        raise UserError(
            "The model was trained on {}, but is to be evaluated on {}.".format(
                listing(model.features), listing(features)
            ),
            "Give training and evaluation the same features in the same order.",
        )
    return model


def ask_deployed(
    uri: Optional[str], features: Tuple[str, ...], test: Table
) -> Tuple[Optional[Deployed], Optional[np.ndarray]]:
    """The deployed model and the test rows in its own columns, as far as the test data has them."""
    deployed = fetch_deployed(uri, features, aws_region())
    if deployed is None or deployed.model is None:
        return deployed, None
    needed = deployed.model.features
    missing = [column for column in needed if column not in features]
    if missing:
        problem = "it needs {}, which the test data does not have".format(listing(missing))
        return Deployed(deployed.uri, None, problem), None
    return deployed, test.features[:, [features.index(column) for column in needed]]


def read_profiles(paths: Paths) -> Optional[Dict[str, Any]]:
    """What preprocessing wrote about the data, of all its instances; None when the step has no such input."""
    files = sorted(paths.processing("profile").glob("**/*.json"))
    if not files:
        return None
    return merge_profiles([json.loads(file.read_text(encoding="utf-8")) for file in files])


def main(argv: List[str]) -> int:
    """The exit code of the process."""
    paths = Paths.from_environment()
    return run(lambda: evaluate_model(argv, paths), "evaluate.py", paths.exit_message)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
