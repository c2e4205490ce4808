"""The parts that need no server: split, decoder, profile, SQL text, arguments; and that all scripts run on Python 3.7."""

from __future__ import annotations

import ast
import csv
import io
import random
import sys
from hashlib import sha256
from typing import Any, List, Sequence

import numpy as np
import pytest

from conftest import CODE
from mlops.arguments import column_names
from mlops.dataset import ColumnSelection, Decoder, locate, to_lines
from mlops.errors import UserError, redact, register_secret, shorten
from mlops.files import AtomicFiles, write_json
from mlops.paths import Paths, Shard
from mlops.presto import Column
from mlops.profile import SAMPLE_ROWS, Profile, merge_profiles
from mlops.queries import fill_window, is_nondeterministic, read_query, shard_query
from mlops.split import Split

# Split


def test_only_the_key_and_the_split_seed_decide_the_part_of_a_row() -> None:
    keys = [str(n).encode() for n in range(20_000)]
    split = Split(0.7, 0.9, 42)
    parts = dict(zip(keys, split.assign(keys).tolist()))
    shuffled = random.Random(1).sample(keys, 500)
    assert split.assign(shuffled).tolist() == [parts[key] for key in shuffled]
    assert [split.assign([key])[0] for key in shuffled[:20]] == [parts[key] for key in shuffled[:20]]
    shares = np.bincount(list(parts.values())) / len(keys)
    assert shares == pytest.approx([0.7, 0.2, 0.1], abs=0.015)
    other = Split(0.7, 0.9, 43).assign(keys)
    assert 0.4 < (other == split.assign(keys)).mean() < 0.65


def test_the_hash_is_the_one_that_presto_computes_for_a_plan() -> None:
    keys = [str(n).encode() for n in range(500)] + ["Größe № 7".encode() * 40, b""]
    hashes = [int.from_bytes(sha256(b"7:" + key).digest()[:8], "big") for key in keys]
    expected = [(number >= int(0.7 * 2**64)) + (number >= int(0.9 * 2**64)) for number in hashes]
    assert Split(0.7, 0.9, 7).assign(keys).tolist() == expected


def test_a_larger_share_of_train_keeps_its_rows_and_adds_others() -> None:
    keys = [str(n).encode() for n in range(5000)]
    small, large = Split(0.6, 0.9).assign(keys), Split(0.7, 0.9).assign(keys)
    assert ((small == 0) <= (large == 0)).all()
    assert ((small == 2) == (large == 2)).all()


@pytest.mark.parametrize(("train", "test"), [(0, 0.9), (0.9, 0.7), (0.7, 0.7), (0.7, 1), (float("nan"), 0.9), (-1, 0.5)])
def test_shares_that_leave_a_part_empty_are_refused(train: float, test: float) -> None:
    with pytest.raises(UserError, match="leave a part without rows"):
        Split(train, test).check()


# Decoder


def decoder(types: Sequence[str], key: Any = "k") -> Decoder:
    columns = [Column("k", "varchar"), Column("y", "integer")] + [Column("x{}".format(n), t) for n, t in enumerate(types)]
    selection = ColumnSelection(key, "y", tuple("x{}".format(n) for n in range(len(types))))
    return Decoder(locate(selection, columns))


def test_keys_with_commas_and_quotes_survive_csv() -> None:
    rows: List[List[Any]] = [['a,"b"', 1, 0.1], ["ü\t", 0, 2.5]]
    page = decoder(["double"]).decode(rows)
    assert page is not None
    assert list(csv.reader(io.StringIO("".join(page.lines)))) == [['a,"b"', "1", "0.1"], ["ü\t", "0", "2.5"]]
    assert page.keys == [b'a,"b"', "ü\t".encode()]


def test_numbers_keep_all_their_digits_in_csv() -> None:
    page = decoder(["double", "bigint", "decimal(20,2)"]).decode([["a", 1, 0.1 + 0.2, 2**60 + 1, "123456789012345678.90"]])
    assert page is not None
    assert page.lines == ["a,1,0.30000000000000004,{},123456789012345678.90\n".format(2**60 + 1)]


