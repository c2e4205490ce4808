"""training.py and evaluate.py as SageMaker runs them."""

from __future__ import annotations

import csv
import json
import os
import re
import tarfile
import uuid
from pathlib import Path
from typing import Any, Callable, Dict, Iterator, List, Sequence

import boto3
import joblib
import numpy as np
import pytest
from sklearn.ensemble import RandomForestClassifier

from conftest import REGION, Finished, call_script, run_script
from mlops.errors import UserError
from mlops.forest import decode_value, forest_parameters
from mlops.paths import Paths

FEATURES = ("a", "b", "c")


def make_rows(count: int, seed: int, noise: float = 0.5) -> List[List[Any]]:
    random = np.random.RandomState(seed)
    values = random.normal(size=(count, 3))
    labels = (values[:, 0] + values[:, 1] + random.normal(scale=noise, size=count) > 0.6).astype(int)
    return [[n, int(y), *map(float, x)] for n, (y, x) in enumerate(zip(labels, values))]


def write_rows(
    folder: Path, rows: Sequence[Sequence[Any]], name: str = "part-0.csv", header: Sequence[str] = ("k", "y", *FEATURES)
) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    with (folder / name).open("w", newline="") as file:
        csv.writer(file).writerows([header, *rows])


def train(paths: Paths, *more: str, features: Any = FEATURES) -> Finished:
    return call_script("training.py", ["--features", json.dumps(features), "--target", "y", *more], paths)


@pytest.fixture
def channels(paths: Paths) -> Paths:
    write_rows(paths.base / "input/data/train", make_rows(600, 1))
    write_rows(paths.base / "input/data/validation", make_rows(300, 2))
    return paths


# Training


def test_training_prints_the_objective_once_and_writes_the_model(channels: Paths) -> None:
    done = train(channels, "--n_estimators", "20", "--max_depth", "5", "--max_features", '"sqrt"', "--min_samples_split", "4")
    assert done.code == 0, done.stderr
    objectives = re.findall(r"auc (\S+)", done.stdout + done.stderr)
    assert len(objectives) == 1
    assert 0.8 < float(objectives[0]) < 1
    for name in ("accuracy", "precision", "recall", "f1", "average_precision", "brier", "log_loss"):
        assert len(re.findall(r"validation:{} (\S+)".format(name), done.stdout)) == 1
    model = joblib.load(str(channels.base / "model/model.joblib"))
    assert (model.n_estimators, model.max_depth, model.max_features, model.min_samples_split) == (20, 5, "sqrt", 4)
    metadata = json.loads((channels.base / "model/metadata.json").read_text())
    assert metadata["features"] == list(FEATURES)
    assert (metadata["target"], metadata["classes"]) == ("y", [0, 1])
    assert metadata["metrics"]["validation:roc_auc"] == pytest.approx(float(objectives[0]))
    assert set(metadata["versions"]) == {"python", "scikit_learn", "numpy"}


def test_null_is_none_of_the_estimator_and_null_in_the_metadata(channels: Paths) -> None:
    # The values of categorical ranges, as a tuning job passes them.
    done = train(channels, "--n_estimators", "5", "--max_features", '"null"', "--max_depth", "null", "--bootstrap", '"false"')
    assert done.code == 0, done.stderr
    model = joblib.load(str(channels.base / "model/model.joblib"))
    assert (model.max_features, model.max_depth, model.bootstrap) == (None, None, False)
    metadata = json.loads((channels.base / "model/metadata.json").read_text())
    assert metadata["hyperparameters"] == {
        "bootstrap": False, "max_depth": None, "max_features": None, "n_estimators": 5, "random_state": 42,
    }  # fmt: skip


def test_the_objective_is_measured_on_the_validation_rows(channels: Paths) -> None:
    first = train(channels)
    write_rows(channels.base / "input/data/validation", [[n, n % 2, *row[2:]] for n, row in enumerate(make_rows(300, 2))])
    second = train(channels)
    assert float(first.stdout.split()[1]) > 0.9
    assert float(second.stdout.split()[1]) < 0.65


