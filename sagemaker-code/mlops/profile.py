"""Profiles the data of a job: counts, a digest, and the distribution of each feature, in bounded memory.

Profiles of several instances merge into one. The digest is the sum of the hashes of the rows: a changed, missing or
repeated row changes it, another order of the rows does not. The last bits of a double do not change it either, because
Presto adds doubles in another order at every run.
"""

from __future__ import annotations

from hashlib import blake2b
from typing import Any, Dict, Iterable, List, Sequence

import numpy as np

from mlops.split import PARTS

BINS = 10
SAMPLE_ROWS = 10_000
QUANTILES = (0.0, 0.01, 0.05, 0.1, 0.2, 0.25, 0.3, 0.4, 0.5, 0.6, 0.7, 0.75, 0.8, 0.9, 0.95, 0.99, 1.0)


class Profile:
    """Adds up the profile of a result, page by page.

    Quantiles are exact up to SAMPLE_ROWS rows. Beyond, they are those of the SAMPLE_ROWS rows with the smallest hashes:
    a random sample that is the same at every run.
    """

    def __init__(self, features: Sequence[str]) -> None:
        self._features = list(features)
        width = len(self._features)
        self.rows = 0
        self.parts = np.zeros((len(PARTS), 2), dtype=np.int64)
        self._digest = np.zeros(2, dtype=np.uint64)
        self._sum = np.zeros(width)
        self._min = np.full(width, np.inf)
        self._max = np.full(width, -np.inf)
        self._sample_hash = np.zeros(0, dtype=np.uint64)
        self._sample = np.zeros((0, width))

    def add(self, identities: List[bytes], labels: np.ndarray, parts: np.ndarray, values: np.ndarray) -> None:
        """Adds a page of rows, as `dataset.Page` has them.

        `parts` is the index of each row's part in PARTS; `values` is rows x features; `labels` may be empty.
        """
        digests = b"".join([blake2b(identity, digest_size=16).digest() for identity in identities])
        lanes = np.frombuffer(digests, dtype="<u8").reshape(-1, 2)
        self._digest += lanes.sum(axis=0, dtype=np.uint64)
        self.rows += len(identities)
        if len(labels):
            self.parts += np.bincount(parts * 2 + labels, minlength=2 * len(PARTS)).reshape(len(PARTS), 2)
        self._sum += values.sum(axis=0)
        self._min = np.minimum(self._min, values.min(axis=0))
        self._max = np.maximum(self._max, values.max(axis=0))
        self._update_sample(lanes[:, 0], values)

    def _update_sample(self, hashes: np.ndarray, values: np.ndarray) -> None:
        if len(self._sample_hash) == SAMPLE_ROWS:
            smaller = hashes < self._sample_hash[-1]
            hashes, values = hashes[smaller], values[smaller]
        if len(hashes):
            merged = np.concatenate([self._sample_hash, hashes])
            order = np.argsort(merged, kind="mergesort")[:SAMPLE_ROWS]
            self._sample_hash = merged[order]
            self._sample = np.concatenate([self._sample, values])[order]

    def as_json(self) -> Dict[str, Any]:
        """Returns the profile for profile-*.json; docs/container-scripts.md describes the keys."""
        return {
            "rows": self.rows,
            "digest": "{:016x}{:016x}".format(*self._digest.tolist()),
            "class_counts": _class_counts(self.parts.sum(axis=0)),
            "splits": {
                part: {"rows": int(counts.sum()), "class_counts": _class_counts(counts)}
                for part, counts in zip(PARTS, self.parts)
            },
            "quantiles_from_rows": len(self._sample_hash),
            "features": {name: self._feature(index) for index, name in enumerate(self._features)},
        }

    def _feature(self, index: int) -> Dict[str, Any]:
        if not self.rows:
            return _empty_feature()
        quantiles = np.quantile(self._sample[:, index], QUANTILES)
        quantiles[0], quantiles[-1] = self._min[index], self._max[index]
        return {
            "count": self.rows,
            "nulls": 0,
            "min": float(self._min[index]),
            "max": float(self._max[index]),
            "mean": _round(self._sum[index] / self.rows),
            "quantiles": {"{:g}".format(q): _round(v) for q, v in zip(QUANTILES, quantiles)},
            "bins": _bins(self._sample[:, index]),
        }


