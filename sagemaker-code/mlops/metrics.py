"""Metrics of a binary classifier from labels and probabilities, each also for many weightings of the rows at once.

A bootstrap resample of n rows is the rows with the weights "how often drawn", so that one sort of the scores serves all
resamples. A metric that is not defined (no positive row, none predicted) is NaN here and null, with a reason, in JSON.
"""

from __future__ import annotations

import math
from typing import Any, Dict, List, NamedTuple, Optional, Tuple

import numpy as np

# A label is 1 when its probability is above: what RandomForestClassifier.predict does (the first class wins a tie).
DECISION = 0.5
# As scikit-learn: a certain and wrong probability would make the loss infinite.
_EPSILON = float(np.finfo(np.float64).eps)
# Resamples are computed in chunks of so many numbers: bounded memory, and arrays that fit the caches better.
CHUNK_CELLS = 500_000
NAMES = ("accuracy", "precision", "recall", "f1", "roc_auc", "pr_auc", "brier", "log_loss")

UNDEFINED = {
    "precision": "no row was predicted positive",
    "recall": "no row is positive",
    "f1": "no row is positive or predicted positive",
    "roc_auc": "all rows have the same target",
    "pr_auc": "no row is positive",
}


class Scored(NamedTuple):
    """Rows with their truth and a model's answer, prepared once: sorted by falling score, ties grouped."""

    truth: np.ndarray
    score: np.ndarray
    predicted: np.ndarray
    order: np.ndarray
    starts: np.ndarray


def scored(truth: np.ndarray, score: np.ndarray) -> Scored:
    """Prepares labels 0 and 1 and probabilities of 1 for `weighted_metrics`."""
    truth = np.asarray(truth, dtype=np.float64)
    score = np.asarray(score, dtype=np.float64)
    order = np.argsort(-score, kind="mergesort")
    falling = score[order]
    starts = np.flatnonzero(np.concatenate([[True], falling[1:] != falling[:-1]]))
    return Scored(truth, score, (score > DECISION).astype(np.float64), order, starts)


def weighted_metrics(rows: Scored, weights: np.ndarray) -> Dict[str, np.ndarray]:
    """Every metric of NAMES for each line of `weights` (resamples x rows); NaN where it is not defined."""
    truth, score, predicted = rows.truth, rows.score, rows.predicted
    clipped = np.clip(score, _EPSILON, 1 - _EPSILON)
    loss = -(truth * np.log(clipped) + (1 - truth) * np.log(1 - clipped))
    per_row = np.column_stack(
        [np.ones_like(truth), truth * predicted, truth, predicted, truth == predicted, (score - truth) ** 2, loss]
    )
    total, both, positive, flagged, right, brier, log_loss = (weights @ per_row).T

    in_order = weights[:, rows.order]
    is_positive = truth[rows.order]
    positives = np.add.reduceat(in_order * is_positive, rows.starts, axis=1)
    negatives = np.add.reduceat(in_order * (1 - is_positive), rows.starts, axis=1)
    true_so_far = np.cumsum(positives, axis=1)
    all_so_far = true_so_far + np.cumsum(negatives, axis=1)
    with np.errstate(divide="ignore", invalid="ignore"):
        # A negative is beaten by the positives above it and half beaten by those that tie with it.
        roc = (negatives * (true_so_far - positives / 2)).sum(axis=1) / (positive * (total - positive))
        steps = np.where(all_so_far > 0, positives * true_so_far / np.maximum(all_so_far, 1e-300), 0.0)
        return {
            "accuracy": right / total,
            "precision": both / flagged,
            "recall": both / positive,
            "f1": 2 * both / (positive + flagged),
            "roc_auc": roc,
            "pr_auc": steps.sum(axis=1) / positive,
            "brier": brier / total,
            "log_loss": log_loss / total,
        }


def point_metrics(truth: np.ndarray, score: np.ndarray) -> Dict[str, Optional[float]]:
    """Every metric of NAMES on the rows themselves; None where it is not defined."""
    values = weighted_metrics(scored(truth, score), np.ones((1, len(truth))))
    return {name: defined(values[name][0]) for name in NAMES}


