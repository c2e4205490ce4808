"""Writes the evaluation report of the published notebooks for the best model."""

import argparse
import csv
import json
import tarfile
from pathlib import Path

parser = argparse.ArgumentParser()
parser.add_argument("--target", required=True)
parser.add_argument("--features", required=True)
args = parser.parse_args()

base = Path("/opt/ml/processing")
with tarfile.open(base / "model" / "model.tar.gz") as archive:
    archive.extractall(base / "model")
threshold = json.loads((base / "model" / "model.json").read_text())["threshold"]
feature = json.loads(args.features)[0]
with (base / "test" / "test.csv").open(newline="") as file:
    right = [(float(row[feature]) >= threshold) == (row[args.target] == "1") for row in csv.DictReader(file)]
accuracy = sum(right) / len(right)
report = {"binary_classification_metrics": {"accuracy": {"value": accuracy, "standard_deviation": "NaN"}}}
(base / "evaluation").mkdir(parents=True, exist_ok=True)
(base / "evaluation" / "evaluation.json").write_text(json.dumps(report))
