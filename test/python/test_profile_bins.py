"""The bins of a profile: later data is compared with their counts (the live side of a plan reads them)."""

from __future__ import annotations

from typing import Any, Dict, List

import numpy as np
import pytest

from mlops.profile import SAMPLE_ROWS, Profile, merge_profiles


def profile_of(values: List[float] | np.ndarray) -> Dict[str, Any]:
    column = np.asarray(values, dtype=np.float64).reshape(-1, 1)
    profile = Profile(["a"])
    rows = len(column)
    identities = [str(i).encode() for i in range(rows)]
    profile.add(identities, np.zeros(rows, dtype=np.int64), np.zeros(rows, dtype=np.int64), column)
    return profile.as_json()


def bins_of(values: List[float] | np.ndarray) -> Dict[str, Any]:
    bins: Dict[str, Any] = profile_of(values)["features"]["a"]["bins"]
    return bins


def test_values_without_ties_make_ten_equal_bins() -> None:
    bins = bins_of(np.random.default_rng(1).normal(size=5000))
    assert bins["rows"] == [500] * 10
    assert len(bins["upper"]) == 9
    assert bins["upper"] == sorted(bins["upper"])


def test_a_bin_counts_the_rows_up_to_its_upper_edge() -> None:
    values = np.random.default_rng(2).poisson(3.0, size=3000).astype(float)
    bins = bins_of(values)
    edges = [-np.inf, *bins["upper"], np.inf]
    assert bins["rows"] == [int(((values > low) & (values <= high)).sum()) for low, high in zip(edges, edges[1:])]
    assert all(edge % 1 == 0.5 for edge in bins["upper"])


@pytest.mark.parametrize(
    ("values", "upper", "rows"),
    [
        ([0.0] * 65 + [1.0] * 35, [0.5], [65, 35]),
        ([0.0] * 5 + [1.0] * 95, [0.5], [5, 95]),
        ([1.0] * 5 + [2.0] * 90 + [3.0] * 5, [1.5, 2.5], [5, 90, 5]),
        ([7.0] * 3, [6.999993, 7.000007], [0, 3, 0]),
        ([0.0], [-1e-6, 1e-6], [0, 1, 0]),
    ],
)
def test_bins_of_repeated_values_and_of_a_constant(values: List[float], upper: List[float], rows: List[int]) -> None:
    assert bins_of(values) == {"upper": upper, "rows": rows}


def test_the_last_bits_of_a_double_do_not_change_the_bins() -> None:
    values = np.repeat([0.1, 0.2, 0.3], 100)
    noisy = values * (1 + np.tile([0.0, 2e-16, -2e-16], 100))
    assert bins_of(noisy) == bins_of(values)
    assert bins_of(values) == {"upper": pytest.approx([0.15, 0.25]), "rows": [100, 100, 100]}


def test_the_bins_of_a_large_result_count_its_sample() -> None:
    assert sum(bins_of(np.arange(SAMPLE_ROWS * 3, dtype=float))["rows"]) == SAMPLE_ROWS


def test_no_rows_make_no_bins() -> None:
    assert Profile(["a"]).as_json()["features"]["a"]["bins"] is None


def test_the_merged_profile_has_the_bins_of_the_largest_share() -> None:
    merged = merge_profiles([profile_of([1.0, 2.0]), profile_of([1.0, 2.0, 3.0]), Profile(["a"]).as_json()])
    assert merged["features"]["a"]["bins"] == {"upper": [1.5, 2.5], "rows": [1, 1, 1]}