def test_the_last_bits_of_a_double_do_not_change_the_identity_of_a_row() -> None:
    pages = [decoder(["double"], None).decode([["a", 1, value]]) for value in (0.1, 0.1 + 1e-17 * 2, 0.10001)]
    first, same, other = [page.identities[0] for page in pages if page]
    near = decoder(["double"], None).decode([["a", 1, 0.049999999999999996], ["a", 1, 0.05], ["a", 1, -0.0], ["a", 1, 0.0]])
    assert near is not None
    assert first == same != other
    assert near.identities[0] == near.identities[1]
    assert near.identities[2] == near.identities[3]
    exact = decoder(["bigint"], None).decode([["a", 1, 2**50], ["a", 1, 2**50 + 1]])
    assert exact is not None
    assert exact.identities[0] != exact.identities[1]


def test_bad_values_are_counted_over_all_pages() -> None:
    reader = decoder(["double", "double"])
    assert reader.decode([["a", 1, 0.5, None], ["b", 0, "NaN", 1.0]]) is None
    assert reader.decode([["c", 1, 0.5, 1.0], ["d", 0, "-Infinity", None]]) is None
    with pytest.raises(UserError) as caught:
        reader.finish()
    for text in (
        "x1 is NULL in 2 of 4 rows (first keys: a, d)",
        "x0 is NaN in 1 of 4",
        "x0 is infinite or too large for 32 bits in 1 of 4",
    ):
        assert text in str(caught.value)


def test_a_result_with_one_column_is_decoded() -> None:
    page = Decoder(locate(ColumnSelection(None, None, ("x",)), [Column("x", "double")])).decode([[0.5], [1.5]])
    assert page is not None
    assert page.lines == ["0.5\n", "1.5\n"]


def test_letter_case_matters_only_between_columns_that_differ_by_nothing_else() -> None:
    columns = [Column("A", "double"), Column("a", "double"), Column("B", "double")]
    assert locate(ColumnSelection(None, None, ("a", "b")), columns).features == (1, 2)
    with pytest.raises(UserError, match="2 columns named 'a'"):
        locate(ColumnSelection(None, None, ("a",)), [Column("a", "double"), Column("a", "double")])


# Profile


def pages_of(values: np.ndarray, size: int) -> Any:
    for start in range(0, len(values), size):
        part = values[start : start + size]
        yield to_identities(part), part


def to_identities(values: np.ndarray) -> List[bytes]:
    return [line.encode() for line in to_lines(values.tolist())]


def profile_in_pages(values: np.ndarray, size: int) -> Profile:
    profile = Profile(["a", "b"])
    for identities, part in pages_of(values, size):
        profile.add(identities, (part[:, 0] > 0).astype(int), np.zeros(len(part), dtype=np.int64), part)
    return profile


def test_the_digest_does_not_depend_on_the_order_and_the_pages_of_the_rows() -> None:
    values = np.random.RandomState(1).normal(size=(500, 2))
    whole = profile_in_pages(values, 500).as_json()
    assert profile_in_pages(values[::-1], 37).as_json()["digest"] == whole["digest"]
    assert profile_in_pages(values[:-1], 500).as_json()["digest"] != whole["digest"]
    assert profile_in_pages(np.concatenate([values, values[:1]]), 500).as_json()["digest"] != whole["digest"]
    parts = [profile_in_pages(values[:100], 50).as_json(), profile_in_pages(values[100:], 50).as_json()]
    merged = merge_profiles(parts)
    assert (merged["digest"], merged["rows"], merged["class_counts"]) == (whole["digest"], 500, whole["class_counts"])


def test_quantiles_are_exact_for_few_rows_and_close_for_many() -> None:
    values = np.random.RandomState(2).normal(size=(3 * SAMPLE_ROWS, 2))
    few, many = profile_in_pages(values[:1000], 100).as_json(), profile_in_pages(values, 1000).as_json()
    assert few["features"]["a"]["quantiles"]["0.5"] == pytest.approx(np.quantile(values[:1000, 0], 0.5))
    assert many["quantiles_from_rows"] == SAMPLE_ROWS
    assert many["features"]["b"]["quantiles"]["0.9"] == pytest.approx(np.quantile(values[:, 1], 0.9), abs=0.05)
    assert many["features"]["b"]["max"] == values[:, 1].max()
    assert many["features"]["b"]["quantiles"]["1"] == pytest.approx(values[:, 1].max())
    assert many == profile_in_pages(values[::-1], 777).as_json()


# SQL


