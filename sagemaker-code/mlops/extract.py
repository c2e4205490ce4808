"""Reads a query for both preprocessing scripts: connects, finds the columns, takes this instance's share, checks it."""

from __future__ import annotations

import argparse
import time
from typing import Any, Callable, Dict, List, NamedTuple

from mlops.credentials import read_credentials
from mlops.dataset import ColumnSelection, Decoder, Layout, Page, locate
from mlops.errors import UserError
from mlops.paths import Shard
from mlops.presto import Limits, PrestoClient, Server
from mlops.queries import any_row_query, has_key_text_column, is_nondeterministic, shard_query, user_query

PROGRESS_SECONDS = 10.0

Log = Callable[[str], None]


class Extraction(NamedTuple):
    """What was read: the number of rows, the id of the query in Presto, and the columns."""

    rows: int
    query_id: str
    layout: Layout


def connect(args: argparse.Namespace) -> PrestoClient:
    """Reads the secret and makes a client from the arguments of `add_connection`.

    Raises UserError or PlatformError when the secret cannot be read.
    """
    credentials = read_credentials(args.presto_credentials_key, args.region)
    server = Server(args.host, args.port, args.presto_catalog, args.presto_schema, args.presto_protocol)
    return PrestoClient(
        server, credentials, Limits(request=args.request_timeout_seconds, total=args.query_timeout_seconds)
    )


def extract(
    client: PrestoClient,
    sql: str,
    selection: ColumnSelection,
    shard: Shard,
    *,
    consume: Callable[[Page], None],
    log: Log,
) -> Extraction:
    """Reads this instance's share of the query and passes each checked page to `consume`.

    Columns are looked for before the query runs. Raises UserError for a missing column, for a value that cannot be used
    (after the last page), and when the whole query, not only this share, gives no row. Raises PlatformError when Presto
    fails.
    """
    written = user_query(sql)
    layout = locate(selection, client.describe(written.sql))
    key = layout.columns[layout.key] if layout.key is not None else None
    query = shard_query(sql, key, shard)
    if shard.count > 1:
        log("instance {} of {} reads its share".format(shard.index + 1, shard.count))
        if is_nondeterministic(sql):
            log("warning: the query is random, so each instance divides other rows: some may be missing or read twice")
    # The text of the key is in a column behind those of the query.
    decoder = Decoder(layout._replace(key=len(layout.columns)) if has_key_text_column(key) else layout)
    started = reported = time.monotonic()
    with client.stream(query.sql, query.line_offset + written.line_offset) as result:
        log("query {} runs".format(result.query_id))
        for rows in result.pages():
            page = decoder.decode(rows)
            if page is not None:
                consume(page)
            if time.monotonic() - reported > PROGRESS_SECONDS:
                reported = time.monotonic()
                log("{:,} rows read, {:,.0f} rows/s".format(decoder.rows, decoder.rows / (reported - started)))
        query_id = result.query_id
    decoder.finish()
    if not decoder.rows and not (shard.count > 1 and _has_rows(client, written.sql)):
        raise UserError("The query gives no rows.", "Check its conditions, and the catalog and schema it reads from.")
    seconds = max(time.monotonic() - started, 1e-9)
    log("{:,} rows read in {:.1f} s".format(decoder.rows, seconds))
    return Extraction(decoder.rows, query_id, layout)


def _has_rows(client: PrestoClient, sql: str) -> bool:
    query = any_row_query(sql)
    with client.stream(query.sql, query.line_offset) as result:
        return any(rows for rows in result.pages())


def column_types(extraction: Extraction) -> List[Dict[str, Any]]:
    """Returns name and type of each column of the result, for a profile."""
    return [{"name": column.name, "type": column.type} for column in extraction.layout.columns]


def print_line(message: str) -> None:
    """Writes a line to the job's log, at once."""
    print(message, flush=True)
