"""Compares two ways to read 1.5 million rows: our streaming reader, and `cursor.fetchall()` into pandas.

The published notebooks read the second way. Both run their query on tpch.sf1, without ORDER BY and LIMIT, and write the
same CSV. Each way runs in its own process, so that its peak memory can be measured. PRESTO_HOST and PRESTO_PORT name the
server. `prepared` is a third way, the whole work of presto_preprocess_for_training.py: with checks, split, digest and
profile.

Prints one JSON object: `streaming`, `prepared` and `fetchall` {rows, seconds, rows_per_second, cpu_seconds,
peak_mebibytes}, and the `ratio` of streaming to fetchall. cpu_seconds are those of the client alone, because the
machine may do other work too.

Usage: python extract.py [--rows-limit N] [--repeat N]
"""

from __future__ import annotations

import argparse
import json
import os
import resource
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import Any, Dict, List

CODE = Path(__file__).resolve().parents[3] / "sagemaker-code"
SQL = """
SELECT o.orderkey, COUNT(l.linenumber) AS lineitem_count, SUM(l.quantity) AS total_quantity,
  AVG(l.discount) AS avg_discount, SUM(l.extendedprice) AS total_extended_price, SUM(l.tax) AS total_payable_tax,
  o.orderdate, o.orderpriority, CASE WHEN (o.orderpriority = '2-HIGH') THEN 1 ELSE 0 END AS high_value_order
FROM orders o JOIN lineitem l ON o.orderkey = l.orderkey
GROUP BY o.orderkey, o.orderdate, o.orderpriority
"""
HEADER = ["orderkey", "lineitem_count", "total_quantity", "avg_discount", "total_extended_price", "total_payable_tax",
          "orderdate", "orderpriority", "high_value_order"]  # fmt: skip


def query_with_limit(limit: int) -> str:
    """Returns the query, with a LIMIT when `limit` is not 0."""
    return SQL if not limit else "{}\nLIMIT {}".format(SQL, limit)


def client() -> Any:
    """Makes our reader, for the server that the environment names."""
    from mlops.credentials import Credentials
    from mlops.presto import PrestoClient, Server

    server = Server(os.environ["PRESTO_HOST"], int(os.environ["PRESTO_PORT"]), "tpch", "sf1")
    return PrestoClient(server, Credentials("bench", None, None, "none"))


def streaming(sql: str, output: Path) -> int:
    """Reads page by page and writes a CSV of all nine columns; returns the number of rows."""
    from mlops.dataset import to_lines
    from mlops.files import AtomicFiles

    rows = 0
    with client() as connection, connection.stream(sql) as result, AtomicFiles([output]) as files:
        files.write(output, to_lines([HEADER]))
        for page in result.pages():
            files.write(output, to_lines(page))
            rows += len(page)
    return rows


def prepared(sql: str, output: Path) -> int:
    """Does with each row what the training job does; returns the number of rows."""
    from mlops.dataset import ColumnSelection, Page
    from mlops.extract import extract
    from mlops.files import AtomicFiles
    from mlops.paths import Shard
    from mlops.profile import Profile
    from mlops.split import Split

    features = tuple(HEADER[1:6])
    profile, split = Profile(features), Split(0.7, 0.9)
    with client() as connection, AtomicFiles([output]) as files:

        def consume(page: Page) -> None:
            profile.add(page.identities, page.labels, split.assign(page.keys), page.values)
            files.write(output, page.lines)

        selection = ColumnSelection("orderkey", "high_value_order", features)
        return int(extract(connection, sql, selection, Shard(0, 1), consume=consume, log=lambda _: None).rows)


def fetchall(sql: str, output: Path) -> int:
    """Reads all rows at once into pandas, as the published notebooks do, and writes a CSV; returns the number of rows."""
    import pandas as pd
    import prestodb

    connection = prestodb.dbapi.connect(
        host=os.environ["PRESTO_HOST"], port=int(os.environ["PRESTO_PORT"]), user="bench", catalog="tpch", schema="sf1"
    )
    cursor = connection.cursor()
    cursor.execute(sql)
    frame = pd.DataFrame(cursor.fetchall(), columns=[column[0] for column in cursor.description])
    frame.to_csv(str(output), index=False)
    return len(frame)


WAYS = {"streaming": streaming, "prepared": prepared, "fetchall": fetchall}


def measure_here(way: str, limit: int) -> Dict[str, Any]:
    """Runs one way in this process and measures it."""
    with tempfile.TemporaryDirectory() as folder:
        started = time.monotonic()
        rows = WAYS[way](query_with_limit(limit), Path(folder) / "rows.csv")
        seconds = time.monotonic() - started
    usage = resource.getrusage(resource.RUSAGE_SELF)
    peak = usage.ru_maxrss / (1024 if sys.platform != "darwin" else 1024**2)
    return {
        "rows": rows,
        "seconds": round(seconds, 2),
        "rows_per_second": round(rows / seconds),
        "cpu_seconds": round(usage.ru_utime + usage.ru_stime, 2),
        "peak_mebibytes": round(peak),
    }


def measure(way: str, limit: int, repeat: int) -> Dict[str, Any]:
    """Runs one way `repeat` times, each time in a new process, and returns the fastest run."""
    command = [sys.executable, str(Path(__file__).resolve()), "--way", way, "--rows-limit", str(limit)]
    environment = dict(os.environ, PYTHONPATH=str(CODE))
    runs: List[Dict[str, Any]] = []
    for _ in range(repeat):
        process = subprocess.run(command, env=environment, stdout=subprocess.PIPE, check=True)
        runs.append(json.loads(process.stdout))
    return min(runs, key=lambda run: run["seconds"])


def main(argv: List[str]) -> None:
    """Measures all ways one after the other and prints the result."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--way", choices=sorted(WAYS), help="only this way, in this process")
    parser.add_argument("--rows-limit", type=int, default=0)
    parser.add_argument("--repeat", type=int, default=1)
    args = parser.parse_args(argv)
    if args.way:
        print(json.dumps(measure_here(args.way, args.rows_limit)))
        return
    report: Dict[str, Any] = {way: measure(way, args.rows_limit, args.repeat) for way in WAYS}
    fast, slow = report["streaming"], report["fetchall"]
    report["ratio"] = {
        "rows_per_second": round(fast["rows_per_second"] / slow["rows_per_second"], 2),
        "cpu_seconds": round(slow["cpu_seconds"] / fast["cpu_seconds"], 2),
        "peak_memory": round(slow["peak_mebibytes"] / fast["peak_mebibytes"], 1),
    }
    print(json.dumps(report, indent=2))


if __name__ == "__main__":
    main(sys.argv[1:])
