"""Extraction of 1.5 million rows: our streaming reader against `cursor.fetchall()` into pandas, as the seed reads.

Both run the seed's query on tpch.sf1 without ORDER BY and LIMIT and end with the same CSV; each is a process of its
own, so that peak memory is its own. PRESTO_HOST and PRESTO_PORT name the server. Prints one JSON object: `streaming`,
`prepared` and `fetchall` {rows, seconds, rows_per_second, cpu_seconds, peak_mebibytes}, and the `ratio` of streaming to
fetchall. cpu_seconds are the client's own, for machines that do other work too. `prepared` is the whole work of
presto_preprocess_for_training.py: checks, split, digest and profile as well.

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


def limited(limit: int) -> str:
    """The query, of at most `limit` rows when that is not 0."""
    return SQL if not limit else "{}\nLIMIT {}".format(SQL, limit)


def client() -> Any:
    """Our reader on the server that the environment names."""
    from mlops.credentials import Credentials
    from mlops.presto import PrestoClient, Server

    server = Server(os.environ["PRESTO_HOST"], int(os.environ["PRESTO_PORT"]), "tpch", "sf1")
    return PrestoClient(server, Credentials("bench", None, None, "none"))


def streaming(sql: str, output: Path) -> int:
    """Page by page into a CSV of all nine columns."""
    from mlops.dataset import to_lines
    from mlops.files import WholeFiles

    rows = 0
    with client() as connection, connection.stream(sql) as result, WholeFiles([output]) as files:
        files.write(output, to_lines([HEADER]))
        for page in result.pages():
            files.write(output, to_lines(page))
            rows += len(page)
    return rows


def prepared(sql: str, output: Path) -> int:
    """What the training job does with each row."""
    from mlops.dataset import Page, Wanted
    from mlops.extract import extract
    from mlops.files import WholeFiles
    from mlops.paths import Shard
    from mlops.profile import Profile
    from mlops.split import Split

    features = tuple(HEADER[1:6])
    profile, split = Profile(features), Split(0.7, 0.9)
    with client() as connection, WholeFiles([output]) as files:

        def consume(page: Page) -> None:
            profile.add(page.identities, page.labels, split.assign(page.keys), page.values)
            files.write(output, page.lines)

        wanted = Wanted("orderkey", "high_value_order", features)
        return int(extract(connection, sql, wanted, Shard(0, 1), consume, lambda _: None).rows)


def fetchall(sql: str, output: Path) -> int:
    """The seed's way: everything at once, then pandas, then CSV."""
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
    """Runs one way in this process."""
    with tempfile.TemporaryDirectory() as folder:
        started = time.monotonic()
        rows = WAYS[way](limited(limit), Path(folder) / "rows.csv")
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
    """The fastest of `repeat` runs, each a process of its own."""
    command = [sys.executable, str(Path(__file__).resolve()), "--way", way, "--rows-limit", str(limit)]
    environment = dict(os.environ, PYTHONPATH=str(CODE))
    results: List[Dict[str, Any]] = []
    for _ in range(repeat):
        done = subprocess.run(command, env=environment, stdout=subprocess.PIPE, check=True)
        results.append(json.loads(done.stdout))
    return min(results, key=lambda result: result["seconds"])


def main(argv: List[str]) -> None:
    """Measures all ways in turn and prints the result."""
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
