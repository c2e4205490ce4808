"""Metrics of a binary classifier from labels and probabilities, for many weightings of the rows at once.

A bootstrap resample of n rows is the same n rows with weights: how often each row is drawn. So one sort of the scores
serves all resamples. A metric that is not defined (for example precision when no row is predicted positive) is NaN in
this module; in JSON it is null and has a reason.
"""

from __future__ import annotations

import math
from typing import Any, Dict, List, NamedTuple, Optional

import numpy as np

# A row is predicted 1 when its probability is above this, as RandomForestClassifier.predict does: at a tie the first
# class wins.
DECISION_THRESHOLD = 0.5
# scikit-learn clips at the same value: a probability of 0 or 1 that is wrong would make the log loss infinite.
_EPSILON = float(np.finfo(np.float64).eps)
# The most numbers in one chunk of resamples: it bounds the memory, and smaller arrays fit the processor's caches.
CHUNK_CELLS = 500_000
METRICS = ("accuracy", "precision", "recall", "f1", "roc_auc", "pr_auc", "brier", "log_loss")

UNDEFINED_REASONS = {
    "precision": "no row was predicted positive",
    "recall": "no row is positive",
    "f1": "no row is positive or predicted positive",
    "roc_auc": "all rows have the same target",
    "pr_auc": "no row is positive",
}


class ScoredRows(NamedTuple):
    """Rows with their labels and the answers of one model, prepared once for all metrics.

    Each array has one element a row, except `group_starts`: `truth` (0 or 1), `score` (the probability of 1) and
    `predicted` (0 or 1). `order` sorts the rows by falling score; rows with equal scores form a group, and
    `group_starts` are the indices in `order` where a group starts.
    """

    truth: np.ndarray
    score: np.ndarray
    predicted: np.ndarray
    order: np.ndarray
    group_starts: np.ndarray

    @property
    def accuracy(self) -> float:
        """The share of rows whose label is predicted."""
        return float((self.truth == self.predicted).mean())

    @property
    def unscored(self) -> int:
        """How many rows have a score that is NaN or infinite. Their prediction means nothing."""
        return int((~np.isfinite(self.score)).sum())


def score_rows(truth: np.ndarray, score: np.ndarray) -> ScoredRows:
    """Prepares labels (0 and 1) and probabilities of the label 1, one a row, for the metrics."""
    truth = np.asarray(truth, dtype=np.float64)
    score = np.asarray(score, dtype=np.float64)
    order = np.argsort(-score, kind="mergesort")
    falling = score[order]
    starts = np.flatnonzero(np.concatenate([[True], falling[1:] != falling[:-1]]))
    return ScoredRows(truth, score, (score > DECISION_THRESHOLD).astype(np.float64), order, starts)


def weighted_metrics(rows: ScoredRows, weights: np.ndarray) -> Dict[str, np.ndarray]:
    """Computes every metric of METRICS for each line of `weights` (resamples x rows).

    Returns an array with one value a resample for each metric; a value is NaN where the metric is not defined.
    """
    truth, score, predicted = rows.truth, rows.score, rows.predicted
    clipped = np.clip(score, _EPSILON, 1 - _EPSILON)
    loss = -(truth * np.log(clipped) + (1 - truth) * np.log(1 - clipped))
    per_row = np.column_stack(
        [np.ones_like(truth), truth * predicted, truth, predicted, truth == predicted, (score - truth) ** 2, loss]
    )
    total, true_positives, positives, predicted_positives, correct, brier, log_loss = (weights @ per_row).T

    weights_in_order = weights[:, rows.order]
    truth_in_order = truth[rows.order]
    group_positives = np.add.reduceat(weights_in_order * truth_in_order, rows.group_starts, axis=1)
    group_negatives = np.add.reduceat(weights_in_order * (1 - truth_in_order), rows.group_starts, axis=1)
    positives_so_far = np.cumsum(group_positives, axis=1)
    rows_so_far = positives_so_far + np.cumsum(group_negatives, axis=1)
    with np.errstate(divide="ignore", invalid="ignore"):
        # ROC-AUC: the share of pairs (positive, negative) where the positive has the higher score; a tie counts half.
        ordered_pairs = (group_negatives * (positives_so_far - group_positives / 2)).sum(axis=1)
        steps = np.where(rows_so_far > 0, group_positives * positives_so_far / np.maximum(rows_so_far, 1e-300), 0.0)
        return {
            "accuracy": correct / total,
            "precision": true_positives / predicted_positives,
            "recall": true_positives / positives,
            "f1": 2 * true_positives / (positives + predicted_positives),
            "roc_auc": ordered_pairs / (positives * (total - positives)),
            "pr_auc": steps.sum(axis=1) / positives,
            "brier": brier / total,
            "log_loss": log_loss / total,
        }


def point_metrics(truth: np.ndarray, score: np.ndarray) -> Dict[str, Optional[float]]:
    """Computes every metric of METRICS on the rows themselves; None where a metric is not defined."""
    values = weighted_metrics(score_rows(truth, score), np.ones((1, len(truth))))
    return {name: finite_or_none(values[name][0]) for name in METRICS}


