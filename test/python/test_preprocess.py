"""The training preprocessing script as SageMaker runs it, on the real Presto."""

from __future__ import annotations

import csv
import json
from pathlib import Path
from typing import Any, Callable, Dict, List, Tuple

import pytest

from conftest import PrestoAddress, call_script, connection_arguments, put_hosts, put_query, run_script
from fake_presto import FakePresto, Reply, page
from mlops.dataset import ColumnSelection, Page
from mlops.extract import extract
from mlops.paths import Paths, Shard
from mlops.presto import PrestoClient
from mlops.profile import merge_profiles
from mlops.queries import shard_query
from mlops.split import Split

TRAINING = "presto_preprocess_for_training.py"
FEATURES = ["line_count", "avg_discount"]
SQL = """
SELECT o.orderkey, count(*) AS line_count, avg(l.discount) AS avg_discount,
  CASE WHEN sum(l.extendedprice) > 150000 THEN 1 ELSE 0 END AS high_value
FROM orders o JOIN lineitem l ON o.orderkey = l.orderkey GROUP BY o.orderkey;
"""
SAMPLED = """SELECT * FROM ( -- a sample of
{}
) AS candidates
ORDER BY xxhash64(to_utf8('42:' || CAST("orderkey" AS VARCHAR))), "orderkey", "high_value", "line_count", "avg_discount"
LIMIT 500
"""
Secret = Callable[[Any], str]


def training_arguments(address: Any, name: str, *more: str) -> List[str]:
    return [
        *connection_arguments(address, name),
        "--target", "high_value", "--features", json.dumps(FEATURES), "--train_split", "0.7", "--test_split", "0.9", *more,
    ]  # fmt: skip


def rows_of(folder: Path) -> List[List[str]]:
    rows: List[List[str]] = []
    for file in sorted(folder.glob("*.csv")):
        with file.open(newline="") as lines:
            rows.extend(list(csv.reader(lines))[1:])
    return rows


def parts_of(paths: Paths) -> Dict[str, List[List[str]]]:
    return {part: rows_of(paths.processing(part)) for part in ("train", "validation", "test")}


def comparable_parts(paths: Paths) -> Dict[str, Any]:
    """The rows of each part. Doubles have only the digits that Presto returns at every run."""
    return {part: sorted([*row[:-1], "{:.9f}".format(float(row[-1]))] for row in rows) for part, rows in parts_of(paths).items()}


def profile_of(paths: Paths, host: int = 0) -> Dict[str, Any]:
    value: Dict[str, Any] = json.loads((paths.processing("profile") / "profile-{}.json".format(host)).read_text())
    return value


@pytest.fixture
def read_all(presto: PrestoAddress, secret: Secret, tmp_path: Path) -> Callable[..., Paths]:
    """Runs the training script with a query on one instance, or on several instances one after the other."""
    name = secret({"username": "tester"})

    def read(label: str, sql: str = SQL, hosts: int = 1, key: str = "orderkey", extra: Any = ()) -> Paths:
        paths = Paths(tmp_path / label)
        put_query(paths, sql)
        for host in range(hosts):
            if hosts > 1:
                put_hosts(paths, host, hosts)
            key_arguments = ("--key_column", key) if key else ()
            done = run_script(TRAINING, training_arguments(presto, name, *key_arguments, *extra), paths)
            assert done.code == 0, done.stderr
        return paths

    return read


def test_every_row_is_in_one_part_and_the_parts_have_their_shares(read_all: Callable[..., Paths]) -> None:
    paths = read_all("one")
    parts = parts_of(paths)
    keys = [row[0] for rows in parts.values() for row in rows]
    assert len(keys) == len(set(keys)) == 15000
    assert [round(len(rows) / 15000, 1) for rows in parts.values()] == [0.7, 0.2, 0.1]
    header = (paths.processing("train") / "train-0.csv").read_text().splitlines()[0]
    assert header == "orderkey,high_value,line_count,avg_discount"
    profile = profile_of(paths)
    assert profile["rows"] == 15000
    assert {part: len(rows) for part, rows in parts.items()} == {p: c["rows"] for p, c in profile["splits"].items()}
    assert profile["class_counts"]["1"] == sum(row[1] == "1" for rows in parts.values() for row in rows)
    assert profile["features"]["line_count"]["min"] == 1
    assert profile["features"]["line_count"]["max"] == 7
    assert profile["features"]["line_count"]["mean"] == pytest.approx(60175 / 15000)
    assert not paths.exit_message.exists()


