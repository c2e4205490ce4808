"""What evaluation.json says: the candidate beside the trivial answer and beside the deployed model, on the same rows.

The shape is documented in docs/container-scripts.md. Keys that SageMaker's model registry shows have the names of Model
Monitor's binary classification metrics.
"""

from __future__ import annotations

from typing import Any, Dict, List, NamedTuple, Optional, Sequence, Tuple

import numpy as np

from mlops.forest import Model
from mlops.metrics import (
    NAMES,
    UNDEFINED,
    Resampled,
    Scored,
    bootstrap,
    confusion_matrix,
    curves,
    defined,
    interval,
    point_metrics,
    resamples_for,
    scored,
)
from mlops.table import Table

BASELINE = "majority class"
# Below this many rows a bootstrap interval says little: its own coverage is off by more than the 95 % suggest.
FEWEST_ROWS = 30


class Deployed(NamedTuple):
    """The model that is deployed now, or why it cannot be asked; `uri` is where it comes from."""

    uri: str
    model: Optional[Model]
    problem: str = ""


def evaluate(
    candidate: Model,
    test: Table,
    threshold: Optional[float],
    majority: Tuple[int, str],
    deployed: Optional[Deployed],
    deployed_features: Optional[np.ndarray],
    seed: int = 42,
) -> Dict[str, Any]:
    """The whole report, without the data's profile.

    `majority` is the label of the trivial answer and which rows it was taken from; `deployed_features` are the test
    rows in the deployed model's own columns, None when it cannot be asked.
    """
    count = len(test.target)
    mine = scored(test.target, candidate.probabilities(test.features))
    constant = np.full(count, float(majority[0]))
    models: List[Scored] = [mine, scored(test.target, constant)]
    theirs: Optional[Scored] = None
    if deployed is not None and deployed.model is not None and deployed_features is not None:
        theirs = scored(test.target, deployed.model.probabilities(deployed_features))
        models.append(theirs)
    resampled = bootstrap(models, seed, resamples_for(count))
    report: Dict[str, Any] = {
        "schema_version": 1,
        "binary_classification_metrics": _quality(mine, resampled.metrics[0]),
        "rows": count,
        "class_balance": {
            "0": test.classes[0],
            "1": test.classes[1],
            "positive_share": test.classes[1] / count,
        },
        "baseline": _baseline(models[1], majority),
        "deployed": None,
        "feature_importances": _importances(candidate),
        "bootstrap": {"resamples": resampled.resamples, "confidence": 0.95, "seed": seed},
    }
    if deployed is not None:
        report["deployed"] = {
            "model": deployed.uri,
            "metrics": None if theirs is None else _summary(theirs, resampled.metrics[2]),
            "problem": deployed.problem or None,
        }
    report["gates"] = {
        "accuracy": _accuracy_gate(mine, resampled, threshold),
        "beats_baseline": _baseline_gate(models[0], models[1], resampled, majority),
        "not_worse_than_deployed": _deployed_gate(mine, theirs, resampled, deployed),
    }
    return report


def _summary(rows: Scored, resampled: Dict[str, np.ndarray]) -> Dict[str, Any]:
    """`{value, standard_deviation, lower, upper}` a metric; null values have a `reason`."""
    values = point_metrics(rows.truth, rows.score)
    result: Dict[str, Any] = {}
    for name in NAMES:
        lower, upper, deviation = interval(resampled[name])
        result[name] = {"value": values[name], "standard_deviation": deviation, "lower": lower, "upper": upper}
        if values[name] is None:
            result[name] = {"value": None, "standard_deviation": None, "lower": None, "upper": None}
            result[name]["reason"] = UNDEFINED.get(name, "it is not defined on these rows")
    return result


def _quality(rows: Scored, resampled: Dict[str, np.ndarray]) -> Dict[str, Any]:
    """The candidate's metrics, under the seed's names and those that the registry's page reads."""
    quality = _summary(rows, resampled)
    quality["auc"] = {key: quality["roc_auc"][key] for key in ("value", "standard_deviation")}
    matrix = confusion_matrix(rows)
    quality["confusion_matrix"] = matrix
    for name, part, of in (("true_positive_rate", "1", "1"), ("true_negative_rate", "0", "0"),
                           ("false_positive_rate", "1", "0"), ("false_negative_rate", "0", "1")):  # fmt: skip
        total = matrix[of]["0"] + matrix[of]["1"]
        quality[name] = {"value": matrix[of][part] / total if total else None}
    quality.update(curves(rows))
    return quality


def _baseline(rows: Scored, majority: Tuple[int, str]) -> Dict[str, Any]:
    values = point_metrics(rows.truth, rows.score)
    return dict(
        {"strategy": BASELINE, "label": majority[0], "label_from": majority[1]},
        **{name: values[name] for name in ("accuracy", "precision", "recall", "f1")},
    )


