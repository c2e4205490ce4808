"""From pages of a result to checked lines of CSV: which columns are used, and what may stand in them.

The checks run on whole columns of a page at once; only a column that fails is looked at value by value. A value that a
model cannot be trained on fails the job after the whole result was read, so that the message can say how many.
"""

from __future__ import annotations

import collections
import csv
from operator import itemgetter
from typing import Any, Callable, Counter, Dict, List, NamedTuple, Optional, Sequence, Tuple

import numpy as np

from mlops.arguments import did_you_mean, listing
from mlops.errors import UserError, shorten
from mlops.presto import Column, Row

NUMBERS = ("tinyint", "smallint", "integer", "bigint", "real", "double", "decimal", "boolean", "unknown")
NOT_SCALAR = ("array", "map", "row")
LARGEST = float(np.finfo(np.float32).max)  # scikit-learn's trees compute in float32
EXAMPLES = 3

WAY_OUT = {
    "varchar": "CAST it AS double if it holds numbers, encode it with CASE, or leave it out of the features.",
    "date": "Turn it into a number in the query, such as date_diff('day', a, b), or leave it out of the features.",
}
WAY_OUT["char"] = WAY_OUT["varchar"]
WAY_OUT["timestamp"] = WAY_OUT["date"]


class Wanted(NamedTuple):
    """The columns that a job uses; a batch job writes no target."""

    key: Optional[str]
    target: Optional[str]
    features: Tuple[str, ...]

    def check(self, target: Optional[str] = None) -> Wanted:
        """The target, or the key, among the features would make a model that knows the answer, or the row."""
        target = self.target or target
        if target in self.features:
            raise UserError(
                "The target {!r} is also a feature: the model would be given the answer.".format(target),
                "Remove it from the features.",
            )
        if self.key is not None and self.key in (*self.features, target):
            raise UserError(
                "The key column {!r} is also a feature or the target.".format(self.key),
                "A key identifies a row and says nothing of it: remove it from the features.",
            )
        return self

    @property
    def header(self) -> List[str]:
        """The names of the written columns: key, target, features."""
        return [name for name in (self.key, self.target) if name] + list(self.features)


class Page(NamedTuple):
    """Checked rows: their CSV lines, what tells them apart, what they are divided by, and the numbers in them."""

    lines: List[str]
    identities: List[bytes]
    keys: List[bytes]
    labels: np.ndarray
    values: np.ndarray


class Layout(NamedTuple):
    """Where the wanted columns stand in a result. Indices count in the result's columns."""

    wanted: Wanted
    columns: Tuple[Column, ...]
    key: Optional[int]
    target: Optional[int]
    features: Tuple[int, ...]


def base_type(column: Column) -> str:
    """`decimal` of `decimal(12,2)`, `timestamp` of `timestamp with time zone`."""
    return column.type.split("(", 1)[0].split(" ", 1)[0].lower()


def locate(wanted: Wanted, columns: Sequence[Column]) -> Layout:
    """Finds the wanted columns, all missing ones named at once. Case matters only where two columns differ by it."""
    names = [column.name for column in columns]
    found: Dict[str, int] = {}
    missing: List[str] = []
    for name in wanted.header:
        places = [i for i, n in enumerate(names) if n == name]
        places = places or [i for i, n in enumerate(names) if n.lower() == name.lower()]
        if len(places) > 1:
            raise UserError(
                "The query gives {} columns named {!r}.".format(len(places), name),
                "Give them different names with AS, or select only one.",
            )
        if places:
            found[name] = places[0]
        else:
            role = "target" if name == wanted.target else "key column" if name == wanted.key else "feature"
            missing.append("the {} {!r}{}".format(role, name, did_you_mean(name, names)))
    if missing:
        raise UserError(
            "The query does not give {}.".format("; ".join(missing)),
            "Its columns are: {}.".format(listing(names, 40)),
        )
    layout = Layout(
        wanted,
        tuple(columns),
        found[wanted.key] if wanted.key else None,
        found[wanted.target] if wanted.target else None,
        tuple(found[name] for name in wanted.features),
    )
    if layout.key is not None and base_type(columns[layout.key]) in NOT_SCALAR:
        raise UserError(
            "The key column {!r} is of type {}, which is no single value.".format(wanted.key, columns[layout.key].type)
        )
    return layout