def merge_profiles(profiles: Sequence[Dict[str, Any]]) -> Dict[str, Any]:
    """Merges the profiles of all instances into the profile of all rows.

    Counts, digest, minimum and maximum are exact. Quantiles are the averages of those of the instances, weighted by
    rows. They are close to the true ones, because a hash divides the rows among the instances.
    """
    merged = dict(profiles[0])
    merged.pop("shard", None)
    if len(profiles) == 1:
        return merged
    merged["rows"] = sum(p["rows"] for p in profiles)
    lanes = [(int(p["digest"][:16], 16), int(p["digest"][16:], 16)) for p in profiles]
    merged["digest"] = "".join("{:016x}".format(sum(lane) % 2**64) for lane in zip(*lanes))
    merged["class_counts"] = _sum_class_counts(p["class_counts"] for p in profiles)
    merged["splits"] = {
        part: {
            "rows": sum(p["splits"][part]["rows"] for p in profiles),
            "class_counts": _sum_class_counts(p["splits"][part]["class_counts"] for p in profiles),
        }
        for part in PARTS
    }
    merged["quantiles_from_rows"] = sum(p["quantiles_from_rows"] for p in profiles)
    merged["features"] = {
        name: _merge_feature([p["features"][name] for p in profiles if p["features"][name]["count"]])
        for name in merged["features"]
    }
    return merged


def _merge_feature(parts: List[Dict[str, Any]]) -> Dict[str, Any]:
    rows = sum(part["count"] for part in parts)
    if not rows:
        return _empty_feature()
    minimum, maximum = min(part["min"] for part in parts), max(part["max"] for part in parts)
    quantiles = {
        q: _round(sum(part["quantiles"][q] * part["count"] for part in parts) / rows) for q in parts[0]["quantiles"]
    }
    quantiles["0"], quantiles["1"] = minimum, maximum
    return {
        "count": rows,
        "nulls": sum(part["nulls"] for part in parts),
        "min": minimum,
        "max": maximum,
        "mean": _round(sum(part["mean"] * part["count"] for part in parts) / rows),
        "quantiles": quantiles,
        # The edges differ by instance, so the counts cannot be added. The rows of one instance are a random share of
        # all rows, so its bins describe all rows.
        "bins": max(parts, key=lambda part: int(part["count"]))["bins"],
    }


def _empty_feature() -> Dict[str, Any]:
    """The profile of a feature without rows."""
    return {"count": 0, "nulls": 0, "min": None, "max": None, "mean": None, "quantiles": {}, "bins": None}


def _bins(values: np.ndarray) -> Dict[str, Any]:
    """Counts the values in about ten bins; the bins hold as equal counts as repeated values allow.

    `upper` are the upper edges of all bins but the last; `rows` are the counts, one more than edges. Later data is
    counted in the same bins. An edge lies half-way between two values that occur, so that the last bits of a double do
    not decide. A feature with a single value has one bin for it, between two empty ones.
    """
    mantissa, exponent = np.frexp(values)
    distinct, counts = np.unique(np.ldexp(np.round(mantissa * 2.0**29) / 2.0**29, exponent), return_counts=True)
    if len(distinct) == 1:
        value = float(distinct[0])
        margin = max(abs(value), 1.0) * 1e-6
        return {"upper": [_round(value - margin), _round(value + margin)], "rows": [0, len(values), 0]}
    below = np.cumsum(counts)[:-1]
    ideal = np.arange(1, BINS) * len(values) / BINS
    nearest = np.unique(np.abs(below[None, :] - ideal[:, None]).argmin(axis=1))
    upper = [_round(value) for value in (distinct[nearest] + distinct[nearest + 1]) / 2]
    return {"upper": upper, "rows": np.diff(np.concatenate([[0], below[nearest], [len(values)]])).tolist()}


def _class_counts(counts: np.ndarray) -> Dict[str, int]:
    return {"0": int(counts[0]), "1": int(counts[1])}


def _sum_class_counts(counts: Iterable[Dict[str, int]]) -> Dict[str, int]:
    parts = list(counts)
    return {label: sum(part[label] for part in parts) for label in ("0", "1")}


def _round(value: float) -> float:
    """Rounds to 12 digits: the last digits of a sum depend on the order of the rows."""
    return float("{:.12g}".format(value))