def majority_label(class_counts: Optional[Dict[str, int]], test: Table) -> Tuple[int, str]:
    """The more frequent label of the training rows, or of the test rows when the training rows' counts are unknown."""
    if class_counts and sum(class_counts.values()):
        return int(class_counts["1"] > class_counts["0"]), "train"
    return int(test.classes[1] > test.classes[0]), "test"


def _importances(model: Model) -> Dict[str, float]:
    """Each feature's share in the forest's splits, most important first."""
    importances: Sequence[float] = getattr(model.classifier, "feature_importances_", [])
    pairs = sorted(zip(model.features, importances), key=lambda pair: -pair[1])
    return {name: float(value) for name, value in pairs}


def _accuracy(rows: Scored) -> float:
    return float((rows.truth == rows.predicted).mean())


def _accuracy_gate(mine: Scored, resampled: Resampled, threshold: Optional[float]) -> Dict[str, Any]:
    """The absolute gate, as the pipeline's condition decides it: told here so that a reader sees how close it was."""
    accuracy = _accuracy(mine)
    lower = interval(resampled.metrics[0]["accuracy"])[0]
    if threshold is None:
        return {
            "value": 1,
            "threshold": None,
            "accuracy": accuracy,
            "lower": lower,
            "explanation": "No threshold is set.",
        }
    passed = accuracy >= threshold
    return {
        "value": int(passed),
        "threshold": threshold,
        "accuracy": accuracy,
        "lower": lower,
        "explanation": "Accuracy {:.4f} {} the threshold {:g}.".format(
            accuracy, "reaches" if passed else "is below", threshold
        ),
    }


def _baseline_gate(mine: Scored, constant: Scored, resampled: Resampled, majority: Tuple[int, str]) -> Dict[str, Any]:
    """Passes only when the advantage over always giving the same answer is more than chance."""
    margin = _accuracy(mine) - _accuracy(constant)
    lower = interval(resampled.metrics[0]["accuracy"] - resampled.metrics[1]["accuracy"])[0]
    told = "Accuracy {:.4f}; always answering {} scores {:.4f}".format(
        _accuracy(mine), majority[0], _accuracy(constant)
    )
    if len(mine.truth) < FEWEST_ROWS or lower is None:
        passed = False
        explanation = "{}. Inconclusive: {} test rows are too few to tell the difference from chance.".format(
            told, len(mine.truth)
        )
    else:
        passed = lower > 0
        explanation = "{}. The difference is {:+.4f}, with 95 % confidence at least {:+.4f}: {}.".format(
            told, margin, lower, "the model has learned something" if passed else "not distinguishable from chance"
        )
    return {"value": int(passed), "margin": margin, "lower": lower, "explanation": explanation}


def _deployed_gate(
    mine: Scored, theirs: Optional[Scored], resampled: Resampled, deployed: Optional[Deployed]
) -> Dict[str, Any]:
    """Fails when the candidate is worse than the deployed model beyond noise, or when that cannot be told."""
    nothing: Dict[str, Any] = {"metric": "accuracy", "difference": None, "lower": None, "upper": None}
    if deployed is None:
        return dict(
            nothing, value=1, conclusive=True, explanation="No model is deployed: there is none to be worse than."
        )
    if theirs is None:
        return dict(
            nothing,
            value=0,
            conclusive=False,
            explanation="Inconclusive: the deployed model cannot be asked about these rows: {}. If that is meant, "
            "switch evaluation_step.gates.not_worse_than_deployed off in the same change.".format(deployed.problem),
        )
    difference = _accuracy(mine) - _accuracy(theirs)
    lower, upper, _ = interval(resampled.metrics[0]["accuracy"] - resampled.metrics[2]["accuracy"])
    found = dict(nothing, difference=difference, lower=lower, upper=upper)
    told = "Accuracy {:.4f}, deployed {:.4f} on the same {:,} rows".format(
        _accuracy(mine), _accuracy(theirs), len(mine.truth)
    )
    if len(mine.truth) < FEWEST_ROWS or lower is None or upper is None:
        return dict(
            found, value=0, conclusive=False, explanation="{}. Inconclusive: too few rows to compare.".format(told)
        )
    worse = upper < 0
    differences = {
        name: _difference(name, mine, theirs, resampled) for name in ("roc_auc", "pr_auc", "brier", "log_loss")
    }
    return dict(
        found,
        value=int(not worse),
        conclusive=True,
        differences=differences,
        explanation="{}: difference {:+.4f}, with 95 % confidence between {:+.4f} and {:+.4f}: {}.".format(
            told, difference, lower, upper, "worse beyond noise" if worse else "not worse beyond noise"
        ),
    )


def _difference(name: str, mine: Scored, theirs: Scored, resampled: Resampled) -> Dict[str, Optional[float]]:
    first = point_metrics(mine.truth, mine.score)[name]
    second = point_metrics(theirs.truth, theirs.score)[name]
    lower, upper, _ = interval(resampled.metrics[0][name] - resampled.metrics[2][name])
    value = None if first is None or second is None else defined(first - second)
    return {"difference": value, "lower": lower, "upper": upper}
