"""The CSV files of a channel or an input as numbers: features, target, in an order that is always the same."""

from __future__ import annotations

from pathlib import Path
from typing import List, NamedTuple, Sequence, Tuple

import numpy as np
import pandas as pd

from mlops.arguments import listing
from mlops.errors import UserError
from mlops.paths import csv_files


class Table(NamedTuple):
    """`features` is rows x features, `target` holds 0 and 1."""

    features: np.ndarray
    target: np.ndarray

    @property
    def classes(self) -> Tuple[int, int]:
        """How many rows have 0, how many 1."""
        ones = int(self.target.sum())
        return len(self.target) - ones, ones


def read_table(folder: Path, features: Sequence[str], target: str, what: str) -> Table:
    """All rows of all CSV files of `folder`, columns found by their header.

    Rows are sorted by their values: a forest draws rows by position, and Presto gives rows in no fixed order, so that
    only this makes the same data and seed the same model. `what` names the data in messages.
    """
    files = csv_files(folder)
    if not files:
        raise UserError(
            "There are no CSV files for {} at {}.".format(what, folder), "The step needs that channel or input."
        )
    wanted = [*features, target]
    parts: List[np.ndarray] = []
    for file in files:
        header = pd.read_csv(str(file), nrows=0).columns.tolist()
        missing = [name for name in wanted if name not in header]
        if missing:
            raise UserError(
                "{} of {} has no column {}.".format(file.name, what, ", ".join(map(repr, missing))),
                "Its columns are: {}.".format(listing(header)),
            )
        try:
            frame = pd.read_csv(str(file), usecols=wanted, dtype=np.float64)
        except ValueError as error:
            raise UserError("{} of {} has a value that is not a number: {}.".format(file.name, what, error)) from None
        parts.append(frame[wanted].to_numpy(dtype=np.float64))
    rows = np.concatenate(parts)
    if not len(rows):
        raise UserError(
            "There are no rows for {}.".format(what), "Use more rows, or give it a larger share of the split."
        )
    if not np.isfinite(rows).all():
        column = wanted[int(np.argmin(np.isfinite(rows).all(axis=0)))]
        raise UserError("The column {!r} of {} has missing or infinite values.".format(column, what))
    if not np.isin(rows[:, -1], (0.0, 1.0)).all():
        raise UserError("The target {!r} of {} is not 0 or 1 everywhere.".format(target, what))
    rows = rows[np.lexsort(rows.T)]
    return Table(rows[:, :-1], rows[:, -1].astype(np.int64))