class _Trouble:
    """Everything wrong that was seen so far, by column and kind: how often, and a few rows to look at."""

    def __init__(self) -> None:
        self.counts: Dict[Tuple[str, str], int] = {}
        self.examples: Dict[Tuple[str, str], List[str]] = {}

    def add(self, column: str, kind: str, where: List[str]) -> None:
        place = (column, kind)
        self.counts[place] = self.counts.get(place, 0) + len(where)
        self.examples.setdefault(place, []).extend(where[:EXAMPLES])

    def raise_if_any(self, rows: int, keyed: bool) -> None:
        if not self.counts:
            return
        parts = []
        for (column, kind), count in sorted(self.counts.items(), key=lambda item: -item[1])[:5]:
            examples = ", ".join(self.examples[column, kind][:EXAMPLES])
            parts.append("{} is {} in {:,} of {:,} rows ({}: {})".format(
                column, kind, count, rows, "first keys" if keyed else "first rows", shorten(examples, 120)
            ))  # fmt: skip
        more = "" if len(self.counts) <= 5 else "; and {} more columns".format(len(self.counts) - 5)
        raise UserError(
            "The query yields values that no model can use: {}{}.".format("; ".join(parts), more),
            "Filter those rows in the query, or replace the values with COALESCE.",
        )