def test_a_window_is_filled_in_outside_of_strings_names_and_comments() -> None:
    sql = "SELECT '{x}', \"{y}\" -- {z}\n/* {w} */ WHERE t >= {start_time_utc} AND t < {end_time_utc} AND r ~ '[0-9]{2}'"
    filled = fill_window(sql, "2024-01-31T10:00:00Z", "2024-02-01")
    literals = ("TIMESTAMP '2024-01-31 10:00:00.000'", "TIMESTAMP '2024-02-01 00:00:00.000'")
    assert filled == sql.replace("{start_time_utc}", literals[0]).replace("{end_time_utc}", literals[1])


@pytest.mark.parametrize(
    ("sql", "start", "end", "text"),
    [
        (
            "SELECT {start_tme_utc}",
            "2024-01-01",
            None,
            r"unknown placeholder \{start_tme_utc\} in line 1 \(did you mean start_time_utc\?\)",
        ),
        ("SELECT\n '{start_time_utc}'", "2024-01-01", None, r"line 2 of the query stands between quotes"),
        ("SELECT {end_time_utc}", "2024-01-01", None, r"--end_time_utc was not given"),
        ("SELECT 1", "2024-01-01' OR '1'='1", None, "is not a time"),
        ("SELECT 1", "2024-02-30", None, "is not a time"),
        ("SELECT 1", "2024-01-02", "2024-01-01", "ends .* before it starts"),
    ],
)
def test_a_window_that_cannot_be_filled_in_is_refused(sql: str, start: Any, end: Any, text: str) -> None:
    with pytest.raises(UserError, match=text):
        fill_window(sql, start, end)


@pytest.mark.parametrize(
    ("text", "literal"),
    [
        ("2024-01-31 10:00", "2024-01-31 10:00:00.000"),
        ("2024-01-31T10:00:00.123456+02:00", "2024-01-31 08:00:00.123"),
        ("2024-01-31T10:00:00-0130", "2024-01-31 11:30:00.000"),
    ],
)
def test_times_with_a_zone_become_utc(text: str, literal: str) -> None:
    assert fill_window("{start_time_utc}", text, None) == "TIMESTAMP '{}'".format(literal)


def test_a_query_is_read_without_semicolon_and_a_column_name_cannot_inject_sql(paths: Paths) -> None:
    paths.query_file.parent.mkdir(parents=True)
    paths.query_file.write_text("\ufeff\nSELECT 1 ; \n;\n", encoding="utf-8")
    assert read_query(paths.query_file) == "SELECT 1"
    assert shard_query("SELECT 1", None, Shard(0, 1)).sql == "SELECT 1"
    assert '"a""; DROP"' in shard_query("SELECT 1", Column('a"; DROP', "bigint"), Shard(0, 2)).sql


def test_a_random_query_is_recognized_outside_of_strings_and_comments() -> None:
    assert is_nondeterministic("SELECT 1 ORDER BY RANDOM ( )")
    assert is_nondeterministic("SELECT * FROM t TABLESAMPLE BERNOULLI (1)")
    assert not is_nondeterministic("SELECT 'random()' -- rand()\nFROM brand")


# Arguments, files, errors


@pytest.mark.parametrize("text", ['["a", "b c"]', "['a', 'b c']", "a, b c", '"[\\"a\\", \\"b c\\"]"'])
def test_a_list_of_names_may_be_written_in_four_ways(text: str) -> None:
    assert column_names(text) == ("a", "b c")


def test_a_failure_leaves_no_file(paths: Paths) -> None:
    file = paths.base / "a.csv"
    with pytest.raises(KeyError), AtomicFiles([file]) as files:
        files.write(file, ["x\n"])
        raise KeyError
    assert list(paths.base.iterdir()) == []
    with pytest.raises(ValueError, match="Out of range float"):
        write_json(file, {"value": float("nan")})
    assert list(paths.base.iterdir()) == []


def test_a_message_is_short_and_has_no_secret() -> None:
    register_secret("hunter22")
    assert redact("password hunter22!") == "password ***!"
    assert len(shorten("x" * 5000)) == 1024


def test_the_scripts_have_only_the_syntax_of_python_3_7() -> None:
    for file in CODE.glob("**/*.py"):
        text = file.read_text()
        compile(text, str(file), "exec", ast.PyCF_ONLY_AST, dont_inherit=True)
        if sys.version_info >= (3, 8):
            ast.parse(text, feature_version=(3, 7))
        assert "from __future__ import annotations" in text or file.name == "__init__.py"
