"""The gates: the verdict of each, and every reason for which a verdict is inconclusive."""

from __future__ import annotations

import math
from typing import Any, Dict, List, Optional

import numpy as np
import pytest

from mlops.forest import DeployedModel
from mlops.gates import GATES, MIN_TEST_ROWS, Comparison, MeasuredModel
from mlops.metrics import METRICS, bootstrap, score_rows

URI = "s3://bucket/model.tar.gz"
# The names are part of evaluation.json, and the condition step of the pipeline reads them.
NAMES = ["accuracy", "beat_baseline", "not_worse_than_deployed"]


def labels(rows: int) -> np.ndarray:
    return np.arange(rows) % 5 % 2


def scores(rows: int, wrong: int = 0, unscored: int = 0, value: float = math.nan) -> np.ndarray:
    """Good probabilities; the first `wrong` of them are wrong, and the last `unscored` are `value`."""
    result = np.where(labels(rows) == 1, 0.9, 0.1)
    result[:wrong] = 1 - result[:wrong]
    result[rows - unscored :] = value
    return result


def compare(
    candidate: np.ndarray,
    deployed: Optional[np.ndarray] = None,
    deployed_model: Optional[DeployedModel] = None,
    threshold: Optional[float] = 0.6,
) -> Comparison:
    truth = labels(len(candidate))
    scored = [score_rows(truth, candidate), score_rows(truth, np.zeros(len(truth)))]
    if deployed is not None:
        scored.append(score_rows(truth, deployed))
        deployed_model = DeployedModel(URI, None)
    measured = [MeasuredModel(rows, metrics) for rows, metrics in zip(scored, bootstrap(scored, 42, 200))]
    return Comparison(measured[0], measured[1], 0, deployed_model, measured[2] if deployed is not None else None, threshold)


def decide(comparison: Comparison) -> Dict[str, Any]:
    return {name: gate(comparison) for name, gate in GATES.items()}


def verdicts(comparison: Comparison) -> List[str]:
    return [gate["verdict"] for gate in decide(comparison).values()]


def without_intervals(model: MeasuredModel) -> MeasuredModel:
    """The model as it is when no resample has a value."""
    return model._replace(resampled={name: np.full(200, np.nan) for name in METRICS})


def test_the_names_and_the_order_of_the_gates() -> None:
    assert list(GATES) == NAMES


def test_a_good_candidate_passes_every_gate() -> None:
    gates = decide(compare(scores(200, wrong=2), deployed=scores(200, wrong=10)))
    assert [(gate["value"], gate["verdict"]) for gate in gates.values()] == [(1, "passed")] * 3
    assert "reaches the threshold 0.6" in gates["accuracy"]["explanation"]
    assert "the model has learned something" in gates["beat_baseline"]["explanation"]
    assert "not worse than chance explains" in gates["not_worse_than_deployed"]["explanation"]
    assert gates["not_worse_than_deployed"]["conclusive"] is True
    assert set(gates["not_worse_than_deployed"]["differences"]) == {"roc_auc", "pr_auc", "brier", "log_loss"}


def test_a_poor_candidate_fails_every_gate() -> None:
    gates = decide(compare(scores(200, wrong=120), deployed=scores(200, wrong=2)))
    assert [(gate["value"], gate["verdict"]) for gate in gates.values()] == [(0, "failed")] * 3
    assert "is below the threshold 0.6" in gates["accuracy"]["explanation"]
    assert "not distinguishable from chance" in gates["beat_baseline"]["explanation"]
    assert gates["not_worse_than_deployed"]["explanation"].endswith(": worse than chance explains.")
    assert gates["not_worse_than_deployed"]["conclusive"] is True


def test_without_a_threshold_and_a_deployed_model_there_is_nothing_to_fail() -> None:
    gates = decide(compare(scores(200), threshold=None))
    assert (gates["accuracy"]["verdict"], gates["accuracy"]["explanation"]) == ("passed", "No threshold is set.")
    deployed = gates["not_worse_than_deployed"]
    assert (deployed["value"], deployed["verdict"]) == (1, "passed")
    assert deployed["explanation"] == "No model is deployed, so there is nothing to compare with."


def test_a_comparison_needs_thirty_rows() -> None:
    assert MIN_TEST_ROWS == 30
    assert verdicts(compare(scores(30), deployed=scores(30))) == ["passed", "passed", "passed"]
    gates = decide(compare(scores(29), deployed=scores(29)))
    assert gates["accuracy"]["verdict"] == "passed"
    for name in ("beat_baseline", "not_worse_than_deployed"):
        assert (gates[name]["value"], gates[name]["verdict"]) == (0, "inconclusive"), name
        assert gates[name]["explanation"].endswith(
            "Inconclusive: 29 test rows are too few to tell a difference from chance; at least 30 are needed."
        )
    assert gates["not_worse_than_deployed"]["conclusive"] is False


def test_a_difference_without_an_interval_is_inconclusive() -> None:
    comparison = compare(scores(200), deployed=scores(200))
    gates = decide(comparison._replace(candidate=without_intervals(comparison.candidate)))
    for name in ("beat_baseline", "not_worse_than_deployed"):
        assert (gates[name]["value"], gates[name]["verdict"], gates[name]["lower"]) == (0, "inconclusive", None), name
        assert "has no confidence interval" in gates[name]["explanation"]


@pytest.mark.parametrize("value", [math.nan, math.inf])
def test_a_candidate_without_a_probability_for_each_row_is_inconclusive(value: float) -> None:
    gates = decide(compare(scores(200, unscored=3, value=value), deployed=scores(200)))
    for name, gate in gates.items():
        assert (gate["value"], gate["verdict"], gate["lower"]) == (0, "inconclusive", None), name
        assert gate["explanation"] == "Inconclusive: the candidate gives no finite probability for 3 of 200 test rows."


def test_a_deployed_model_without_a_probability_for_each_row_is_inconclusive() -> None:
    gates = decide(compare(scores(200), deployed=scores(200, unscored=200)))
    assert [gate["verdict"] for gate in gates.values()] == ["passed", "passed", "inconclusive"]
    assert "the deployed model gives no finite probability for 200 of 200 test rows" in gates["not_worse_than_deployed"]["explanation"]


def test_a_deployed_model_that_cannot_be_measured_is_inconclusive() -> None:
    gates = decide(compare(scores(200), deployed_model=DeployedModel(URI, None, "it needs x, which the test data does not have")))
    assert [gate["verdict"] for gate in gates.values()] == ["passed", "passed", "inconclusive"]
    gate = gates["not_worse_than_deployed"]
    assert (gate["value"], gate["conclusive"], gate["difference"]) == (0, False, None)
    assert "it needs x, which the test data does not have. If this is intended, set" in gate["explanation"]
