"""Turns pages of a result into checked lines of CSV: finds the columns that are used and checks their values.

The checks run on whole columns of a page at once, which is fast; only a column that fails is checked value by value. A
value that a model cannot be trained on fails the job. The job fails after it has read the whole result, so that the
message can say how many such values there are.
"""

from __future__ import annotations

import collections
import csv
from operator import itemgetter
from typing import Any, Callable, Counter, Dict, List, NamedTuple, NoReturn, Optional, Sequence, Tuple

import numpy as np

from mlops.arguments import did_you_mean, format_list
from mlops.errors import UserError, shorten
from mlops.presto import Column, Row

NUMERIC_TYPES = ("tinyint", "smallint", "integer", "bigint", "real", "double", "decimal", "boolean", "unknown")
MAX_FLOAT32 = float(np.finfo(np.float32).max)  # scikit-learn's trees compute in float32
MAX_EXAMPLES = 3
MAX_COLUMNS_IN_MESSAGE = 5

WAY_OUT_BY_TYPE = {
    "varchar": "CAST it AS double if it holds numbers, encode it with CASE, or leave it out of the features.",
    "date": "Turn it into a number in the query, such as date_diff('day', a, b), or leave it out of the features.",
}
WAY_OUT_BY_TYPE["char"] = WAY_OUT_BY_TYPE["varchar"]
WAY_OUT_BY_TYPE["timestamp"] = WAY_OUT_BY_TYPE["date"]


class ColumnSelection(NamedTuple):
    """The names of the columns that a job uses; a batch job has no target, and the key is optional."""

    key: Optional[str]
    target: Optional[str]
    features: Tuple[str, ...]

    def check(self, target: Optional[str] = None) -> ColumnSelection:
        """Raises UserError when a column has two roles; returns the selection itself.

        With the target among the features the model would be given the answer; with the key it would recognize rows.
        `target` is the name of a target that the job does not write.
        """
        target = self.target or target
        if target in self.features:
            raise UserError(
                "The target {!r} is also a feature: the model would be given the answer.".format(target),
                "Remove it from the features.",
            )
        if self.key is not None and self.key in (*self.features, target):
            raise UserError(
                "The key column {!r} is also a feature or the target.".format(self.key),
                "A key only identifies a row: remove it from the features.",
            )
        return self

    @property
    def header(self) -> List[str]:
        """The names of the written columns: key, target, features."""
        return [name for name in (self.key, self.target) if name] + list(self.features)


class Page(NamedTuple):
    """Checked rows. `lines` are their CSV lines, each with its line end.

    `identities` are bytes that are the same for the same row at every run. `keys` decide the part of each row (see
    split.py): the key, or the identity when there is no key. `labels` (rows) is empty without a target; `values` is
    rows x features.
    """

    lines: List[str]
    identities: List[bytes]
    keys: List[bytes]
    labels: np.ndarray
    values: np.ndarray


class Layout(NamedTuple):
    """The indices of the selected columns among all `columns` of a result."""

    selection: ColumnSelection
    columns: Tuple[Column, ...]
    key: Optional[int]
    target: Optional[int]
    features: Tuple[int, ...]


def base_type(column: Column) -> str:
    """Returns the type without its parameters: `decimal` for `decimal(12,2)`, `timestamp` for one with time zone."""
    return column.type.split("(", 1)[0].split(" ", 1)[0].lower()


def locate(selection: ColumnSelection, columns: Sequence[Column]) -> Layout:
    """Finds the selected columns in a result by name.

    Letter case matters only when two columns of the result differ by nothing else. Raises UserError for missing columns
    (its message names all of them) and for a name that occurs twice.
    """
    names = [column.name for column in columns]
    indices: Dict[str, int] = {}
    missing: List[str] = []
    for name in selection.header:
        matches = [i for i, n in enumerate(names) if n == name]
        matches = matches or [i for i, n in enumerate(names) if n.lower() == name.lower()]
        if len(matches) > 1:
            raise UserError(
                "The query gives {} columns named {!r}.".format(len(matches), name),
                "Give them different names with AS, or select only one.",
            )
        if matches:
            indices[name] = matches[0]
        else:
            role = "target" if name == selection.target else "key column" if name == selection.key else "feature"
            missing.append("the {} {!r}{}".format(role, name, did_you_mean(name, names)))
    if missing:
        raise UserError(
            "The query does not give {}.".format("; ".join(missing)),
            "Its columns are: {}.".format(format_list(names, 40)),
        )
    return Layout(
        selection,
        tuple(columns),
        indices[selection.key] if selection.key else None,
        indices[selection.target] if selection.target else None,
        tuple(indices[name] for name in selection.features),
    )


