"""Measures the trained model on the test rows, and compares it with the baseline and the deployed model.

Neither training nor tuning reads the test rows. Runs in a SageMaker processing job. Its arguments, its files and the
report are described in docs/container-scripts.md.
"""

from __future__ import annotations

import json
import math
import sys
from typing import Any, Dict, List, Optional, Tuple

from mlops.arguments import Parser, column_name, column_names, format_list, optional_text
from mlops.artifacts import fetch_deployed
from mlops.errors import UserError, run
from mlops.evaluation import evaluate, majority_baseline
from mlops.files import write_json
from mlops.forest import DeployedModel, Model, load_model
from mlops.paths import Paths, aws_region
from mlops.profile import merge_profiles
from mlops.table import read_table


def evaluate_model(argv: List[str], paths: Paths) -> Dict[str, Any]:
    """Writes evaluation/<evaluation_filename>, prints the gates, and returns the report.

    Raises UserError when an argument, the trained model or the test data cannot be used.
    """
    parser = Parser(prog="evaluate.py", description=__doc__)
    parser.add_argument("--target", required=True, type=column_name)
    parser.add_argument("--features", required=True, type=column_names)
    parser.add_argument(
        "--threshold", type=optional_text, default=None, help="accuracy that the pipeline's condition asks for"
    )
    parser.add_argument("--deployed_model", type=optional_text, default=None, help="s3://.../model.tar.gz, or none")
    parser.add_argument("--evaluation_filename", default="evaluation.json")
    parser.add_argument("--bootstrap_seed", type=int, default=42)
    args = parser.parse_args(argv)
    threshold = parse_threshold(args.threshold)

    test = read_table(paths.processing("test"), args.features, args.target, "the test data")
    candidate = load_candidate(paths, args.features)
    profile = read_profile(paths) or {}
    train_counts = profile.get("splits", {}).get("train", {}).get("class_counts")
    report = evaluate(
        candidate,
        test,
        baseline=majority_baseline(train_counts, test),
        threshold=threshold,
        deployed=load_deployed(args.deployed_model, args.features),
        seed=args.bootstrap_seed,
    )
    report["data"] = {"digest": profile.get("digest"), "rows": profile.get("rows"), "profile": profile or None}
    report["model"] = {
        key: candidate.metadata.get(key) for key in ("features", "target", "hyperparameters", "versions")
    }
    write_json(paths.processing("evaluation") / args.evaluation_filename, report)
    for name, gate in report["gates"].items():
        print("gate {} {}: {}".format(name, gate["verdict"], gate["explanation"]), flush=True)
    return report


def parse_threshold(text: Optional[str]) -> Optional[float]:
    """Reads a number between 0 and 1; None when there is no text. Raises UserError for anything else, also for NaN.

    A threshold of NaN would be no gate: no accuracy is below it.
    """
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
    """Loads the model that this execution trained.

    Raises UserError when there is no model, when it cannot be loaded, and when its features are not `features`.
    """
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
            "The model was trained on {}, but the evaluation has {}.".format(
                format_list(model.features), format_list(features)
            ),
            "Give training and evaluation the same features in the same order.",
        )
    return model


def load_deployed(uri: Optional[str], features: Tuple[str, ...]) -> Optional[DeployedModel]:
    """Loads the deployed model, None without one. It has a `problem` when the test data lacks columns that it needs.

    `features` are the columns of the test data.
    """
    deployed = fetch_deployed(uri, features, aws_region())
    if deployed is None or deployed.model is None:
        return deployed
    missing = [column for column in deployed.model.features if column not in features]
    if missing:
        problem = "it needs {}, which the test data does not have".format(format_list(missing))
        return DeployedModel(deployed.uri, None, problem)
    return deployed


def read_profile(paths: Paths) -> Optional[Dict[str, Any]]:
    """Reads the profile that preprocessing wrote, merged over its instances; None when the step has no such input."""
    files = sorted(paths.processing("profile").glob("**/*.json"))
    if not files:
        return None
    return merge_profiles([json.loads(file.read_text(encoding="utf-8")) for file in files])


def main(argv: List[str]) -> int:
    """Runs the script and returns the exit code of the process."""
    paths = Paths.from_environment()
    return run(lambda: evaluate_model(argv, paths), "evaluate.py", paths.exit_message)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
