"""What the data of a job looked like: counts, a digest, and each feature's distribution, in memory that does not grow.

Profiles of several instances merge into one. The digest does not depend on the order of rows: it is the sum of the
hashes of the rows, so a changed, missing or repeated row changes it. Another order does not, nor do the last bits of a
double, which Presto adds up in another order at every run.
"""

from __future__ import annotations

from hashlib import blake2b
from typing import Any, Dict, List, Sequence, Tuple

import numpy as np

from mlops.split import PARTS

BINS = 10
SAMPLE = 10_000
QUANTILES = (0.0, 0.01, 0.05, 0.1, 0.2, 0.25, 0.3, 0.4, 0.5, 0.6, 0.7, 0.75, 0.8, 0.9, 0.95, 0.99, 1.0)


class Profile:
    """Adds up page by page. Quantiles are exact up to SAMPLE rows; beyond, those of the SAMPLE rows with the smallest
    hashes, which is a random sample that is the same at every run."""

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
        """A page: what tells its rows apart, each row's label and part, and the features' values (rows x features)."""
        digests = b"".join([blake2b(identity, digest_size=16).digest() for identity in identities])
        lanes = np.frombuffer(digests, dtype="<u8").reshape(-1, 2)
        self._digest += lanes.sum(axis=0, dtype=np.uint64)
        self.rows += len(identities)
        if len(labels):
            self.parts += np.bincount(parts * 2 + labels, minlength=2 * len(PARTS)).reshape(len(PARTS), 2)
        self._sum += values.sum(axis=0)
        self._min = np.minimum(self._min, values.min(axis=0))
        self._max = np.maximum(self._max, values.max(axis=0))
        self._keep(lanes[:, 0], values)

    def _keep(self, hashes: np.ndarray, values: np.ndarray) -> None:
        if len(self._sample_hash) == SAMPLE:
            chosen = hashes < self._sample_hash[-1]
            hashes, values = hashes[chosen], values[chosen]
        if len(hashes):
            merged = np.concatenate([self._sample_hash, hashes])
            order = np.argsort(merged, kind="mergesort")[:SAMPLE]
            self._sample_hash = merged[order]
            self._sample = np.concatenate([self._sample, values])[order]

    def as_json(self) -> Dict[str, Any]:
        """The profile's own part of profile-*.json; see docs/container-scripts.md."""
        features: Dict[str, Any] = {}
        for place, name in enumerate(self._features):
            if not self.rows:
                features[name] = {
                    "count": 0,
                    "nulls": 0,
                    "min": None,
                    "max": None,
                    "mean": None,
                    "quantiles": {},
                    "bins": None,
                }
                continue
            quantiles = np.quantile(self._sample[:, place], QUANTILES)
            quantiles[0], quantiles[-1] = self._min[place], self._max[place]
            features[name] = {
                "count": self.rows,
                "nulls": 0,
                "min": float(self._min[place]),
                "max": float(self._max[place]),
                "mean": _rounded(self._sum[place] / self.rows),
                "quantiles": {"{:g}".format(q): _rounded(v) for q, v in zip(QUANTILES, quantiles)},
                "bins": _bins(self._sample[:, place]),
            }
        return {
            "rows": self.rows,
            "digest": "{:016x}{:016x}".format(*self._digest.tolist()),
            "class_counts": _classes(self.parts.sum(axis=0)),
            "splits": {
                part: {"rows": int(counts.sum()), "class_counts": _classes(counts)}
                for part, counts in zip(PARTS, self.parts)
            },
            "quantiles_from_rows": len(self._sample_hash),
            "features": features,
        }


def merge_profiles(profiles: Sequence[Dict[str, Any]]) -> Dict[str, Any]:
    """The profile of all instances' rows together. Counts, digest, minima and maxima are exact; quantiles of several
    instances are averaged by rows, which is near because rows are dealt to the instances by hash."""
    merged = dict(profiles[0])
    merged.pop("shard", None)
    if len(profiles) == 1:
        return merged
    merged["rows"] = sum(p["rows"] for p in profiles)
    lanes = [(int(p["digest"][:16], 16), int(p["digest"][16:], 16)) for p in profiles]
    merged["digest"] = "".join("{:016x}".format(sum(lane) % 2**64) for lane in zip(*lanes))
    merged["class_counts"] = _add(p["class_counts"] for p in profiles)
    merged["splits"] = {
        part: {
            "rows": sum(p["splits"][part]["rows"] for p in profiles),
            "class_counts": _add(p["splits"][part]["class_counts"] for p in profiles),
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
        return {"count": 0, "nulls": 0, "min": None, "max": None, "mean": None, "quantiles": {}, "bins": None}
    low, high = min(part["min"] for part in parts), max(part["max"] for part in parts)
    quantiles = {
        q: _rounded(sum(part["quantiles"][q] * part["count"] for part in parts) / rows) for q in parts[0]["quantiles"]
    }
    quantiles["0"], quantiles["1"] = low, high
    return {
        "count": rows,
        "nulls": sum(part["nulls"] for part in parts),
        "min": low,
        "max": high,
        "mean": _rounded(sum(part["mean"] * part["count"] for part in parts) / rows),
        "quantiles": quantiles,
        # Edges differ by instance, so counts do not add up; but the rows of one are a random share of all.
        "bins": max(parts, key=lambda part: int(part["count"]))["bins"],
    }


def _bins(values: np.ndarray) -> Dict[str, Any]:
    """Counts that later data is compared with: of the rows up to the first of `upper`, then up to the next, and of
    those above the last. About ten bins of as equal counts as ties allow. Edges lie half-way between two values that
    occur, so that the last bits of a double do not decide; a single value has a bin of its own between empty ones."""
    mantissa, exponent = np.frexp(values)
    distinct, counts = np.unique(np.ldexp(np.round(mantissa * 2.0**29) / 2.0**29, exponent), return_counts=True)
    if len(distinct) == 1:
        value = float(distinct[0])
        margin = max(abs(value), 1.0) * 1e-6
        return {"upper": [_rounded(value - margin), _rounded(value + margin)], "rows": [0, len(values), 0]}
    below = np.cumsum(counts)[:-1]
    ideal = np.arange(1, BINS) * len(values) / BINS
    nearest = np.unique(np.abs(below[None, :] - ideal[:, None]).argmin(axis=1))
    upper = [_rounded(value) for value in (distinct[nearest] + distinct[nearest + 1]) / 2]
    return {"upper": upper, "rows": np.diff(np.concatenate([[0], below[nearest], [len(values)]])).tolist()}


def _classes(counts: np.ndarray) -> Dict[str, int]:
    return {"0": int(counts[0]), "1": int(counts[1])}


def _add(counts: Any) -> Dict[str, int]:
    total: Tuple[int, int] = (0, 0)
    for one in counts:
        total = (total[0] + one["0"], total[1] + one["1"])
    return {"0": total[0], "1": total[1]}


def _rounded(value: float) -> float:
    """Twelve digits: sums depend on the order of rows in the last ones."""
    return float("{:.12g}".format(value))