def test_the_same_rows_make_the_same_model_when_the_files_differ(channels: Paths) -> None:
    first = train(channels, "--n_estimators", "10")
    rows = make_rows(600, 1)
    write_rows(channels.base / "input/data/train", rows[300:][::-1])
    write_rows(channels.base / "input/data/train", rows[:300], "part-1.csv")
    write_rows(channels.base / "input/data/train", [], "part-2.csv")
    (channels.base / "input/data/train/empty.csv").write_text("")
    assert train(channels, "--n_estimators", "10").stdout == first.stdout
    assert train(channels, "--n_estimators", "10", "--random_state", "7").stdout != first.stdout


BAD_TRAINING = [
    (("--max_dept", "3"), "no hyperparameter 'max_dept'", "(did you mean max_depth?)"),
    (("--max_depth", "-3"), "refuses the hyperparameters", "max_depth"),
    (("--n_estimators", "many"), "refuses the hyperparameters", "many"),
    (("stray",), "'stray' is not a hyperparameter", ""),
]


@pytest.mark.parametrize(("extra", "text", "more"), BAD_TRAINING)
def test_a_wrong_hyperparameter_is_reported(channels: Paths, extra: Sequence[str], text: str, more: str) -> None:
    done = train(channels, *extra)
    assert done.code == 1
    assert text in done.message
    assert more in done.message
    assert "Traceback" not in done.stderr
    assert (channels.base / "output/failure").exists()
    assert not (channels.base / "model").exists()


def test_a_channel_that_cannot_be_used_is_reported(channels: Paths) -> None:
    assert "'d'" in train(channels, features=["a", "d"]).message
    folder = channels.base / "input/data/validation"
    write_rows(folder, [[1, 1, 1, 2, 3]] * 5)
    assert "The target 'y' is 1 in all 5 rows of the channel validation." in train(channels).message
    write_rows(folder, [[1, 1, 1, "x", 3]])
    assert "not a number" in train(channels).message
    write_rows(folder, [[1, 1, 1, "", 3]])
    assert "'b' of the channel validation has missing" in train(channels).message
    write_rows(folder, [])
    assert "There are no rows for the channel validation." in train(channels).message
    (folder / "part-0.csv").unlink()
    assert "There are no CSV files for the channel validation" in train(channels).message


@pytest.mark.parametrize(
    ("text", "value"),
    [("75", 75), ("0.5", 0.5), ("sqrt", "sqrt"), ('"sqrt"', "sqrt"), ('"\\"log2\\""', "log2"), ("None", None), ('"none"', None),
     ("null", None), ('"null"', None), ('"\\"null\\""', None), ("true", True), ('"false"', False),
     ('{"0": 1, "1": 5}', {"0": 1, "1": 5}), ("0=1,1=5", {"0": 1, "1": 5}), ('"12"', 12)],
)  # fmt: skip
def test_the_text_of_a_hyperparameter_is_decoded(text: str, value: Any) -> None:
    assert decode_value(text) == value


def test_hyperparameters_become_arguments_of_the_forest() -> None:
    assert forest_parameters({"max_features": "auto", "max_depth": "7.0", "class_weight": "0=1,1=5", "min_samples_leaf": "2.0"}) == {
        "max_features": "sqrt", "max_depth": 7, "class_weight": {0: 1.0, 1: 5.0}, "min_samples_leaf": 2,
    }  # fmt: skip
    with pytest.raises(UserError, match="n_estimatrs"):
        forest_parameters({"n_estimatrs": "3"})


def test_both_scripts_run_as_separate_processes(channels: Paths) -> None:
    arguments = ["--features", "['a', 'b', 'c']", "--target", "y", "--n_estimators", "5"]
    done = run_script("training.py", arguments, channels)
    assert done.code == 0, done.stderr
    write_rows(channels.processing("test"), make_rows(100, 3))
    channels.processing("model").mkdir()
    with tarfile.open(str(channels.processing("model") / "model.tar.gz"), "w:gz") as tar:
        tar.add(str(channels.base / "model"), ".")
    done = run_script("evaluate.py", ["--features", "a,b,c", "--target", "y", "--evaluation_filename", "other.json"], channels)
    assert done.code == 0, done.stderr
    assert (channels.processing("evaluation") / "other.json").exists()
    done = run_script("evaluate.py", ["--features", "a,b", "--target", "y"], channels)
    assert (done.code, done.stdout) == (1, "")
    assert done.stderr.strip() == done.message