class Decoder:
    """Turns pages into checked `Page`s. After the last page `finish` raises what was wrong, if anything was."""

    def __init__(self, layout: Layout) -> None:
        self._layout = layout
        wanted = layout.wanted
        self._chosen = [i for i in (layout.key, layout.target) if i is not None] + list(layout.features)
        self._types = [base_type(layout.columns[i]) for i in layout.features]
        self._pick: Callable[[Row], Any] = itemgetter(*self._chosen)
        self._first_feature = len(self._chosen) - len(wanted.features)
        self._trouble = _Trouble()
        self._label_counts: Counter[Any] = collections.Counter()
        self._binary = True
        self.rows = 0
        # The one column that needs no look at its values to be known as wrong.
        self._unusable = [n for n, t in zip(wanted.features, self._types) if t not in NUMBERS]

    def decode(self, rows: List[Row]) -> Optional[Page]:
        """A page of checked rows; None once anything was wrong, because nothing will be written then."""
        if self._unusable:
            self._raise_unusable(rows)
        if len(self._chosen) == 1:
            columns: List[Sequence[Any]] = [[row[self._chosen[0]] for row in rows]]
        else:
            columns = list(zip(*map(self._pick, rows)))
        keys = self._keys(columns)
        labels = self._labels(columns, keys)
        values = np.empty((len(rows), len(self._types)), dtype=np.float64)
        for place, kind in enumerate(self._types):
            values[:, place] = self._numbers(columns, place, kind, keys)
        self.rows += len(rows)
        if self._trouble.counts or not self._binary:
            return None
        encoded = [key.encode() for key in keys]
        identities = self._identities(encoded, labels, values)
        return Page(to_lines(zip(*columns)), identities, encoded or identities, labels, values)

    def finish(self) -> None:
        """Raises UserError when any row had a value that cannot be used."""
        if not self._binary:
            seen = [(label, count) for label, count in self._label_counts.most_common() if label is not None]
            raise UserError(
                "The target {!r} is not binary: it must be 0 or 1, but the query yields {}.".format(
                    self._layout.wanted.target,
                    shorten(listing(("{} ({:,} rows)".format(label, count) for label, count in seen), 8), 300),
                ),
                "Write it in the query as CASE WHEN ... THEN 1 ELSE 0 END.",
            )
        self._trouble.raise_if_any(self.rows, self._layout.key is not None)

    def _keys(self, columns: List[Sequence[Any]]) -> List[str]:
        """What names a row in messages and decides its part: the key, or the row's number."""
        if self._layout.key is None:
            return []
        column = columns[0]
        name = self._layout.wanted.key or ""
        keys = list(map(str, column))
        if None in column:
            self._trouble.add(
                name, "NULL", ["row {}".format(self.rows + i + 1) for i, v in enumerate(column) if v is None]
            )
        broken = [key for key in keys if "\n" in key or "\r" in key or "\0" in key]
        if broken:  # batch transform divides its input at line ends, quoted or not
            self._trouble.add(name, "a text with a line break", [repr(key) for key in broken])
        return keys

    def _labels(self, columns: List[Sequence[Any]], keys: List[str]) -> np.ndarray:
        if self._layout.target is None:
            return np.zeros(0, dtype=np.int64)
        place = 0 if self._layout.key is None else 1
        column = columns[place]
        known = {value: _label(value) for value in set(column)}
        if None in known:
            where = self._where(keys, [i for i, v in enumerate(column) if v is None])
            self._trouble.add("the target {}".format(self._layout.wanted.target), "NULL", where)
        self._label_counts.update(column)
        self._binary = self._binary and all(label is not None for value, label in known.items() if value is not None)
        labels = [known[value] or 0 for value in column]
        columns[place] = labels
        return np.array(labels, dtype=np.int64)

    def _numbers(self, columns: List[Sequence[Any]], place: int, kind: str, keys: List[str]) -> np.ndarray:
        column = columns[self._first_feature + place]
        # Presto sends decimals, NaN and infinity as texts, which numpy reads; None becomes NaN.
        numbers = np.array(column, dtype=np.float64)
        usable = np.abs(numbers) <= LARGEST
        if not usable.all():
            name = self._layout.wanted.features[place]
            for index in np.flatnonzero(~usable).tolist():
                value = column[index]
                what = "NULL" if value is None else "NaN" if value == "NaN" else "infinite or too large for 32 bits"
                self._trouble.add(name, what, self._where(keys, [index]))
        if kind == "boolean":
            columns[self._first_feature + place] = [int(bool(value)) for value in column]
        return numbers

    def _identities(self, keys: List[bytes], labels: np.ndarray, values: np.ndarray) -> List[bytes]:
        """Bytes that are the same for the same row at every run. Presto adds doubles in no fixed order, so their last
        bits differ from run to run: of doubles 29 bits of the mantissa count (8 digits), of other types all."""
        bits = (values + 0.0).view(np.uint64)  # + 0.0: there is one zero
        rounded = (bits + np.uint64(1 << 23)) >> np.uint64(24)
        floating = np.array([kind in ("double", "real") for kind in self._types])
        numbers = np.where(floating, rounded, bits)
        if len(labels):
            numbers = np.column_stack([labels.astype(np.uint64), numbers])
        content = np.ascontiguousarray(numbers).tobytes()
        width = 8 * numbers.shape[1]
        rows = [content[start : start + width] for start in range(0, len(content), width)]
        return [key + b"\0" + row for key, row in zip(keys, rows)] if keys else rows

    def _where(self, keys: List[str], indices: List[int]) -> List[str]:
        return [keys[i] if keys else str(self.rows + i + 1) for i in indices]

    def _raise_unusable(self, rows: List[Row]) -> None:
        parts = []
        for name in self._unusable:
            index = self._layout.features[self._layout.wanted.features.index(name)]
            example = next((row[index] for row in rows if row[index] is not None), None)
            parts.append(
                "{} is {}, for example {!r}".format(name, self._layout.columns[index].type, shorten(str(example), 60))
            )
        first = self._layout.columns[self._layout.features[self._layout.wanted.features.index(self._unusable[0])]]
        raise UserError(
            "{} not numeric: {}.".format(
                "A feature is" if len(parts) == 1 else "{} features are".format(len(parts)), "; ".join(parts[:5])
            ),
            WAY_OUT.get(base_type(first), "Turn it into a number in the query, or leave it out of the features."),
        )


def to_lines(rows: Any) -> List[str]:
    """Rows as CSV lines with their line ends. csv.writer calls `write` once a row: each line can be caught."""
    lines: List[str] = []
    csv.writer(_Catcher(lines.append), lineterminator="\n").writerows(rows)
    return lines


class _Catcher:
    def __init__(self, write: Callable[[str], None]) -> None:
        self.write = write


def _label(value: Any) -> Optional[int]:
    """0 or 1 from an integer, a double, a boolean or the text of a decimal; None for anything else."""
    try:
        number = float(value)
    except (TypeError, ValueError):
        return None
    return int(number) if number in (0.0, 1.0) else None
