"""Proposes hyperparameters with Optuna, one JSON line in, one JSON line out.

The first line is the search: {"strategy", "maximize", "seed", "startup", "ranges": [{"name", "type", "min", "max",
"scaling", "values"}]}. The next lines are
  {"ask": id}                          -> {"id", "values": {name: value}}
  {"restore": id, "values": {...}}     -> {"id"}      a proposal of an earlier process
  {"tell": id, "value": number|null}   -> {"id"}      null: the training failed or had no objective

The proposal with an id depends on the seed, the id and the objectives before it. It does not depend on when this
process started: a search that continues after a restart makes the same proposals as one without a restart.
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
    """Tells whether a range spans three orders of magnitude: then Auto scaling is logarithmic."""
    return low > 0 and high / low >= 1000


def distribution(spec: dict[str, Any]) -> BaseDistribution:
    """Makes Optuna's distribution for one range of CreateHyperParameterTuningJob."""
    if spec["type"] == "categorical":
        return CategoricalDistribution(spec["values"])
    low, high, scaling = spec["min"], spec["max"], spec["scaling"]
    log = scaling == "Logarithmic" or (scaling == "Auto" and is_wide(low, high))
    if spec["type"] == "integer":
        return IntDistribution(int(low), int(high), log=log)
    if scaling == "ReverseLogarithmic":
        # The distance to 1 is searched by order of magnitude.
        return FloatDistribution(max(1 - high, 1e-12), 1 - low, log=True)
    return FloatDistribution(float(low), float(high), log=log)


class Search:
    """The search of one tuning job: the proposed values and their objectives."""

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
        """Makes a new sampler for each proposal, seeded with its id: no state is lost with the process."""
        seed = (self.spec["seed"] * 1_000_003 + trial_id) % (2**32)
        if self.spec["strategy"] == "Bayesian":
            return optuna.samplers.TPESampler(
                seed=seed, n_startup_trials=self.spec["startup"], multivariate=True, constant_liar=True
            )
        return optuna.samplers.RandomSampler(seed=seed)

    def invert(self, name: str, value: Any) -> Any:
        """Converts a value of the search to one for the training, and back: both are the same calculation."""
        return 1 - value if self.ranges[name].get("scaling") == "ReverseLogarithmic" else value

    def ask(self, trial_id: int) -> dict[str, Any]:
        """Proposes values: the next cell of a grid, or those of the sampler."""
        if self.grid:
            self.study.enqueue_trial(self.grid[trial_id % len(self.grid)])
        self.study.sampler = self.sampler(trial_id)
        trial = self.study.ask(self.distributions)
        self.trials[trial_id] = trial
        return {"id": trial_id, "values": {name: self.invert(name, value) for name, value in trial.params.items()}}

    def restore(self, trial_id: int, values: dict[str, Any]) -> dict[str, Any]:
        """Adds a proposal of an earlier process, as if this process had made it."""
        self.study.enqueue_trial({name: self.invert(name, value) for name, value in values.items()})
        self.trials[trial_id] = self.study.ask(self.distributions)
        return {"id": trial_id}

    def tell(self, trial_id: int, value: float | None) -> dict[str, Any]:
        """Adds the objective of a training. Without a finite number, the training counts as failed."""
        trial = self.trials.pop(trial_id)
        if value is None or not math.isfinite(value):
            self.study.tell(trial, state=optuna.trial.TrialState.FAIL)
        else:
            self.study.tell(trial, value)
        return {"id": trial_id}


def main() -> None:
    """Answers line by line until the input ends."""
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
