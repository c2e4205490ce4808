"""A script-mode training script as the SDK's users have it: hyperparameters as arguments, SM_* for the folders."""

import argparse
import json
import os

import joblib
import pandas
from sklearn.ensemble import RandomForestClassifier
from sklearn.metrics import roc_auc_score

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

    features = json.loads(args.features.replace("'", '"'))
    train = pandas.read_csv(os.path.join(args.train, "train.csv"))
    test = pandas.read_csv(os.path.join(args.test, "test.csv"))
    model = RandomForestClassifier(
        n_estimators=args.n_estimators,
        max_depth=args.max_depth,
        min_samples_split=args.min_samples_split,
        max_features=args.max_features,
        random_state=0,
    ).fit(train[features], train[args.target])
    print("auc", roc_auc_score(test[args.target], model.predict_proba(test[features])[:, 1]))
    joblib.dump(model, os.path.join(args.model_dir, "model.joblib"))