def test_a_second_run_makes_the_same_parts_and_digest(read_all: Callable[..., Paths]) -> None:
    first, second = read_all("one"), read_all("two")
    assert comparable_parts(first) == comparable_parts(second)
    assert profile_of(first)["digest"] == profile_of(second)["digest"]


def test_rows_stay_in_their_part_when_data_is_added(read_all: Callable[..., Paths]) -> None:
    filtered = SQL.replace("GROUP BY", "WHERE o.orderkey < 20000 GROUP BY")
    few, many = parts_of(read_all("few", filtered)), parts_of(read_all("many"))
    for part, rows in few.items():
        assert {row[0] for row in rows} <= {row[0] for row in many[part]}


def test_instances_divide_the_rows_without_gap_or_overlap(read_all: Callable[..., Paths]) -> None:
    whole, shared = read_all("whole"), read_all("shared", hosts=3)
    assert comparable_parts(whole) == comparable_parts(shared)
    profiles = [profile_of(shared, host) for host in range(3)]
    assert all(4500 < profile["rows"] < 5500 for profile in profiles)
    merged, single = merge_profiles(profiles), profile_of(whole)
    for exact in ("rows", "digest", "class_counts", "splits"):
        assert merged[exact] == single[exact]
    assert merged["features"]["avg_discount"]["mean"] == pytest.approx(single["features"]["avg_discount"]["mean"])
    assert merged["features"]["avg_discount"]["quantiles"]["0.5"] == pytest.approx(
        single["features"]["avg_discount"]["quantiles"]["0.5"], abs=0.002
    )


KEYS = {
    "bigint": "orderkey",
    "integer": "CAST(orderkey AS integer)",
    "negative": "-orderkey",
    "double": "orderkey / DOUBLE '7'",
    "real": "CAST(orderkey AS real)",
    "decimal": "CAST(orderkey AS decimal(20,3))",
    "varchar": "'key ''\" ü ' || CAST(orderkey AS varchar)",
    "char": "CAST(CAST(orderkey AS varchar) AS char(9))",
    "boolean": "orderkey % 2 = 0",
    "date": "DATE '2000-01-01' + orderkey * INTERVAL '1' DAY",
    "timestamp": "TIMESTAMP '2000-01-01 00:00:00' + orderkey * INTERVAL '1' SECOND",
    "zoned": "from_unixtime(orderkey, 'UTC')",
    "varbinary": "to_utf8(CAST(orderkey AS varchar))",
    "null": "nullif(orderkey, 5)",
    "uuid": "uuid '00000000-0000-0000-0000-000000000001'",
    "time": "TIME '00:00:00' + orderkey * INTERVAL '1' SECOND",
    "interval": "orderkey * INTERVAL '1' DAY",
    "ipaddress": "CAST('10.0.' || CAST(orderkey / 100 AS varchar) || '.' || CAST(orderkey % 100 AS varchar) AS ipaddress)",
    "digest": "sha256(to_utf8(CAST(orderkey AS varchar)))",
    "json": 'json_parse(\'{"b": \' || CAST(orderkey AS varchar) || \', "a": "\u00fc"}\')',
    "json number": "CAST(orderkey AS json)",
    "array": "ARRAY[orderkey, NULL]",
    "map": "map(ARRAY['b', 'a'], ARRAY[orderkey, orderkey % 7])",
    "row": "ROW(orderkey, 'a \"b\"', ARRAY[orderkey % 3])",
}


@pytest.mark.parametrize("kind", sorted(KEYS))
def test_a_key_of_any_scalar_type_divides_the_rows(client: PrestoClient, kind: str) -> None:
    sql = 'SELECT {} AS "the ""key""", orderkey FROM orders WHERE orderkey < 1000'.format(KEYS[kind])
    key = client.describe(sql)[0]

    def rows_of_share(index: int, count: int) -> List[str]:
        query = shard_query(sql, key, Shard(index, count))
        with client.stream(query.sql, query.line_offset) as result:
            return [json.dumps(row) for rows in result.pages() for row in rows]

    shares = [rows_of_share(index, 3) for index in range(3)]
    assert sorted(row for share in shares for row in share) == sorted(rows_of_share(0, 1))
    assert sum(map(len, shares)) == 255
    assert kind in ("boolean", "uuid") or all(60 < len(share) < 110 for share in shares)


