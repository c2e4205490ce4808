"""Writes the seed's evaluation report for the best model."""

import argparse
import json
import tarfile
from pathlib import Path

import joblib
import pandas
from sklearn.metrics import accuracy_score

parser = argparse.ArgumentParser()
parser.add_argument("--target", required=True)
parser.add_argument("--features", required=True)
args = parser.parse_args()

base = Path("/opt/ml/processing")
with tarfile.open(base / "model" / "model.tar.gz") as archive:
    archive.extractall(base / "model")
model = joblib.load(base / "model" / "model.joblib")
test = pandas.read_csv(base / "test" / "test.csv")
accuracy = accuracy_score(test[args.target], model.predict(test[json.loads(args.features)]))
report = {"binary_classification_metrics": {"accuracy": {"value": accuracy, "standard_deviation": "NaN"}}}
(base / "evaluation").mkdir(parents=True, exist_ok=True)
(base / "evaluation" / "evaluation.json").write_text(json.dumps(report))
