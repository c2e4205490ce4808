"""Reads the training query from Presto and divides its rows into train, validation and test.

Runs in a SageMaker processing job. Its arguments, files and rules are described in docs/container-scripts.md.
"""

from __future__ import annotations

import sys
from typing import Any, Dict, List

from mlops.arguments import Parser, add_columns, add_connection
from mlops.dataset import ColumnSelection, Page, to_lines
from mlops.errors import UserError, run
from mlops.extract import column_types, connect, extract, print_line
from mlops.files import AtomicFiles, write_json
from mlops.paths import Paths, Shard
from mlops.profile import Profile
from mlops.queries import read_query, sql_sha256
from mlops.split import PARTS, Split


def preprocess(argv: List[str], paths: Paths) -> Dict[str, Any]:
    """Writes `<part>/<part>-<instance>.csv` and `profile/profile-<instance>.json`; returns the profile.

    Raises UserError for a mistake in the arguments, the query or the data, PlatformError when Presto or AWS fails.
    """
    parser = Parser(prog="presto_preprocess_for_training.py", description=__doc__)
    add_connection(parser)
    add_columns(parser)
    parser.add_argument("--train_split", required=True, type=float, help="upper bound of train, as a share")
    parser.add_argument("--test_split", required=True, type=float, help="upper bound of validation; test is above")
    parser.add_argument("--split_seed", type=int, default=42)
    args = parser.parse_args(argv)
    selection = ColumnSelection(args.key_column, args.target, args.features).check()
    split = Split(args.train_split, args.test_split, args.split_seed).check()
    shard = paths.shard()
    sql = read_query(paths.query_file)

    profile = Profile(selection.features)
    outputs = [paths.processing(part) / "{}-{}.csv".format(part, shard.index) for part in PARTS]
    with AtomicFiles(outputs) as files, connect(args) as client:
        for path in outputs:
            files.write(path, to_lines([selection.header]))

        def consume(page: Page) -> None:
            parts = split.assign(page.keys)
            profile.add(page.identities, page.labels, parts, page.values)
            parts_of_lines = parts.tolist()
            for index, path in enumerate(outputs):
                files.write(path, [line for line, part in zip(page.lines, parts_of_lines) if part == index])

        extraction = extract(client, sql, selection, shard, consume=consume, log=print_line)
        if shard.count == 1:
            check_parts(profile, selection.target or "")
    summary = dict(
        profile.as_json(),
        schema_version=1,
        target=selection.target,
        key_column=selection.key,
        sql_sha256=sql_sha256(sql),
        query_id=extraction.query_id,
        columns=column_types(extraction),
        split={"train_split": split.train, "test_split": split.test, "seed": split.seed},
        shard={"index": shard.index, "count": shard.count},
    )
    write_json(paths.processing("profile") / "profile-{}.json".format(shard.index), summary)
    report_parts(profile, shard)
    return summary


def check_parts(profile: Profile, target: str) -> None:
    """Raises UserError when a part has no rows, or when the rows of train have only one class.

    Only for a job with one instance. With several instances each sees only a share of the rows; there training and
    evaluation check all rows.
    """
    counts = profile.parts
    classes = counts.sum(axis=0)
    if (classes == 0).any():
        raise UserError(
            "The target {!r} is {} in all {:,} rows: there is nothing to tell apart.".format(
                target, int(classes[0] == 0), profile.rows
            ),
            "Change the query so that it yields both 0 and 1.",
        )
    empty = [part for part, rows in zip(PARTS, counts.sum(axis=1)) if rows == 0]
    if empty:
        raise UserError(
            "The query gives only {:,} rows: no row is in {}.".format(profile.rows, " or ".join(empty)),
            "Use more rows, or give that part a larger share with train_split and test_split.",
        )
    if (counts[0] == 0).any():
        raise UserError(
            "All {:,} rows for training have the same target: only {:,} of {:,} rows have the other target.".format(
                int(counts[0].sum()), int(classes.min()), profile.rows
            ),
            "Use more rows of the rarer class.",
        )


def report_parts(profile: Profile, shard: Shard) -> None:
    """Prints for each part how many rows it has."""
    for part, counts in zip(PARTS, profile.parts):
        print_line(
            "{}-{}.csv: {:,} rows, {:,} with target 1".format(part, shard.index, int(counts.sum()), int(counts[1]))
        )


def main(argv: List[str]) -> int:
    """Runs the script and returns the exit code of the process."""
    paths = Paths.from_environment()
    return run(lambda: preprocess(argv, paths), "presto_preprocess_for_training.py", paths.exit_message)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