# The samples that version 0.1.0 reads: the three lowest orderkeys, and the sum of all. A sample must never move.
SAMPLES_BEFORE = {
    "bigint": (3, 4, 6, 51071),
    "varchar": (1, 4, 5, 47998),
    "double": (2, 3, 4, 48471),
    "timestamp": (1, 2, 3, 48578),
}


@pytest.mark.parametrize("kind", sorted(set(KEYS) - {"boolean", "uuid", "null"}))
def test_a_key_of_any_type_is_sampled_split_and_shared(client: PrestoClient, kind: str) -> None:
    query = 'SELECT {} AS "the ""key""", orderkey AS x, orderkey % 2 AS y FROM orders WHERE orderkey < 1000'.format(KEYS[kind])
    order = """xxhash64(to_utf8('42:' || CAST({0} AS VARCHAR))), {0}, "y", "x\"""".format('"the ""key"""')
    sql = "SELECT * FROM ( -- a sample of\n{}\n) AS candidates\nORDER BY {}\nLIMIT 100".format(query, order)
    selection = ColumnSelection('the "key"', "y", ("x",))

    def read(index: int, count: int) -> Dict[int, Tuple[str, int]]:
        """By orderkey: the line of the CSV file, and the part."""
        rows: Dict[int, Tuple[str, int]] = {}

        def consume(page: Page) -> None:
            parts = Split(0.7, 0.9).assign(page.keys).tolist()
            rows.update({int(x): (line, part) for x, line, part in zip(page.values[:, 0], page.lines, parts)})

        extraction = extract(client, sql, selection, Shard(index, count), consume=consume, log=lambda _: None)
        assert extraction.rows == len(rows)
        return rows

    whole = read(0, 1)
    shares = [read(index, 3) for index in range(3)]
    assert len(whole) == 100 == sum(map(len, shares))
    assert {row: value for share in shares for row, value in share.items()} == whole
    assert all(len(share) > 15 for share in shares)
    assert {part for _, part in whole.values()} == {0, 1, 2}
    keys = [next(csv.reader([line]))[0] for line, _ in whole.values()]
    assert len(set(keys)) == 100
    if kind == "map":
        assert all(list(json.loads(key)) == ["a", "b"] for key in keys)
    if kind in SAMPLES_BEFORE:
        assert (*sorted(whole)[:3], sum(whole)) == SAMPLES_BEFORE[kind]


def test_rows_with_equal_keys_are_in_one_part_and_without_a_key_equal_rows_are(read_all: Callable[..., Paths]) -> None:
    sql = "SELECT linenumber AS orderkey, quantity AS line_count, discount AS avg_discount, 1 - linenumber % 2 AS high_value FROM lineitem"
    parts = parts_of(read_all("keyed", sql, extra=("--split_seed", "7", "--train_split", "0.5", "--test_split", "0.7")))
    keys = [{row[0] for row in rows} for rows in parts.values()]
    assert sum(map(len, keys)) == 7
    parts = parts_of(read_all("keyless", sql, key=""))
    rows = [{tuple(row) for row in rows} for rows in parts.values()]
    assert not rows[0] & rows[1]
    assert not rows[0] & rows[2]
    assert not rows[1] & rows[2]
    assert sum(len(rows) for rows in parts.values()) == 60175


