"""The gates: conditions on the metrics of a candidate. They decide whether the candidate is registered.

Each gate has a verdict (passed, failed or inconclusive) and a `value`. The value is 1 for passed and 0 for the other
two: the pipeline's condition step compares it with 1, so an inconclusive gate stops the registration too.
"""

from __future__ import annotations

from typing import Any, Callable, Dict, NamedTuple, Optional

import numpy as np

from mlops.forest import DeployedModel
from mlops.metrics import ScoredRows, confidence_interval, finite_or_none, point_metrics

PASSED, FAILED, INCONCLUSIVE = "passed", "failed", "inconclusive"
# With fewer test rows a bootstrap interval says little: it covers the true value much less often than in 95 % of cases.
MIN_TEST_ROWS = 30
# The metrics whose difference to the deployed model is reported beside the accuracy; they decide nothing.
REPORTED_DIFFERENCES = ("roc_auc", "pr_auc", "brier", "log_loss")

NO_INTERVAL = (
    "Inconclusive: the difference has no confidence interval, because too many bootstrap resamples have no value."
)

# The part of evaluation.json about one gate: `value`, `verdict`, `explanation` and the figures of that gate.
GateResult = Dict[str, Any]


class MeasuredModel(NamedTuple):
    """One model on the test rows, and its metrics on the bootstrap resamples (one value a resample)."""

    rows: ScoredRows
    resampled: Dict[str, np.ndarray]


class Comparison(NamedTuple):
    """A candidate beside the baseline and the deployed model, all on the same test rows and the same resamples.

    `deployed_model` is None when no model is deployed; `deployed` is None then too, and when the deployed model cannot
    be measured on these rows. `threshold` is the accuracy that the pipeline asks for, None when it asks for none.
    """

    candidate: MeasuredModel
    baseline: MeasuredModel
    baseline_label: int
    deployed_model: Optional[DeployedModel]
    deployed: Optional[MeasuredModel]
    threshold: Optional[float]

    @property
    def test_rows(self) -> int:
        """How many rows the models are compared on."""
        return len(self.candidate.rows.truth)


def decide_accuracy(comparison: Comparison) -> GateResult:
    """Passes when the accuracy reaches the threshold, or when there is no threshold.

    The pipeline's condition step makes the same comparison with the accuracy of the report and a pipeline parameter.
    """
    rows, threshold = comparison.candidate.rows, comparison.threshold
    figures = {
        "threshold": threshold,
        "accuracy": rows.accuracy,
        "lower": confidence_interval(comparison.candidate.resampled["accuracy"]).lower,
    }
    unscored = _unscored_rows("the candidate", rows)
    if unscored:
        return _gate(INCONCLUSIVE, "Inconclusive: {}.".format(unscored), dict(figures, accuracy=None, lower=None))
    if threshold is None:
        return _gate(PASSED, "No threshold is set.", figures)
    passed = rows.accuracy >= threshold
    explanation = "Accuracy {:.4f} {} the threshold {:g}.".format(
        rows.accuracy, "reaches" if passed else "is below", threshold
    )
    return _gate(PASSED if passed else FAILED, explanation, figures)


def decide_beat_baseline(comparison: Comparison) -> GateResult:
    """Passes when the accuracy is above that of the baseline by more than chance explains.

    That is: the lower end of the difference's interval is above 0.
    """
    candidate, baseline = comparison.candidate, comparison.baseline
    unscored = _unscored_rows("the candidate", candidate.rows)
    if unscored:
        return _gate(INCONCLUSIVE, "Inconclusive: {}.".format(unscored), {"margin": None, "lower": None})
    margin = candidate.rows.accuracy - baseline.rows.accuracy
    lower = confidence_interval(candidate.resampled["accuracy"] - baseline.resampled["accuracy"]).lower
    figures = {"margin": margin, "lower": lower}
    scores = "Accuracy {:.4f}; the baseline (always answers {}) scores {:.4f}".format(
        candidate.rows.accuracy, comparison.baseline_label, baseline.rows.accuracy
    )
    if comparison.test_rows < MIN_TEST_ROWS:
        return _gate(INCONCLUSIVE, "{}. {}".format(scores, _too_few_rows(comparison)), figures)
    if lower is None:
        return _gate(INCONCLUSIVE, "{}. {}".format(scores, NO_INTERVAL), figures)
    passed = lower > 0
    explanation = "{}. The difference is {:+.4f}, with 95 % confidence at least {:+.4f}: {}.".format(
        scores, margin, lower, "the model has learned something" if passed else "not distinguishable from chance"
    )
    return _gate(PASSED if passed else FAILED, explanation, figures)