# Evaluation


def archive(folder: Path, model: Any, features: Any = FEATURES) -> Path:
    folder.mkdir(parents=True, exist_ok=True)
    joblib.dump(model, str(folder / "model.joblib"))
    names = ["model.joblib"]
    if features is not None:
        (folder / "metadata.json").write_text(json.dumps({"features": list(features)}))
        names.append("metadata.json")
    with tarfile.open(str(folder / "model.tar.gz"), "w:gz") as tar:
        for name in names:
            tar.add(str(folder / name), "./" + name)
            (folder / name).unlink()
    return folder / "model.tar.gz"


def fitted(columns: Sequence[int] = (0, 1, 2), rows: int = 600, seed: int = 1) -> Any:
    data = np.array(make_rows(rows, seed))
    return RandomForestClassifier(30, max_depth=6, random_state=0).fit(data[:, [2 + c for c in columns]], data[:, 1].astype(int))


@pytest.fixture
def evaluated(paths: Paths) -> Callable[..., Any]:
    """Runs evaluate.py on rows, with a model and more arguments; returns the ended script and the report."""

    def run(*more: str, rows: Any = None, model: Any = None, features: Any = FEATURES) -> Any:
        write_rows(paths.processing("test"), make_rows(800, 3) if rows is None else rows)
        archive(paths.processing("model"), fitted() if model is None else model, features)
        done = call_script("evaluate.py", ["--features", json.dumps(FEATURES), "--target", "y", *more], paths)
        file = paths.processing("evaluation") / "evaluation.json"
        return done, json.loads(file.read_text()) if file.exists() else None

    return run


@pytest.fixture
def bucket() -> Iterator[Callable[[Path], str]]:
    """Uploads a file to the S3 of AWS_ENDPOINT_URL_S3 and returns its address."""
    if not os.environ.get("AWS_ENDPOINT_URL_S3"):
        pytest.fail("these tests need an S3: set AWS_ENDPOINT_URL_S3 (mlops local env prints it)")
    client = boto3.client("s3", region_name=REGION)
    name = "python-test-{}".format(uuid.uuid4())
    client.create_bucket(Bucket=name)

    def upload(file: Path) -> str:
        client.upload_file(str(file), name, "deployed/model.tar.gz")
        return "s3://{}/deployed/model.tar.gz".format(name)

    yield upload
    client.delete_object(Bucket=name, Key="deployed/model.tar.gz")
    client.delete_bucket(Bucket=name)


def test_the_report_has_the_keys_that_its_readers_need(evaluated: Callable[..., Any]) -> None:
    done, report = evaluated("--threshold", "0.6", "--deployed_model", "none")
    assert done.code == 0, done.stderr
    quality = report["binary_classification_metrics"]
    for name in ("accuracy", "precision", "recall", "f1", "roc_auc", "pr_auc", "brier", "log_loss"):
        assert quality[name]["lower"] <= quality[name]["value"] <= quality[name]["upper"], name
        assert quality[name]["standard_deviation"] > 0
    assert sum(sum(line.values()) for line in quality["confusion_matrix"].values()) == report["rows"] == 800
    assert len(quality["receiver_operating_characteristic_curve"]["false_positive_rates"]) > 20
    assert set(quality["precision_recall_curve"]) == {"precisions", "recalls"}
    assert quality["auc"]["value"] == quality["roc_auc"]["value"]
    assert quality["true_positive_rate"]["value"] == quality["recall"]["value"]
    baseline = report["baseline"]
    assert (baseline["strategy"], baseline["label"], baseline["label_from"]) == ("majority class", 0, "test")
    assert baseline["accuracy"] == report["class_balance"]["0"] / 800
    gates = report["gates"]
    assert gates["accuracy"]["value"] == gates["beat_baseline"]["value"] == gates["not_worse_than_deployed"]["value"] == 1
    assert gates["beat_baseline"]["margin"] > gates["beat_baseline"]["lower"] > 0
    assert gates["not_worse_than_deployed"]["conclusive"] is True
    assert report["deployed"] is None
    assert list(report["feature_importances"])[2] == "c"
    assert report["data"] == {"digest": None, "rows": None, "profile": None}