BAD_DATA = [
    ("SELECT orderkey, 1 AS line_cuont, 2 AS high_value FROM orders",
     ["does not give the feature 'line_count' (did you mean line_cuont?); the feature 'avg_discount'", "orderkey, line_cuont, high_value"]),
    (SQL.replace("avg(l.discount)", "if(o.orderkey in (5, 6), NULL, avg(l.discount))"),
     ["avg_discount is NULL in 2 of 15,000 rows (first keys: ", "COALESCE"]),
    (SQL.replace("ELSE 0 END", "END"), ["the target high_value is NULL in 8,238 of 15,000 rows"]),
    (SQL.replace("avg(l.discount)", "max(o.orderpriority)"),
     ["A feature is not numeric: avg_discount is varchar(15), for example '", "CAST"]),
    (SQL.replace("avg(l.discount)", "max(o.orderdate)"),
     ["avg_discount is date, for example '199", "date_diff"]),
    (SQL.replace("avg(l.discount)", "array_agg(l.discount)"), ["avg_discount is array(double)"]),
    (SQL.replace("ELSE 0 END", "ELSE o.orderkey % 3 END"), ["not binary: it must be 0 or 1, but the query yields 1 (9,5", " 2 (", " 0 ("]),
    (SQL.replace("THEN 1 ELSE 0", "THEN 'yes' ELSE 'no'"), ["not binary", "no (8,238 rows), yes (6,762 rows)", "CASE WHEN"]),
    (SQL.replace("GROUP BY", "WHERE o.orderkey < 0 GROUP BY"), ["The query gives no rows."]),
    (SQL.replace("> 150000", "> 1e12"), ["The target 'high_value' is 0 in all 15,000 rows"]),
    (SQL.replace("GROUP BY", "WHERE o.orderkey IN (1, 2) GROUP BY"), ["only 2 rows: no row is in "]),
    (SQL.replace("avg(l.discount)", "if(o.orderkey = 7, nan(), 0e0)"), ["avg_discount is NaN in 1 of 15,000 rows (first keys: 7)"]),
    (SQL.replace("avg(l.discount)", "if(o.orderkey = 7, infinity(), 0e0)"), ["avg_discount is infinite or too large for 32 bits in 1 of"]),
    (SQL.replace("avg(l.discount)", "1e39"), ["avg_discount is infinite or too large for 32 bits in 15,000 of"]),
    (SQL.replace("SELECT o.orderkey", "SELECT nullif(o.orderkey, 3) AS orderkey"), ["orderkey is NULL in 1 of 15,000 rows"]),
    (SQL.replace("SELECT o.orderkey", "SELECT array[to_utf8('a')] AS orderkey"), ["Cannot cast array(varbinary) to JSON"]),
    (SQL.replace("avg(l.discount)", "count(*) AS line_count, avg(l.discount)"), ["gives 2 columns named 'line_count'"]),
    ("SELECT orderkey,\n nope FROM orders", ["rejects the query at line 2:2: ", "nope"]),
    (SAMPLED.format("SELECT orderkey,\n nope FROM orders"), ["rejects the query at line 2:2: ", "nope"]),
    (SAMPLED.format("SELECT orderkey,\n CAST('x' AS bigint) AS line_count,\n FROM orders"), ["rejects the query at line 3:2: "]),
    (SAMPLED.format(SQL.strip(" \n;").replace("AS line_c", "AS lime_c")), ["'line_count' (did you mean lime_count?)"]),
    (SAMPLED.format(SQL.strip(" \n;").replace("> 150000", "> 1e12")), ["The target 'high_value' is 0 in all 500 rows"]),
    (";", ["The query is empty."]),
]  # fmt: skip


@pytest.mark.parametrize(("sql", "texts"), BAD_DATA)
def test_the_message_names_data_that_no_model_can_use(
    presto: PrestoAddress, secret: Secret, paths: Paths, sql: str, texts: List[str]
) -> None:
    put_query(paths, sql)
    done = call_script(TRAINING, training_arguments(presto, secret({"username": "tester"}), "--key_column", "orderkey"), paths)
    assert done.code == 1
    for text in texts:
        assert text in done.message
    assert done.stderr.strip() == done.message
    assert "Traceback" not in done.stdout + done.stderr
    assert list(paths.base.glob("**/*.csv*")) + list(paths.base.glob("**/profile*.json")) == []


def test_booleans_and_decimals_can_be_used(read_all: Callable[..., Paths]) -> None:
    sql = """SELECT orderkey, orderkey % 3 = 0 AS line_count, CAST(totalprice AS decimal(12,2)) AS avg_discount,
        orderkey % 2 = 0 AS HIGH_VALUE FROM orders"""
    rows = parts_of(read_all("types", sql))["train"]
    assert {row[1] for row in rows} == {"0", "1"}
    assert {row[2] for row in rows} == {"0", "1"}
    assert all(row[3][-3] == "." for row in rows)


