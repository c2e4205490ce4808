"""The content of evaluation.json: the candidate beside the baseline and the deployed model, on the same test rows.

The shape is documented in docs/container-scripts.md. Keys that SageMaker's model registry shows have the names of Model
Monitor's binary classification metrics.
"""

from __future__ import annotations

from typing import Any, Dict, NamedTuple, Optional, Sequence

import numpy as np

from mlops.forest import DeployedModel, Model
from mlops.gates import GATES, Comparison, MeasuredModel
from mlops.metrics import (
    METRICS,
    UNDEFINED_REASONS,
    ScoredRows,
    bootstrap,
    confidence_interval,
    confusion_matrix,
    curves,
    point_metrics,
    resample_count,
    score_rows,
)
from mlops.table import Table

BASELINE_STRATEGY = "majority class"


class Baseline(NamedTuple):
    """The answer that needs no model: always `label`, the most frequent one in `label_from` ("train" or "test")."""

    label: int
    label_from: str


def majority_baseline(class_counts: Optional[Dict[str, int]], test: Table) -> Baseline:
    """Takes the more frequent label of the training rows, or of the test rows when `class_counts` is not known."""
    if class_counts and sum(class_counts.values()):
        return Baseline(int(class_counts["1"] > class_counts["0"]), "train")
    return Baseline(int(test.classes[1] > test.classes[0]), "test")


def evaluate(
    candidate: Model,
    test: Table,
    *,
    baseline: Baseline,
    threshold: Optional[float],
    deployed: Optional[DeployedModel],
    seed: int = 42,
) -> Dict[str, Any]:
    """Measures and compares the models; returns the report without its parts `data` and `model`.

    The columns of `test` are the candidate's features, in the same order; they must include the features of the
    deployed model. `threshold` is the accuracy that the pipeline asks for. `seed` decides the bootstrap resamples.
    """
    resamples = resample_count(len(test.target))
    scored = [
        score_rows(test.target, candidate.probabilities(test.features)),
        score_rows(test.target, np.full(len(test.target), float(baseline.label))),
    ]
    if deployed is not None and deployed.model is not None:
        columns = [candidate.features.index(name) for name in deployed.model.features]
        scored.append(score_rows(test.target, deployed.model.probabilities(test.features[:, columns])))
    models = [MeasuredModel(rows, metrics) for rows, metrics in zip(scored, bootstrap(scored, seed, resamples))]
    comparison = Comparison(
        candidate=models[0],
        baseline=models[1],
        baseline_label=baseline.label,
        deployed_model=deployed,
        deployed=models[2] if len(models) > 2 else None,
        threshold=threshold,
    )
    return {
        "schema_version": 1,
        "binary_classification_metrics": _candidate_metrics(comparison.candidate),
        "rows": len(test.target),
        "class_balance": {
            "0": test.classes[0],
            "1": test.classes[1],
            "positive_share": test.classes[1] / len(test.target),
        },
        "baseline": _baseline_metrics(comparison.baseline.rows, baseline),
        "deployed": _deployed_metrics(comparison),
        "feature_importances": _feature_importances(candidate),
        "bootstrap": {"resamples": resamples, "confidence": 0.95, "seed": seed},
        "gates": {name: decide(comparison) for name, decide in GATES.items()},
    }


def _metrics_with_intervals(model: MeasuredModel) -> Dict[str, Any]:
    """`{value, standard_deviation, lower, upper}` for each metric; a null value has a `reason`."""
    values = point_metrics(model.rows.truth, model.rows.score)
    result: Dict[str, Any] = {}
    for name in METRICS:
        lower, upper, deviation = confidence_interval(model.resampled[name])
        result[name] = {"value": values[name], "standard_deviation": deviation, "lower": lower, "upper": upper}
        if values[name] is None:
            result[name] = {"value": None, "standard_deviation": None, "lower": None, "upper": None}
            result[name]["reason"] = UNDEFINED_REASONS.get(name, "it is not defined on these rows")
    return result


def _candidate_metrics(model: MeasuredModel) -> Dict[str, Any]:
    """The candidate's metrics, under the names of the published notebooks and those that the registry's page reads."""
    metrics = _metrics_with_intervals(model)
    metrics["auc"] = {key: metrics["roc_auc"][key] for key in ("value", "standard_deviation")}
    matrix = confusion_matrix(model.rows)
    metrics["confusion_matrix"] = matrix
    for name, actual, predicted in (
        ("true_positive_rate", "1", "1"),
        ("true_negative_rate", "0", "0"),
        ("false_positive_rate", "0", "1"),
        ("false_negative_rate", "1", "0"),
    ):
        total = matrix[actual]["0"] + matrix[actual]["1"]
        metrics[name] = {"value": matrix[actual][predicted] / total if total else None}
    metrics.update(curves(model.rows))
    return metrics


def _baseline_metrics(rows: ScoredRows, baseline: Baseline) -> Dict[str, Any]:
    values = point_metrics(rows.truth, rows.score)
    return dict(
        {"strategy": BASELINE_STRATEGY, "label": baseline.label, "label_from": baseline.label_from},
        **{name: values[name] for name in ("accuracy", "precision", "recall", "f1")},
    )


def _deployed_metrics(comparison: Comparison) -> Optional[Dict[str, Any]]:
    """The deployed model's address, its metrics or why there are none; None when no model is deployed."""
    if comparison.deployed_model is None:
        return None
    return {
        "model": comparison.deployed_model.uri,
        "metrics": None if comparison.deployed is None else _metrics_with_intervals(comparison.deployed),
        "problem": comparison.deployed_model.problem or None,
    }


def _feature_importances(model: Model) -> Dict[str, float]:
    """Each feature's share in the forest's splits, most important first."""
    importances: Sequence[float] = getattr(model.classifier, "feature_importances_", [])
    pairs = sorted(zip(model.features, importances), key=lambda pair: -pair[1])
    return {name: float(value) for name, value in pairs}
