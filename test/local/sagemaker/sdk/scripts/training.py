"""Trains in script mode, as a script of an SDK user does: hyperparameters as arguments, SM_* for the folders.

The model is a threshold, because the import of scikit-learn alone would take longer than everything else.
"""

import argparse
import csv
import json
import os

if __name__ == "__main__":
    parser = argparse.ArgumentParser()
    parser.add_argument("--n_estimators", type=int, default=10)
    parser.add_argument("--max_depth", type=int, default=3)
    parser.add_argument("--min_samples_split", type=int, default=2)
    parser.add_argument("--max_features", default="sqrt")
    parser.add_argument("--features", required=True)
    parser.add_argument("--target", required=True)
    parser.add_argument("--model-dir", default=os.environ.get("SM_MODEL_DIR"))
    parser.add_argument("--train", default=os.environ.get("SM_CHANNEL_TRAIN"))
    parser.add_argument("--test", default=os.environ.get("SM_CHANNEL_TEST"))
    args, _ = parser.parse_known_args()

    def read(folder, name):
        """Reads pairs of the first feature and the target."""
        feature = json.loads(args.features.replace("'", '"'))[0]
        with open(os.path.join(folder, name), newline="") as file:
            return [(float(row[feature]), int(row[args.target])) for row in csv.DictReader(file)]

    train, test = read(args.train, "train.csv"), read(args.test, "test.csv")
    threshold = min((x for x, label in train if label == 1), default=1.0)
    better = [(x > y) for x, label in test if label == 1 for y, other in test if other == 0]
    print("auc", sum(better) / len(better))
    with open(os.path.join(args.model_dir, "model.json"), "w") as file:
        json.dump({"threshold": threshold}, file)