def finite_or_none(value: float) -> Optional[float]:
    """Returns a number for JSON; None for NaN and infinity, which JSON cannot hold."""
    number = float(value)
    return number if math.isfinite(number) else None


def bootstrap(models: List[ScoredRows], seed: int, resamples: int) -> List[Dict[str, np.ndarray]]:
    """Draws the rows with replacement `resamples` times and measures each model on every resample.

    Returns for each model its metrics, one value a resample. All models are measured on the same resamples, so their
    differences are paired. The work is done in chunks, so that the memory stays bounded.
    """
    count = len(models[0].truth)
    random = np.random.RandomState(seed)
    chunk = max(1, min(resamples, CHUNK_CELLS // count))
    collected: List[List[Dict[str, np.ndarray]]] = [[] for _ in models]
    done = 0
    while done < resamples:
        size = min(chunk, resamples - done)
        drawn = random.randint(0, count, size=(size, count)) + np.arange(size)[:, None] * count
        weights = np.bincount(drawn.ravel(), minlength=size * count).reshape(size, count).astype(np.float64)
        for index, model in enumerate(models):
            collected[index].append(weighted_metrics(model, weights))
        done += size
    return [{name: np.concatenate([part[name] for part in parts]) for name in METRICS} for parts in collected]


def resample_count(rows: int) -> int:
    """Returns how many resamples to draw: 1,000, or fewer above 100,000 rows, but at least 200.

    With so many rows the intervals are narrow anyway, and 1,000 resamples would take long.
    """
    return int(max(200, min(1000, 100_000_000 // max(rows, 1))))


class Interval(NamedTuple):
    """The central 95 % of resampled values and their standard deviation; all None when there is no interval."""

    lower: Optional[float]
    upper: Optional[float]
    standard_deviation: Optional[float]


def confidence_interval(values: np.ndarray) -> Interval:
    """Computes the interval of resampled values, one a resample.

    There is none when more than 5 % of the resamples have no value: the others would not be a fair sample.
    """
    finite = values[np.isfinite(values)]
    if len(finite) < 0.95 * len(values) or len(finite) < 2:
        return Interval(None, None, None)
    lower, upper = np.quantile(finite, [0.025, 0.975])
    return Interval(float(lower), float(upper), float(finite.std(ddof=1)))


def confusion_matrix(rows: ScoredRows) -> Dict[str, Dict[str, int]]:
    """Counts the rows by true label, then by predicted label."""
    counts = np.bincount((rows.truth * 2 + rows.predicted).astype(np.int64), minlength=4).tolist()
    return {"0": {"0": counts[0], "1": counts[1]}, "1": {"0": counts[2], "1": counts[3]}}


def curves(rows: ScoredRows, max_points: int = 200) -> Dict[str, Any]:
    """Computes the ROC and the precision-recall curve, each with at most `max_points` points.

    The ROC curve keeps its corners as far as possible. It is None when all rows have one label; the precision-recall
    curve is None when no row is positive.
    """
    truth = rows.truth[rows.order]
    group_ends = np.concatenate([rows.group_starts[1:], [len(truth)]]) - 1
    true_positives = np.cumsum(truth)[group_ends]
    false_positives = group_ends + 1 - true_positives
    result: Dict[str, Any] = {"receiver_operating_characteristic_curve": None, "precision_recall_curve": None}
    if true_positives[-1] == 0:
        return result
    if false_positives[-1] > 0:
        x = np.concatenate([[0.0], false_positives / false_positives[-1]])
        y = np.concatenate([[0.0], true_positives / true_positives[-1]])
        points = _thin(_corners(x, y), max_points)
        result["receiver_operating_characteristic_curve"] = {
            "false_positive_rates": x[points].tolist(),
            "true_positive_rates": y[points].tolist(),
        }
    recall = np.concatenate([[0.0], true_positives / true_positives[-1]])
    precision = np.concatenate([[1.0], true_positives / (group_ends + 1)])
    points = _thin(np.arange(len(recall)), max_points)
    result["precision_recall_curve"] = {"precisions": precision[points].tolist(), "recalls": recall[points].tolist()}
    return result


def _corners(x: np.ndarray, y: np.ndarray) -> np.ndarray:
    """Returns the indices of the points where the curve turns; the points between lie on a straight line."""
    if len(x) < 3:
        return np.arange(len(x))
    turn = (x[1:-1] - x[:-2]) * (y[2:] - y[1:-1]) != (x[2:] - x[1:-1]) * (y[1:-1] - y[:-2])
    return np.flatnonzero(np.concatenate([[True], turn, [True]]))


def _thin(indices: np.ndarray, max_points: int) -> np.ndarray:
    """Chooses at most `max_points` of the indices, evenly spaced, the first and the last among them."""
    if len(indices) <= max_points:
        return indices
    return indices[np.unique(np.linspace(0, len(indices) - 1, max_points).round().astype(np.int64))]