def test_a_second_evaluation_writes_the_same_report(evaluated: Callable[..., Any]) -> None:
    assert evaluated()[1] == evaluated()[1]


def test_a_constant_answer_fails_although_its_accuracy_is_above_the_threshold(evaluated: Callable[..., Any]) -> None:
    rows = [[n, int(n % 5 == 0), *row[2:]] for n, row in enumerate(make_rows(800, 3))]
    constant = RandomForestClassifier(10, max_depth=1, random_state=0).fit([[0, 0, 0], [9, 9, 9]] * 10, [0, 1] * 10)
    _, report = evaluated("--threshold", "0.6", rows=rows, model=constant)
    gates = report["gates"]
    assert gates["accuracy"]["value"] == 1
    assert gates["beat_baseline"]["value"] == 0
    assert "not distinguishable from chance" in gates["beat_baseline"]["explanation"]


def test_the_baseline_is_the_majority_of_the_training_rows(evaluated: Callable[..., Any], paths: Paths) -> None:
    counts = {"train": {"rows": 10, "class_counts": {"0": 2, "1": 8}}}
    folder = paths.processing("profile")
    folder.mkdir(parents=True)
    (folder / "profile-0.json").write_text(json.dumps({"rows": 10, "digest": "d" * 32, "splits": counts}))
    _, report = evaluated()
    assert (report["baseline"]["label"], report["baseline"]["label_from"]) == (1, "train")
    assert report["data"]["digest"] == "d" * 32


@pytest.mark.parametrize(
    ("rows", "undefined"), [([[n, 1, n / 40, 1, 1] for n in range(40)], "roc_auc"), ([[n, 0, -5, -5, 1] for n in range(40)], "precision")]
)
def test_a_metric_without_a_value_is_null_and_has_a_reason(evaluated: Callable[..., Any], rows: Any, undefined: str) -> None:
    _, report = evaluated(rows=rows)
    value = report["binary_classification_metrics"][undefined]
    assert value["value"] is None
    assert value["reason"]


def test_with_few_rows_both_comparisons_are_inconclusive(
    evaluated: Callable[..., Any], bucket: Callable[[Path], str], tmp_path: Path
) -> None:
    uri = bucket(archive(tmp_path / "old", fitted()))
    done, report = evaluated("--deployed_model", uri, rows=make_rows(20, 3))
    for name in ("beat_baseline", "not_worse_than_deployed"):
        assert (report["gates"][name]["value"], report["gates"][name]["verdict"]) == (0, "inconclusive"), name
        assert "gate {} inconclusive: Accuracy ".format(name) in done.stdout
    assert report["gates"]["not_worse_than_deployed"]["conclusive"] is False


class NanClassifier:
    """A classifier that gives no probability for any row."""

    classes_ = (0, 1)

    def predict_proba(self, features: np.ndarray) -> np.ndarray:
        return np.full((len(features), 2), np.nan)


def test_a_candidate_without_probabilities_passes_no_gate(evaluated: Callable[..., Any]) -> None:
    done, report = evaluated("--threshold", "0", model=NanClassifier())
    assert done.code == 0, done.stderr
    assert [(gate["value"], gate["verdict"]) for gate in list(report["gates"].values())[:2]] == [(0, "inconclusive")] * 2
    assert report["binary_classification_metrics"]["brier"]["value"] is None


def compare(evaluated: Callable[..., Any], uri: str, **run: Any) -> Dict[str, Any]:
    done, report = evaluated("--deployed_model", uri, **run)
    assert done.code == 0, done.stderr
    return dict(report["gates"]["not_worse_than_deployed"], deployed=report["deployed"])