def test_several_instances_need_a_key(presto: PrestoAddress, secret: Secret, paths: Paths) -> None:
    put_query(paths, SQL)
    put_hosts(paths, 0, 2)
    done = run_script(TRAINING, training_arguments(presto, secret({"username": "tester"})), paths)
    assert done.code == 1
    assert "2 instances cannot share the query without a key" in done.message
    assert "key_column" in done.message


def test_an_empty_share_is_not_an_empty_result(presto: PrestoAddress, secret: Secret, paths: Paths) -> None:
    put_query(paths, SQL.replace("GROUP BY", "WHERE o.orderkey = 1 GROUP BY"))
    arguments = training_arguments(presto, secret({"username": "tester"}), "--key_column", "orderkey")
    for host in range(2):
        put_hosts(paths, host, 2)
        assert run_script(TRAINING, arguments, paths).code == 0
    assert sorted(profile_of(paths, host)["rows"] for host in range(2)) == [0, 1]
    assert merge_profiles([profile_of(paths, host) for host in range(2)])["features"]["line_count"]["min"] == 6
    put_query(paths, SQL.replace("GROUP BY", "WHERE o.orderkey < 0 GROUP BY"))
    done = run_script(TRAINING, arguments, paths)
    assert done.code == 1
    assert "gives no rows" in done.message


def test_no_file_is_left_when_presto_fails_after_the_first_rows(secret: Secret, paths: Paths) -> None:
    columns = [{"name": n, "type": t} for n, t in
               (("orderkey", "bigint"), ("high_value", "integer"), ("line_count", "bigint"), ("avg_discount", "double"))]  # fmt: skip
    describe = [page(0, columns=columns, last=True)]
    broken = [
        page(0),
        page(1, [[n, n % 2, n, 0.5] for n in range(100)], columns=columns),
        Reply(status=500, text="<html>"),
    ]
    put_query(paths, SQL)
    with FakePresto(describe + broken) as fake:
        address = PrestoAddress("127.0.0.1", fake.port)
        done = run_script(TRAINING, training_arguments(address, secret({"username": "tester"}), "--key_column", "orderkey"), paths)
        assert fake.methods()[-1] == "DELETE"
    assert done.code == 1
    assert "HTTP 500" in done.message
    assert [file for file in paths.base.glob("processing/*/*") if file.is_file() and file.suffix != ".sql"] == []


ARGUMENT_MISTAKES = [
    (["--features", '["high_value", "line_count"]'], "would be given the answer"),
    (["--features", '["line_count", "line_count"]'], "line_count is named twice"),
    (["--features", "[]"], "expected a JSON list"),
    (["--train_split", "0.9", "--test_split", "0.7"], "leave a part without rows"),
    (["--train_split", "abc"], "invalid float value"),
    (["--key_column", "line_count"], "is also a feature"),
    (["--presto_protocol", "ftp"], "invalid choice"),
    (["--unknown", "1"], "unrecognized arguments: --unknown 1"),
]


@pytest.mark.parametrize(("extra", "text"), ARGUMENT_MISTAKES)
def test_wrong_arguments_fail_before_the_query_runs(paths: Paths, extra: List[str], text: str) -> None:
    put_query(paths, SQL)
    done = call_script(TRAINING, training_arguments(PrestoAddress("127.0.0.1", 1), "none", *extra), paths)
    assert done.code == 1
    assert text in done.message


def test_a_missing_secret_and_a_missing_query_are_reported(presto: PrestoAddress, secret: Secret, paths: Paths) -> None:
    done = run_script(TRAINING, training_arguments(presto, "python-test-none"), paths)
    assert "There is no query at" in done.message
    put_query(paths, SQL)
    done = run_script(TRAINING, training_arguments(presto, "python-test-none"), paths)
    assert "There is no secret 'python-test-none' in Secrets Manager in us-east-1." in done.message
    assert secret({"username": "x"}) not in done.message


def test_a_password_is_in_no_log_and_no_message(secret: Secret, paths: Paths) -> None:
    put_query(paths, SQL)
    name = secret({"username": "tester", "password": "hunter22"})
    done = run_script(TRAINING, training_arguments(PrestoAddress("127.0.0.1", 1), name, "--presto_protocol", "http"), paths)
    assert "never sent over plain http" in done.message
    assert "hunter22" not in done.stdout + done.stderr + done.message