def defined(value: float) -> Optional[float]:
    """A number for JSON; None for NaN and infinity, which are no results."""
    number = float(value)
    return number if math.isfinite(number) else None


class Resampled(NamedTuple):
    """Bootstrap: the metrics of each model on the same resamples, so that differences are paired."""

    metrics: List[Dict[str, np.ndarray]]
    resamples: int


def bootstrap(models: List[Scored], seed: int, resamples: int) -> Resampled:
    """Draws the rows with replacement `resamples` times, in chunks of bounded memory."""
    count = len(models[0].truth)
    random = np.random.RandomState(seed)
    chunk = max(1, min(resamples, CHUNK_CELLS // count))
    collected: List[List[Dict[str, np.ndarray]]] = [[] for _ in models]
    done = 0
    while done < resamples:
        size = min(chunk, resamples - done)
        drawn = random.randint(0, count, size=(size, count)) + np.arange(size)[:, None] * count
        weights = np.bincount(drawn.ravel(), minlength=size * count).reshape(size, count).astype(np.float64)
        for place, model in enumerate(models):
            collected[place].append(weighted_metrics(model, weights))
        done += size
    return Resampled(
        [{name: np.concatenate([part[name] for part in parts]) for name in NAMES} for parts in collected], resamples
    )


def resamples_for(rows: int) -> int:
    """1,000, fewer for test sets so large that the intervals are narrow anyway and the time would be long."""
    return int(max(200, min(1000, 100_000_000 // max(rows, 1))))


def interval(values: np.ndarray) -> Tuple[Optional[float], Optional[float], Optional[float]]:
    """Lower and upper bound of the central 95 %, and the standard deviation; None when a resample had no value in more
    than one of twenty cases, because the rest would not be a fair sample."""
    finite = values[np.isfinite(values)]
    if len(finite) < 0.95 * len(values) or len(finite) < 2:
        return None, None, None
    lower, upper = np.quantile(finite, [0.025, 0.975])
    return float(lower), float(upper), float(finite.std(ddof=1))


def confusion_matrix(rows: Scored) -> Dict[str, Dict[str, int]]:
    """Rows by true label, then by predicted label."""
    counts = np.bincount((rows.truth * 2 + rows.predicted).astype(np.int64), minlength=4).tolist()
    return {"0": {"0": counts[0], "1": counts[1]}, "1": {"0": counts[2], "1": counts[3]}}


def curves(rows: Scored, limit: int = 200) -> Dict[str, Any]:
    """ROC and precision-recall curves, a point for each score, thinned to `limit` points with the corners kept."""
    truth = rows.truth[rows.order]
    last = np.concatenate([rows.starts[1:], [len(truth)]]) - 1
    true = np.cumsum(truth)[last]
    false = last + 1 - true
    result: Dict[str, Any] = {"receiver_operating_characteristic_curve": None, "precision_recall_curve": None}
    if true[-1] == 0:
        return result
    if false[-1] > 0:
        x = np.concatenate([[0.0], false / false[-1]])
        y = np.concatenate([[0.0], true / true[-1]])
        keep = _thin(_corners(x, y), limit)
        result["receiver_operating_characteristic_curve"] = {
            "false_positive_rates": x[keep].tolist(),
            "true_positive_rates": y[keep].tolist(),
        }
    recall = np.concatenate([[0.0], true / true[-1]])
    precision = np.concatenate([[1.0], true / (last + 1)])
    keep = _thin(np.arange(len(recall)), limit)
    result["precision_recall_curve"] = {"precisions": precision[keep].tolist(), "recalls": recall[keep].tolist()}
    return result


def _corners(x: np.ndarray, y: np.ndarray) -> np.ndarray:
    """The points where the curve turns; those between lie on a straight line."""
    if len(x) < 3:
        return np.arange(len(x))
    turn = (x[1:-1] - x[:-2]) * (y[2:] - y[1:-1]) != (x[2:] - x[1:-1]) * (y[1:-1] - y[:-2])
    return np.flatnonzero(np.concatenate([[True], turn, [True]]))


def _thin(places: np.ndarray, limit: int) -> np.ndarray:
    if len(places) <= limit:
        return places
    return places[np.unique(np.linspace(0, len(places) - 1, limit).round().astype(np.int64))]
