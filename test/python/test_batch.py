"""The batch preprocessing script as SageMaker runs it, and the memory that a read takes."""

from __future__ import annotations

import json
from typing import Any, Callable, List

from conftest import CODE, PrestoAddress, connection_arguments, put_hosts, put_query, run_script
from fake_presto import FakePresto, page
from mlops.paths import Paths

BATCH = "presto_preprocess_for_batch_inference.py"
FEATURES = ["line_count", "avg_discount"]
Secret = Callable[[Any], str]
PEAK = """
import resource, runpy, sys
sys.argv = sys.argv[1:]
try:
    runpy.run_path(sys.argv[0], run_name="__main__")
finally:
    print("PEAK", resource.getrusage(resource.RUSAGE_SELF).ru_maxrss)
"""


def rounded(line: str) -> List[str]:
    """The cells of a line. The double has only the digits that Presto returns at every run."""
    cells = line.split(",")
    return [*cells[:-1], "{:.9f}".format(float(cells[-1]))]


def batch_arguments(address: Any, name: str, *more: str) -> List[str]:
    return [*connection_arguments(address, name), "--target", "high_value", "--features", json.dumps(FEATURES), *more]


WINDOW = """SELECT l.orderkey, count(*) AS line_count, avg(l.discount) AS avg_discount
FROM orders o JOIN lineitem l ON o.orderkey = l.orderkey -- {not a placeholder}
WHERE o.orderdate >= {start_time_utc} AND o.orderdate < {end_time_utc} AND o.comment <> '{braces}' GROUP BY l.orderkey"""


def test_the_batch_file_has_the_rows_of_the_window_and_no_header(presto: PrestoAddress, secret: Secret, paths: Paths) -> None:
    put_query(paths, WINDOW)
    name = secret({"username": "tester"})
    window = ("--start_time_utc", "1995-01-01T01:00:00+01:00", "--end_time_utc", "1995-01-03 00:00:00")
    arguments = batch_arguments(presto, name, "--key_column", "orderkey", *window)
    done = run_script(BATCH, arguments, paths)
    assert done.code == 0, done.stderr
    lines = (paths.processing("batch") / "batch-0.csv").read_text().splitlines()
    assert len(lines) > 5
    assert all(len(line.split(",")) == 3 and line.split(",")[1].isdigit() for line in lines)
    for host in range(2):
        put_hosts(paths, host, 2)
        assert run_script(BATCH, arguments, paths).code == 0
    files = [paths.processing("batch") / "batch-{}.csv".format(host) for host in range(2)]
    shared = [line for file in files for line in file.read_text().splitlines()]
    assert sorted(map(rounded, shared)) == sorted(map(rounded, lines))


def test_the_batch_file_without_a_key_has_only_the_features(presto: PrestoAddress, secret: Secret, paths: Paths) -> None:
    put_query(paths, "SELECT quantity AS avg_discount, linenumber AS line_count FROM lineitem LIMIT 10")
    done = run_script(BATCH, batch_arguments(presto, secret({"username": "tester"}), "--key_column", "none"), paths)
    assert done.code == 0, done.stderr
    lines = (paths.processing("batch") / "batch-0.csv").read_text().splitlines()
    assert len(lines) == 10
    assert all(line.split(",")[0] in "1234567" and "." in line.split(",")[1] for line in lines)


def test_a_window_without_rows_and_a_key_with_a_line_break_are_refused(presto: PrestoAddress, secret: Secret, paths: Paths) -> None:
    name = secret({"username": "tester"})
    put_query(paths, WINDOW)
    window = ("--start_time_utc", "2095-01-01", "--end_time_utc", "2096-01-01")
    assert "gives no rows" in run_script(BATCH, batch_arguments(presto, name, *window), paths).message
    put_query(paths, "SELECT 'a' || chr(10) AS k, 1 AS line_count, 2 AS avg_discount")
    done = run_script(BATCH, batch_arguments(presto, name, "--key_column", "k"), paths)
    assert "k is a text with a line break in 1 of 1 rows" in done.message


def test_memory_does_not_grow_with_the_rows(secret: Secret, paths: Paths) -> None:
    """Compares the peak memory of a read of 20 pages with that of 200 pages, 2,000 rows each."""

    def peak(pages: int) -> int:
        columns = [{"name": n, "type": t} for n, t in
                   (("orderkey", "bigint"), ("line_count", "bigint"), ("avg_discount", "double"))]  # fmt: skip
        rows = [[n, n, n / 7] for n in range(2000)]
        replies = [page(0, columns=columns, last=True), page(0, columns=columns)]
        replies += [page(n + 1, rows, columns=columns, last=n == pages - 1) for n in range(pages)]
        with FakePresto(replies) as fake:
            arguments = batch_arguments(PrestoAddress("127.0.0.1", fake.port), name, "--key_column", "orderkey")
            wrapper = paths.base / "peak.py"
            wrapper.write_text(PEAK)
            done = run_script(str(wrapper), [str(CODE / BATCH), *arguments], paths, PYTHONPATH=str(CODE))
        assert done.code == 0, done.stderr
        return int(done.stdout.split("PEAK")[1])

    name = secret({"username": "tester"})
    put_query(paths, "SELECT 1")
    assert peak(200) - peak(20) < 6_000  # KiB; 360,000 rows more