def test_the_difference_from_the_same_model_is_zero(evaluated: Callable[..., Any], bucket: Callable[[Path], str], tmp_path: Path) -> None:
    gate = compare(evaluated, bucket(archive(tmp_path / "old", fitted())))
    assert (gate["value"], gate["verdict"], gate["conclusive"]) == (1, "passed", True)
    assert gate["difference"] == gate["lower"] == gate["upper"] == 0
    assert gate["deployed"]["metrics"]["accuracy"]["value"] > 0.8


def test_a_worse_model_fails_and_a_better_model_passes(
    evaluated: Callable[..., Any], bucket: Callable[[Path], str], tmp_path: Path
) -> None:
    noise = fitted((2,))
    good = bucket(archive(tmp_path / "good", fitted()))
    worse = RandomForestClassifier(10, max_depth=1, random_state=0).fit([[0, 0, 0], [9, 9, 9]] * 10, [0, 1] * 10)
    gate = compare(evaluated, good, model=worse)
    assert (gate["value"], gate["verdict"], gate["conclusive"]) == (0, "failed", True)
    assert gate["upper"] < 0
    assert ": worse than chance explains." in gate["explanation"]
    # This model has fewer features than the candidate: they are taken by name.
    gate = compare(evaluated, bucket(archive(tmp_path / "poor", noise, ["c"])))
    assert (gate["value"], gate["verdict"], gate["conclusive"]) == (1, "passed", True)
    assert gate["lower"] > 0


def test_the_deployed_model_gets_its_columns_by_name(evaluated: Callable[..., Any], bucket: Callable[[Path], str], tmp_path: Path) -> None:
    gate = compare(evaluated, bucket(archive(tmp_path / "old", fitted((1, 0)), ["b", "a"])))
    assert gate["deployed"]["metrics"]["accuracy"]["value"] > 0.8


def test_a_deployed_model_that_cannot_be_measured_is_inconclusive(
    evaluated: Callable[..., Any], bucket: Callable[[Path], str], tmp_path: Path
) -> None:
    gate = compare(evaluated, bucket(archive(tmp_path / "other", fitted(), ["a", "b", "gone"])))
    assert (gate["value"], gate["verdict"], gate["conclusive"]) == (0, "inconclusive", False)
    assert "it needs gone, which the test data does not have" in gate["explanation"]
    broken = tmp_path / "broken.tar.gz"
    broken.write_bytes(b"not an archive")
    assert "not a readable model.tar.gz" in compare(evaluated, bucket(broken))["explanation"]
    gate = compare(evaluated, "s3://python-test-no-such-bucket/model.tar.gz")
    assert "it could not be read from S3: Not Found (404)." in gate["explanation"]
    assert "not an s3:// address" in compare(evaluated, "arn:aws:nonsense")["explanation"]
    gate = compare(evaluated, bucket(archive(tmp_path / "notebook", fitted((0, 1)), None)))
    assert "takes 2 features and does not say which" in gate["explanation"]


def test_a_model_of_the_published_notebooks_has_the_candidates_features(
    evaluated: Callable[..., Any], bucket: Callable[[Path], str], tmp_path: Path
) -> None:
    assert compare(evaluated, bucket(archive(tmp_path / "notebook", fitted(), None)))["conclusive"] is True


def test_an_evaluation_that_cannot_be_made_is_reported(evaluated: Callable[..., Any], paths: Paths) -> None:
    done, report = evaluated(features=["b", "a", "c"])
    assert done.code == 1
    assert "was trained on b, a, c, but the evaluation has a, b, c" in done.message
    assert report is None
    assert "not a share between 0 and 1" in evaluated("--threshold", "nan")[0].message
    assert "There are no rows for the test data." in evaluated(rows=[])[0].message
    assert "'y' of the test data is not 0 or 1" in evaluated(rows=[[1, 2, 1, 1, 1]])[0].message
    done = call_script("evaluate.py", ["--features", '["a"]', "--target", "y"], Paths(paths.base / "none"))
    assert "There are no CSV files for the test data" in done.message
