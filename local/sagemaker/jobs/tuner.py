"""Proposes hyperparameters with Optuna, one JSON line in, one JSON line out.

The first line is the search: {"strategy", "maximize", "seed", "startup", "ranges": [{"name", "type", "min", "max",
"scaling", "values"}]}. Then
  {"ask": id}                          -> {"id", "values": {name: value}}
  {"restore": id, "values": {...}}     -> {"id"}      a proposal of an earlier process
  {"tell": id, "value": number|null}   -> {"id"}      null: the training failed or had no objective

The proposal with a given id depends on the seed, the id and what was told before, not on this process's age: a search
that goes on after a restart proposes what it would have proposed.
"""

from __future__ import annotations

import itertools
import json
import math
import sys
from typing import Any

import optuna
from optuna.distributions import (
    BaseDistribution,
    CategoricalDistribution,
    FloatDistribution,
    IntDistribution,
)


def is_wide(low: float, high: float) -> bool:
    """Auto scaling: by order of magnitude where a range spans three of them."""
    return low > 0 and high / low >= 1000


def distribution(spec: dict[str, Any]) -> BaseDistribution:
    """Optuna's counterpart of one range of CreateHyperParameterTuningJob."""
    if spec["type"] == "categorical":
        return CategoricalDistribution(spec["values"])
    low, high, scaling = spec["min"], spec["max"], spec["scaling"]
    log = scaling == "Logarithmic" or (scaling == "Auto" and is_wide(low, high))
    if spec["type"] == "integer":
        return IntDistribution(int(low), int(high), log=log)
    if scaling == "ReverseLogarithmic":
        # The distance to 1 is what is searched by order of magnitude.
        return FloatDistribution(max(1 - high, 1e-12), 1 - low, log=True)
    return FloatDistribution(float(low), float(high), log=log)


class Search:
    """One tuning job's search: which values were proposed, and what came of them."""

    def __init__(self, spec: dict[str, Any]) -> None:
        optuna.logging.set_verbosity(optuna.logging.WARNING)
        self.spec = spec
        self.ranges = {each["name"]: each for each in spec["ranges"]}
        self.distributions = {name: distribution(each) for name, each in self.ranges.items()}
        self.study = optuna.create_study(direction="maximize" if spec["maximize"] else "minimize")
        self.trials: dict[int, optuna.trial.Trial] = {}
        self.grid = (
            [
                dict(zip(self.ranges, each, strict=True))
                for each in itertools.product(*(r["values"] for r in spec["ranges"]))
            ]
            if spec["strategy"] == "Grid"
            else []
        )

    def sampler(self, trial_id: int) -> optuna.samplers.BaseSampler:
        """A fresh one for each proposal, seeded by its id, so that no state is lost with the process."""
        seed = (self.spec["seed"] * 1_000_003 + trial_id) % (2**32)
        if self.spec["strategy"] == "Bayesian":
            return optuna.samplers.TPESampler(
                seed=seed, n_startup_trials=self.spec["startup"], multivariate=True, constant_liar=True
            )
        return optuna.samplers.RandomSampler(seed=seed)

    def outward(self, name: str, value: Any) -> Any:
        """From the value that is searched to the one that is trained with, and back: the same step both ways."""
        return 1 - value if self.ranges[name].get("scaling") == "ReverseLogarithmic" else value

    def ask(self, trial_id: int) -> dict[str, Any]:
        """Proposes values: the next cell of a grid, or what the sampler says."""
        if self.grid:
            self.study.enqueue_trial(self.grid[trial_id % len(self.grid)])
        self.study.sampler = self.sampler(trial_id)
        trial = self.study.ask(self.distributions)
        self.trials[trial_id] = trial
        return {"id": trial_id, "values": {name: self.outward(name, value) for name, value in trial.params.items()}}

    def restore(self, trial_id: int, values: dict[str, Any]) -> dict[str, Any]:
        """Takes over a proposal that an earlier process made, as if this one had made it."""
        self.study.enqueue_trial({name: self.outward(name, value) for name, value in values.items()})
        self.trials[trial_id] = self.study.ask(self.distributions)
        return {"id": trial_id}

    def tell(self, trial_id: int, value: float | None) -> dict[str, Any]:
        """Notes a training's objective; one that failed, or whose objective is no number, counts as failed."""
        trial = self.trials.pop(trial_id)
        if value is None or not math.isfinite(value):
            self.study.tell(trial, state=optuna.trial.TrialState.FAIL)
        else:
            self.study.tell(trial, value)
        return {"id": trial_id}


def main() -> None:
    """Answers line by line until its input ends."""
    search = Search(json.loads(sys.stdin.readline()))
    for line in sys.stdin:
        message = json.loads(line)
        if "ask" in message:
            answer = search.ask(message["ask"])
        elif "restore" in message:
            answer = search.restore(message["restore"], message["values"])
        else:
            answer = search.tell(message["tell"], message["value"])
        print(json.dumps(answer), flush=True)


if __name__ == "__main__":
    main()
