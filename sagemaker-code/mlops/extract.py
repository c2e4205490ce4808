"""The read that both preprocessing scripts share: connect, find the columns, take this instance's share, check."""

from __future__ import annotations

import argparse
import time
from typing import Any, Callable, Dict, List, NamedTuple

from mlops.credentials import read_credentials
from mlops.dataset import Decoder, Layout, Page, Wanted, locate
from mlops.errors import UserError
from mlops.paths import Shard
from mlops.presto import Limits, PrestoClient, Server
from mlops.queries import any_row, is_nondeterministic, shard_query, written_query

PROGRESS_SECONDS = 10.0

Log = Callable[[str], None]


class Extraction(NamedTuple):
    """What was read: how many rows went to the consumer, of which query and columns."""

    rows: int
    query_id: str
    layout: Layout


def connect(args: argparse.Namespace) -> PrestoClient:
    """A client from the common arguments; reads the secret."""
    credentials = read_credentials(args.presto_credentials_key, args.region)
    server = Server(args.host, args.port, args.presto_catalog, args.presto_schema, args.presto_protocol)
    return PrestoClient(
        server, credentials, Limits(request=args.request_timeout_seconds, total=args.query_timeout_seconds)
    )


def extract(
    client: PrestoClient, sql: str, wanted: Wanted, shard: Shard, consume: Callable[[Page], None], log: Log
) -> Extraction:
    """Streams this instance's share of the query, checked, into `consume`.

    Missing columns are found before the query runs. Raises UserError for a value that cannot be used, and when the
    whole query (not only this share) gives no row.
    """
    written = written_query(sql)
    layout = locate(wanted, client.describe(written.sql))
    key = layout.columns[layout.key] if layout.key is not None else None
    query = shard_query(sql, key, shard)
    if shard.count > 1:
        log("instance {} of {} reads its share".format(shard.index + 1, shard.count))
        if is_nondeterministic(sql):
            log("warning: the query is random, so the instances share out different results: rows may be missing")
    decoder = Decoder(layout)
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
    if not decoder.rows and not (shard.count > 1 and _has_rows(client, sql)):
        raise UserError("The query gives no rows.", "Check its conditions, and the catalog and schema it reads from.")
    seconds = max(time.monotonic() - started, 1e-9)
    log("{:,} rows read in {:.1f} s".format(decoder.rows, seconds))
    return Extraction(decoder.rows, query_id, layout)


def _has_rows(client: PrestoClient, sql: str) -> bool:
    query = any_row(sql)
    with client.stream(query.sql, query.line_offset) as result:
        return any(rows for rows in result.pages())


def described(extraction: Extraction) -> List[Dict[str, Any]]:
    """The result's columns for a profile."""
    return [{"name": column.name, "type": column.type} for column in extraction.layout.columns]


def say(message: str) -> None:
    """A line of the job's log."""
    print(message, flush=True)