class _BadValues:
    """The values that cannot be used, by column and kind of mistake: their count, and a few rows."""

    def __init__(self) -> None:
        self.counts: Dict[Tuple[str, str], int] = {}
        self.examples: Dict[Tuple[str, str], List[str]] = {}

    def add(self, column: str, kind: str, rows: List[str]) -> None:
        mistake = (column, kind)
        self.counts[mistake] = self.counts.get(mistake, 0) + len(rows)
        self.examples.setdefault(mistake, []).extend(rows[:MAX_EXAMPLES])

    def raise_if_any(self, rows: int, keyed: bool) -> None:
        if not self.counts:
            return
        parts = []
        most_frequent = sorted(self.counts.items(), key=lambda item: -item[1])[:MAX_COLUMNS_IN_MESSAGE]
        for (column, kind), count in most_frequent:
            examples = ", ".join(self.examples[column, kind][:MAX_EXAMPLES])
            parts.append("{} is {} in {:,} of {:,} rows ({}: {})".format(
                column, kind, count, rows, "first keys" if keyed else "first rows", shorten(examples, 120)
            ))  # fmt: skip
        hidden = len(self.counts) - MAX_COLUMNS_IN_MESSAGE
        more = "; and {} more columns".format(hidden) if hidden > 0 else ""
        raise UserError(
            "The query yields values that no model can use: {}{}.".format("; ".join(parts), more),
            "Filter those rows in the query, or replace the values with COALESCE.",
        )