def decide_not_worse_than_deployed(comparison: Comparison) -> GateResult:
    """Fails when the accuracy is below that of the deployed model by more than chance explains.

    That is: the upper end of the difference's interval is below 0. Passes when no model is deployed.
    """
    candidate, deployed = comparison.candidate, comparison.deployed
    figures: Dict[str, Any] = {"metric": "accuracy", "difference": None, "lower": None, "upper": None}
    if comparison.deployed_model is None:
        return _deployed_gate(PASSED, "No model is deployed, so there is nothing to compare with.", figures)
    if deployed is None:
        explanation = (
            "Inconclusive: the deployed model cannot be measured on the test rows: {}. If this is intended, set "
            "evaluation_step.gates.not_worse_than_deployed to false in the same change."
        )
        return _deployed_gate(INCONCLUSIVE, explanation.format(comparison.deployed_model.problem), figures)
    unscored = _unscored_rows("the candidate", candidate.rows) or _unscored_rows("the deployed model", deployed.rows)
    if unscored:
        return _deployed_gate(INCONCLUSIVE, "Inconclusive: {}.".format(unscored), figures)
    difference = candidate.rows.accuracy - deployed.rows.accuracy
    lower, upper, _ = confidence_interval(candidate.resampled["accuracy"] - deployed.resampled["accuracy"])
    figures.update(difference=difference, lower=lower, upper=upper)
    scores = "Accuracy {:.4f}, deployed {:.4f} on the same {:,} rows".format(
        candidate.rows.accuracy, deployed.rows.accuracy, comparison.test_rows
    )
    if comparison.test_rows < MIN_TEST_ROWS:
        return _deployed_gate(INCONCLUSIVE, "{}. {}".format(scores, _too_few_rows(comparison)), figures)
    if lower is None or upper is None:
        return _deployed_gate(INCONCLUSIVE, "{}. {}".format(scores, NO_INTERVAL), figures)
    worse = upper < 0
    figures["differences"] = {name: _difference(name, candidate, deployed) for name in REPORTED_DIFFERENCES}
    explanation = "{}. The difference is {:+.4f}, with 95 % confidence between {:+.4f} and {:+.4f}: {}.".format(
        scores, difference, lower, upper, "worse than chance explains" if worse else "not worse than chance explains"
    )
    return _deployed_gate(FAILED if worse else PASSED, explanation, figures)


# Name of each gate → the function that decides it. The names are those of evaluation.json and of config.yml
# (evaluation_step.gates); `accuracy` is accuracy_condition_threshold there.
GATES: Dict[str, Callable[[Comparison], GateResult]] = {
    "accuracy": decide_accuracy,
    "beat_baseline": decide_beat_baseline,
    "not_worse_than_deployed": decide_not_worse_than_deployed,
}


def _gate(verdict: str, explanation: str, figures: Dict[str, Any]) -> GateResult:
    return dict({"value": int(verdict == PASSED), "verdict": verdict}, **figures, explanation=explanation)


def _deployed_gate(verdict: str, explanation: str, figures: Dict[str, Any]) -> GateResult:
    """As `_gate`, with the older key `conclusive` for readers that do not know `verdict`."""
    return dict(_gate(verdict, explanation, figures), conclusive=verdict != INCONCLUSIVE)


def _too_few_rows(comparison: Comparison) -> str:
    return "Inconclusive: {} test rows are too few to tell a difference from chance; at least {} are needed.".format(
        comparison.test_rows, MIN_TEST_ROWS
    )


def _unscored_rows(model: str, rows: ScoredRows) -> str:
    """Says that `model` gives no usable probability for some rows; empty when it gives one for each row."""
    if not rows.unscored:
        return ""
    return "{} gives no finite probability for {:,} of {:,} test rows".format(model, rows.unscored, len(rows.truth))


def _difference(metric: str, candidate: MeasuredModel, deployed: MeasuredModel) -> Dict[str, Optional[float]]:
    """The difference in one metric, and the ends of its interval; None where a metric is not defined."""
    first = point_metrics(candidate.rows.truth, candidate.rows.score)[metric]
    second = point_metrics(deployed.rows.truth, deployed.rows.score)[metric]
    lower, upper, _ = confidence_interval(candidate.resampled[metric] - deployed.resampled[metric])
    value = None if first is None or second is None else finite_or_none(first - second)
    return {"difference": value, "lower": lower, "upper": upper}
