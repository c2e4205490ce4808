"""Reads the rows of a time window from Presto for batch transform.

Runs in a SageMaker processing job. Its arguments, files and rules are described in docs/container-scripts.md.
"""

from __future__ import annotations

import sys
from typing import List

from mlops.arguments import Parser, add_columns, add_connection, optional_text
from mlops.dataset import ColumnSelection, Page
from mlops.errors import run
from mlops.extract import connect, extract, print_line
from mlops.files import AtomicFiles
from mlops.paths import Paths
from mlops.queries import fill_window, read_query


def preprocess(argv: List[str], paths: Paths) -> int:
    """Writes `batch/batch-<instance>.csv` with the columns [key,] features; returns how many rows it has.

    The file has no header: batch transform cuts it into mini-batches, and only the first would have the header. Raises
    UserError for a mistake in the arguments, the query or the data, PlatformError when Presto or AWS fails.
    """
    parser = Parser(prog="presto_preprocess_for_batch_inference.py", description=__doc__)
    add_connection(parser)
    add_columns(parser)
    parser.add_argument(
        "--start_time_utc", type=optional_text, default=None, help="fills {start_time_utc} in the query"
    )
    parser.add_argument("--end_time_utc", type=optional_text, default=None, help="fills {end_time_utc} in the query")
    args = parser.parse_args(argv)
    selection = ColumnSelection(args.key_column, None, args.features).check(args.target)
    shard = paths.shard()
    sql = fill_window(read_query(paths.query_file), args.start_time_utc, args.end_time_utc)
    output = paths.processing("batch") / "batch-{}.csv".format(shard.index)
    with AtomicFiles([output]) as files, connect(args) as client:

        def consume(page: Page) -> None:
            files.write(output, page.lines)

        rows = extract(client, sql, selection, shard, consume=consume, log=print_line).rows
    print_line("{}: {:,} rows".format(output.name, rows))
    return rows


def main(argv: List[str]) -> int:
    """Runs the script and returns the exit code of the process."""
    paths = Paths.from_environment()
    return run(lambda: preprocess(argv, paths), "presto_preprocess_for_batch_inference.py", paths.exit_message)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