class Decoder:
    """Turns pages of rows into checked `Page`s, and counts the values that cannot be used.

    Call `decode` for each page, then `finish`, which raises UserError if there was such a value.
    """

    def __init__(self, layout: Layout) -> None:
        self._layout = layout
        selection = layout.selection
        self._chosen = [i for i in (layout.key, layout.target) if i is not None] + list(layout.features)
        self._types = [base_type(layout.columns[i]) for i in layout.features]
        self._pick: Callable[[Row], Any] = itemgetter(*self._chosen)
        self._first_feature = len(self._chosen) - len(selection.features)
        self._bad_values = _BadValues()
        self._label_counts: Counter[Any] = collections.Counter()
        self._binary = True
        self.rows = 0
        # Name and column of the features whose type is not numeric: they fail whatever their values are.
        self._not_numeric = [
            (name, index)
            for name, index, kind in zip(selection.features, layout.features, self._types)
            if kind not in NUMERIC_TYPES
        ]

    def decode(self, rows: List[Row]) -> Optional[Page]:
        """Checks a page of rows. Returns None from the first bad value on: the job fails, so nothing is written.

        Raises UserError at once when a feature has a type that is not numeric.
        """
        if self._not_numeric:
            self._raise_not_numeric(rows)
        if len(self._chosen) == 1:
            columns: List[Sequence[Any]] = [[row[self._chosen[0]] for row in rows]]
        else:
            columns = list(zip(*map(self._pick, rows)))
        keys = self._keys(columns)
        labels = self._labels(columns, keys)
        values = np.empty((len(rows), len(self._types)), dtype=np.float64)
        for index, kind in enumerate(self._types):
            values[:, index] = self._numbers(columns, index, kind, keys)
        self.rows += len(rows)
        if self._bad_values.counts or not self._binary:
            return None
        encoded = [key.encode() for key in keys]
        identities = self._identities(encoded, labels, values)
        return Page(to_lines(zip(*columns)), identities, encoded or identities, labels, values)

    def finish(self) -> None:
        """Raises UserError when any row had a value that cannot be used."""
        if not self._binary:
            labels = [(label, count) for label, count in self._label_counts.most_common() if label is not None]
            raise UserError(
                "The target {!r} is not binary: it must be 0 or 1, but the query yields {}.".format(
                    self._layout.selection.target,
                    shorten(format_list(("{} ({:,} rows)".format(label, count) for label, count in labels), 8), 300),
                ),
                "Write it in the query as CASE WHEN ... THEN 1 ELSE 0 END.",
            )
        self._bad_values.raise_if_any(self.rows, self._layout.key is not None)

    def _keys(self, columns: List[Sequence[Any]]) -> List[str]:
        """Returns the key of each row as text; an empty list when there is no key column."""
        if self._layout.key is None:
            return []
        column = columns[0]
        name = self._layout.selection.key or ""
        keys = list(map(str, column))
        if None in column:
            self._bad_values.add(
                name, "NULL", ["row {}".format(self.rows + i + 1) for i, v in enumerate(column) if v is None]
            )
        with_breaks = [key for key in keys if "\n" in key or "\r" in key or "\0" in key]
        if with_breaks:  # batch transform divides its input at line ends, also inside quotes
            self._bad_values.add(name, "a text with a line break", [repr(key) for key in with_breaks])
        return keys

    def _labels(self, columns: List[Sequence[Any]], keys: List[str]) -> np.ndarray:
        """Checks the target, replaces its column by 0 and 1, and returns the labels; an empty array without target."""
        if self._layout.target is None:
            return np.zeros(0, dtype=np.int64)
        index = 0 if self._layout.key is None else 1
        column = columns[index]
        label_of = {value: _label(value) for value in set(column)}
        if None in label_of:
            rows = self._row_names(keys, [i for i, v in enumerate(column) if v is None])
            self._bad_values.add("the target {}".format(self._layout.selection.target), "NULL", rows)
        self._label_counts.update(column)
        self._binary = self._binary and all(label is not None for value, label in label_of.items() if value is not None)
        labels = [label_of[value] or 0 for value in column]
        columns[index] = labels
        return np.array(labels, dtype=np.int64)

    def _numbers(self, columns: List[Sequence[Any]], feature: int, kind: str, keys: List[str]) -> np.ndarray:
        """Checks the feature number `feature` and returns its values; replaces a boolean column by 0 and 1."""
        column = columns[self._first_feature + feature]
        # Presto sends decimals, NaN and infinity as texts, which numpy reads; None becomes NaN.
        numbers = np.array(column, dtype=np.float64)
        usable = np.abs(numbers) <= MAX_FLOAT32
        if not usable.all():
            name = self._layout.selection.features[feature]
            for index in np.flatnonzero(~usable).tolist():
                value = column[index]
                mistake = "NULL" if value is None else "NaN" if value == "NaN" else "infinite or too large for 32 bits"
                self._bad_values.add(name, mistake, self._row_names(keys, [index]))
        if kind == "boolean":
            columns[self._first_feature + feature] = [int(bool(value)) for value in column]
        return numbers

    def _identities(self, keys: List[bytes], labels: np.ndarray, values: np.ndarray) -> List[bytes]:
        """Returns bytes that are the same for the same row at every run.

        Presto adds doubles in no fixed order, so their last bits differ from run to run. Only 29 bits of a double's
        mantissa count (8 digits); of the other types all bits count.
        """
        bits = (values + 0.0).view(np.uint64)  # adding 0.0 turns -0.0 into 0.0
        rounded = (bits + np.uint64(1 << 23)) >> np.uint64(24)
        floating = np.array([kind in ("double", "real") for kind in self._types])
        numbers = np.where(floating, rounded, bits)
        if len(labels):
            numbers = np.column_stack([labels.astype(np.uint64), numbers])
        content = np.ascontiguousarray(numbers).tobytes()
        width = 8 * numbers.shape[1]
        rows = [content[start : start + width] for start in range(0, len(content), width)]
        return [key + b"\0" + row for key, row in zip(keys, rows)] if keys else rows

    def _row_names(self, keys: List[str], indices: List[int]) -> List[str]:
        """Names rows of this page in messages: by their key, or by their number in the result, counted from 1."""
        return [keys[i] if keys else str(self.rows + i + 1) for i in indices]

    def _raise_not_numeric(self, rows: List[Row]) -> NoReturn:
        columns, parts = self._layout.columns, []
        for name, index in self._not_numeric:
            example = next((row[index] for row in rows if row[index] is not None), None)
            parts.append("{} is {}, for example {!r}".format(name, columns[index].type, shorten(str(example), 60)))
        raise UserError(
            "{} not numeric: {}.".format(
                "A feature is" if len(parts) == 1 else "{} features are".format(len(parts)),
                "; ".join(parts[:MAX_COLUMNS_IN_MESSAGE]),
            ),
            WAY_OUT_BY_TYPE.get(
                base_type(columns[self._not_numeric[0][1]]),
                "Turn it into a number in the query, or leave it out of the features.",
            ),
        )


def to_lines(rows: Any) -> List[str]:
    """Formats rows as CSV lines with their line ends."""
    lines: List[str] = []
    csv.writer(_LineCollector(lines.append), lineterminator="\n").writerows(rows)
    return lines


class _LineCollector:
    """A file for csv.writer, which calls `write` once for each row."""

    def __init__(self, write: Callable[[str], None]) -> None:
        self.write = write


def _label(value: Any) -> Optional[int]:
    """Reads 0 or 1 from an integer, a double, a boolean or the text of a decimal; None for anything else."""
    try:
        number = float(value)
    except (TypeError, ValueError):
        return None
    return int(number) if number in (0.0, 1.0) else None
