"""Reads the CSV files of a channel or an input as numbers, in an order that is always the same."""

from __future__ import annotations

from pathlib import Path
from typing import List, NamedTuple, Sequence, Tuple

import numpy as np
import pandas as pd

from mlops.arguments import format_list
from mlops.errors import UserError
from mlops.paths import csv_files


class Table(NamedTuple):
    """The rows of a channel: `features` is rows x features (float64), `target` has 0 or 1 for each row."""

    features: np.ndarray
    target: np.ndarray

    @property
    def classes(self) -> Tuple[int, int]:
        """How many rows have the target 0, and how many 1."""
        ones = int(self.target.sum())
        return len(self.target) - ones, ones


def read_table(folder: Path, features: Sequence[str], target: str, what: str) -> Table:
    """Reads all rows of all CSV files in `folder`; finds the columns by the header of each file.

    The rows are sorted by their values. A forest draws rows by position, and Presto returns rows in no fixed order, so
    without sorting the same rows and random seed would not make the same model. `what` names the data in messages.

    Raises UserError when there is no file or no row, when a column is missing, when a value is not a finite number, and
    when a target is neither 0 nor 1.
    """
    files = csv_files(folder)
    if not files:
        raise UserError(
            "There are no CSV files for {} at {}.".format(what, folder), "The step needs that channel or input."
        )
    columns = [*features, target]
    parts: List[np.ndarray] = []
    for file in files:
        header = pd.read_csv(str(file), nrows=0).columns.tolist()
        missing = [name for name in columns if name not in header]
        if missing:
            raise UserError(
                "{} of {} has no column {}.".format(file.name, what, ", ".join(map(repr, missing))),
                "Its columns are: {}.".format(format_list(header)),
            )
        try:
            frame = pd.read_csv(str(file), usecols=columns, dtype=np.float64)
        except ValueError as error:
            raise UserError("{} of {} has a value that is not a number: {}.".format(file.name, what, error)) from None
        parts.append(frame[columns].to_numpy(dtype=np.float64))
    rows = np.concatenate(parts)
    if not len(rows):
        raise UserError(
            "There are no rows for {}.".format(what), "Use more rows, or give it a larger share of the split."
        )
    if not np.isfinite(rows).all():
        column = columns[int(np.argmin(np.isfinite(rows).all(axis=0)))]
        raise UserError("The column {!r} of {} has missing or infinite values.".format(column, what))
    if not np.isin(rows[:, -1], (0.0, 1.0)).all():
        raise UserError("The target {!r} of {} is not 0 or 1 in every row.".format(target, what))
    rows = rows[np.lexsort(rows.T)]
    return Table(rows[:, :-1], rows[:, -1].astype(np.int64))
