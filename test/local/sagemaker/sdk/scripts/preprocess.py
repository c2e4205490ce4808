"""Writes three splits of a generated table; the arguments are the pipeline's parameters."""

import argparse
import random
from pathlib import Path

parser = argparse.ArgumentParser()
for name in ("host", "port", "presto_credentials_key", "region", "presto_catalog", "presto_schema"):
    parser.add_argument(f"--{name}", required=True)
parser.add_argument("--train_split", type=float, required=True)
parser.add_argument("--test_split", type=float, required=True)
args = parser.parse_args()

rows = []
source = random.Random(7)
for _ in range(400):
    x, noise = source.random(), source.random()
    rows.append(f"{x},{noise},{int(x > 0.5)}")
first, second = int(len(rows) * args.train_split), int(len(rows) * args.test_split)
for name, part in (("train", rows[:first]), ("validation", rows[first:second]), ("test", rows[second:])):
    folder = Path("/opt/ml/processing") / name
    folder.mkdir(parents=True, exist_ok=True)
    (folder / f"{name}.csv").write_text("\n".join(["x,noise,label", *part]) + "\n")
