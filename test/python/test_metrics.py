"""The metrics compared with those of scikit-learn, and the cases where a metric has no value."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from sklearn import metrics as sklearn_metrics

from mlops.metrics import METRICS, bootstrap, confidence_interval, confusion_matrix, curves, point_metrics, score_rows


def random_case(seed: int, rows: int = 500, ties: bool = False) -> Any:
    random = np.random.RandomState(seed)
    truth = (random.uniform(size=rows) < random.uniform(0.1, 0.9)).astype(int)
    truth[:2] = (0, 1)
    score = random.normal(0.3 + 0.4 * truth, 0.25)
    # Not 0 or 1: versions of scikit-learn clip them differently for the log loss.
    return truth, np.clip(np.round(score, 1) if ties else score, 1e-6, 1 - 1e-6)


@pytest.mark.parametrize("ties", [False, True])
@pytest.mark.parametrize("seed", range(20))
def test_metrics_are_those_of_scikit_learn(seed: int, ties: bool) -> None:
    truth, score = random_case(seed, ties=ties)
    predicted = (score > 0.5).astype(int)
    ours = point_metrics(truth, score)
    theirs = {
        "accuracy": sklearn_metrics.accuracy_score(truth, predicted),
        "precision": sklearn_metrics.precision_score(truth, predicted),
        "recall": sklearn_metrics.recall_score(truth, predicted),
        "f1": sklearn_metrics.f1_score(truth, predicted),
        "roc_auc": sklearn_metrics.roc_auc_score(truth, score),
        "pr_auc": sklearn_metrics.average_precision_score(truth, score),
        "brier": sklearn_metrics.brier_score_loss(truth, score),
        "log_loss": sklearn_metrics.log_loss(truth, score),
    }
    assert set(ours) == set(theirs) == set(METRICS)
    for name, value in theirs.items():
        assert ours[name] == pytest.approx(value, abs=1e-12), name
    matrix = sklearn_metrics.confusion_matrix(truth, predicted)
    assert confusion_matrix(score_rows(truth, score)) == {str(t): {str(p): matrix[t, p] for p in (0, 1)} for t in (0, 1)}


@pytest.mark.parametrize("seed", range(5))
def test_a_resampled_metric_is_that_of_the_drawn_rows(seed: int) -> None:
    truth, score = random_case(seed, rows=60, ties=True)
    resampled = bootstrap([score_rows(truth, score)], seed, 50)[0]
    random = np.random.RandomState(seed)
    drawn = random.randint(0, 60, size=(50, 60))
    for line, rows in enumerate(drawn):
        expected = point_metrics(truth[rows], score[rows])
        for name in METRICS:
            value = expected[name]
            assert np.isnan(resampled[name][line]) if value is None else resampled[name][line] == pytest.approx(value)


def test_all_models_have_the_same_resamples_and_chunks_do_not_matter(monkeypatch: pytest.MonkeyPatch) -> None:
    truth, score = random_case(1)
    both = bootstrap([score_rows(truth, score), score_rows(truth, score)], 7, 100)
    assert all((both[0][name] == both[1][name]).all() for name in METRICS)
    monkeypatch.setattr("mlops.metrics.CHUNK_CELLS", 500 * 7)
    assert all(np.allclose(bootstrap([score_rows(truth, score)], 7, 100)[0][name], both[0][name]) for name in METRICS)


def test_the_interval_covers_the_true_accuracy_about_nineteen_times_of_twenty() -> None:
    covered = 0
    for seed in range(200):
        random = np.random.RandomState(seed)
        truth = random.randint(0, 2, 400)
        score = np.where(random.uniform(size=400) < 0.8, truth, 1 - truth) * 0.98 + 0.01
        lower, upper, _ = confidence_interval(bootstrap([score_rows(truth, score)], seed, 200)[0]["accuracy"])
        assert lower is not None
        assert upper is not None
        covered += lower <= 0.8 <= upper
    assert 180 <= covered <= 199


@pytest.mark.parametrize(
    ("truth", "score", "undefined"),
    [
        ([1, 1, 1], [0.9, 0.2, 0.7], {"roc_auc"}),
        ([0, 0, 0], [0.9, 0.2, 0.7], {"roc_auc", "recall", "pr_auc"}),
        ([0, 1, 0], [0.1, 0.2, 0.3], {"precision"}),
        ([0, 0], [0.1, 0.2], {"roc_auc", "recall", "pr_auc", "precision", "f1"}),
    ],
)
def test_a_metric_that_is_not_defined_is_none(truth: Any, score: Any, undefined: Any) -> None:
    values = point_metrics(np.array(truth), np.array(score))
    assert {name for name, value in values.items() if value is None} == undefined


def test_an_interval_needs_nearly_all_resamples() -> None:
    assert confidence_interval(np.array([0.5] * 90 + [np.nan] * 10)) == (None, None, None)
    assert confidence_interval(np.array([0.5] * 99 + [np.nan]))[0] == 0.5


@pytest.mark.parametrize("rows", [2, 3, 50, 500, 20_000])
def test_curves_keep_corners_and_area_with_few_points(rows: int) -> None:
    truth, score = random_case(5, rows=rows)
    result = curves(score_rows(truth, score))
    roc = result["receiver_operating_characteristic_curve"]
    assert len(roc["true_positive_rates"]) == len(roc["false_positive_rates"]) <= 200
    assert (roc["false_positive_rates"][0], roc["true_positive_rates"][0]) == (0, 0)
    assert (roc["false_positive_rates"][-1], roc["true_positive_rates"][-1]) == (1, 1)
    area = sklearn_metrics.auc(roc["false_positive_rates"], roc["true_positive_rates"])
    assert area == pytest.approx(sklearn_metrics.roc_auc_score(truth, score), abs=1e-12 if rows <= 50 else 0.005)
    pr = result["precision_recall_curve"]
    assert len(pr["recalls"]) == len(pr["precisions"]) <= 200
    assert pr["recalls"][-1] == 1


def test_rows_of_one_class_have_no_roc_curve() -> None:
    result = curves(score_rows(np.array([1, 1]), np.array([0.1, 0.9])))
    assert result["receiver_operating_characteristic_curve"] is None
    assert result["precision_recall_curve"]["precisions"] == [1, 1, 1]
    assert curves(score_rows(np.array([0, 0]), np.array([0.1, 0.9])))["precision_recall_curve"] is None
