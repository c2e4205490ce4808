"""Changes the text of a query: divides it among instances and fills in a time window.

Names and values are put into the text only as quoted identifiers, numbers and TIMESTAMP literals.
"""

from __future__ import annotations

import hashlib
import re
from datetime import datetime, timezone
from pathlib import Path
from typing import Dict, List, NamedTuple, Optional

from mlops.arguments import did_you_mean
from mlops.dataset import base_type
from mlops.errors import UserError
from mlops.paths import Shard
from mlops.presto import Column

# A string, a quoted identifier, a comment, or a placeholder outside of all three.
_TOKEN = re.compile(
    r"(?P<string>'(?:[^']|'')*')|(?P<quoted>\"(?:[^\"]|\"\")*\")|(?P<comment>--[^\n]*|/\*.*?\*/)"
    r"|\{(?P<name>[A-Za-z_]\w*)\}",
    re.DOTALL,
)
# What `training_step.sample` puts around the query when the pipeline is made (src/desired/training-query.ts). The type
# of the key is not known then, so it hashes CAST(key AS VARCHAR).
_SAMPLE = re.compile(
    r"SELECT \* FROM \( -- a sample of\n(?P<query>.*)\n\) AS candidates\n(?P<order>ORDER BY [^\n]*)\nLIMIT \d+",
    re.DOTALL,
)
_SAMPLE_ORDER = re.compile(
    r"ORDER BY xxhash64\(to_utf8\('(?P<seed>\d+):' \|\| CAST\((?P<key>\"(?:[^\"]|\"\")*\") AS VARCHAR\)\)\), (?P=key)"
)
# Presto sends a value of these types as text without a fixed form: the entries of a map come in any order, on several
# lines.
_COMPOSITE_TYPES = ("array", "map", "row")
_AS_JSON = "json_format(CAST({} AS JSON))"
# How Presto makes a text of a value that it cannot cast to VARCHAR. It sends the same text to the client, except for
# composite types.
_KEY_TEXTS = dict(dict.fromkeys(_COMPOSITE_TYPES, _AS_JSON), varbinary="to_base64({})", json="json_format({})")
# Types of keys that ORDER BY cannot take, or only with parts of some types; they are ordered by their text.
_ORDERED_BY_TEXT = ("json", *_COMPOSITE_TYPES)
_NONDETERMINISTIC = re.compile(r"\b(?:random|rand|uuid|shuffle)\s*\(|\btablesample\b", re.IGNORECASE)
_FORMATS = ("%Y-%m-%d %H:%M:%S.%f", "%Y-%m-%d %H:%M:%S", "%Y-%m-%d %H:%M", "%Y-%m-%d")


class Query(NamedTuple):
    """SQL to send. `line_offset` is how many lines come before the first line that the user wrote."""

    sql: str
    line_offset: int = 0


def read_query(file: Path) -> str:
    """Reads the SQL of the job's `query` input, without a trailing semicolon: to Presto that is a syntax error.

    Raises UserError when there is no file or no SQL.
    """
    if not file.is_file():
        raise UserError("There is no query at {}.".format(file), "The step needs a processing input named query.")
    sql = file.read_text(encoding="utf-8-sig").strip().rstrip("; \t\r\n")
    if not sql:
        raise UserError("The query is empty.")
    return sql


def user_query(sql: str) -> Query:
    """Returns the part of `sql` that the user wrote: without the sample around it, if there is one."""
    sample = _SAMPLE.fullmatch(sql)
    return Query(sample.group("query"), line_offset=1) if sample else Query(sql)


def sql_sha256(sql: str) -> str:
    """Returns the digest that identifies the query in reports."""
    return hashlib.sha256(sql.encode("utf-8")).hexdigest()


def is_nondeterministic(sql: str) -> bool:
    """Returns whether two runs of the query may give different rows. Instances would then divide different results."""
    return bool(_NONDETERMINISTIC.search(_TOKEN.sub(" ", sql)))


def key_text(key: Column, expression: str) -> str:
    """Returns SQL for the text of a key, for every type of which Presto can make one.

    The plan builds the same text (src/observed/data/key-text.ts), and a test compares the two.
    """
    return _KEY_TEXTS.get(base_type(key), "CAST({} AS VARCHAR)").format(expression)


def has_key_text_column(key: Optional[Column]) -> bool:
    """Returns whether `shard_query` adds a last column with the text of the key: what Presto sends is no fixed text."""
    return key is not None and base_type(key) in _COMPOSITE_TYPES


def typed_sample(sql: str, key: Optional[Column]) -> str:
    """Returns the query with its sample in an order that Presto can make of the key's type.

    For all types that cast to VARCHAR the text stays as it is, so a sample never moves. Line numbers do not change.
    """
    sample = _SAMPLE.fullmatch(sql)
    order = _SAMPLE_ORDER.match(sample.group("order")) if sample else None
    if key is None or sample is None or order is None or base_type(key) not in _KEY_TEXTS:
        return sql
    text = key_text(key, order.group("key"))
    tie = text if base_type(key) in _ORDERED_BY_TEXT else order.group("key")
    typed = "ORDER BY xxhash64(to_utf8('{}:' || {})), {}".format(order.group("seed"), text, tie)
    start = sample.start("order")
    return sql[:start] + typed + sql[start + order.end() :]


def shard_query(sql: str, key: Optional[Column], shard: Shard) -> Query:
    """Returns the query for the share of one instance: the rows whose hashed key belongs to it.

    The shares are disjoint, and together they are the whole result. The hash is that of the key's text, because
    xxhash64 takes only bytes. The sign bit is cleared, because mod() of a negative bigint is negative. A NULL key
    hashes to 0, so one instance reads the row and reports it. A key that is an array, a map or a row is read as JSON,
    in a last column. Raises UserError for several instances without a key.
    """
    sql = typed_sample(sql, key)
    if key is None:
        if shard.count == 1:
            return Query(sql)
        raise UserError(
            "{} instances cannot share the query without a key: rows would be read twice or not at all when Presto "
            "sums floating-point columns in another order.".format(shard.count),
            "Set key_column, or instance_count to 1.",
        )
    quoted = quote_identifier(key.name)
    columns = "q.*, " + key_text(key, quoted) if has_key_text_column(key) else "*"
    if shard.count == 1:
        return Query(sql) if columns == "*" else Query("SELECT {} FROM (\n{}\n) q".format(columns, sql), line_offset=1)
    as_bytes = quoted if base_type(key) == "varbinary" else "to_utf8({})".format(key_text(key, quoted))
    return Query(
        "SELECT {} FROM (\n{}\n) q WHERE mod(coalesce(bitwise_and(from_big_endian_64(xxhash64({})), "
        "9223372036854775807), BIGINT '0'), BIGINT '{}') = BIGINT '{}'".format(
            columns, sql, as_bytes, shard.count, shard.index
        ),
        line_offset=1,
    )


def quote_identifier(name: str) -> str:
    """Returns a name as an SQL identifier. The name may have any characters."""
    return '"{}"'.format(name.replace('"', '""'))


def any_row_query(sql: str) -> Query:
    """Returns a query that gives one row if `sql` gives any, and no row otherwise."""
    return Query("SELECT 1 FROM (\n{}\n) q LIMIT 1".format(sql), line_offset=1)


def parse_utc(text: str, argument: str) -> datetime:
    """Reads a time from `2024-01-31 10:00:00`, ISO 8601 with a zone, or a date; returns it in UTC.

    A text without a zone is UTC. Raises UserError, which names `argument`, for any other text.
    """
    cleaned = text.strip().replace("T", " ", 1)
    offset = re.search(r"(Z|[+-]\d\d:?\d\d)$", cleaned)
    zone = timezone.utc
    if offset and len(cleaned) > 10:
        cleaned = cleaned[: offset.start()].rstrip()
        if offset.group() != "Z":
            parsed = datetime.strptime(offset.group().replace(":", ""), "%z").tzinfo
            zone = parsed if isinstance(parsed, timezone) else timezone.utc
    for form in _FORMATS:
        try:
            return datetime.strptime(cleaned, form).replace(tzinfo=zone).astimezone(timezone.utc)
        except ValueError:
            continue
    raise UserError(
        "{} is {!r}, which is not a time.".format(argument, text), "Write it like 2024-01-31 10:00:00 (UTC)."
    )


def timestamp_literal(moment: datetime) -> str:
    """Returns `TIMESTAMP '2024-01-31 10:00:00.000'`; Presto's timestamps have milliseconds."""
    return "TIMESTAMP '{}.{:03d}'".format(moment.strftime("%Y-%m-%d %H:%M:%S"), moment.microsecond // 1000)


def fill_window(sql: str, start: Optional[str], end: Optional[str]) -> str:
    """Replaces {start_time_utc} and {end_time_utc} in `sql` by TIMESTAMP literals. Line numbers do not change.

    Braces inside strings, quoted names and comments stay as they are. Raises UserError for a time that cannot be read,
    a window that ends before it starts, an unknown placeholder, a placeholder without a value, and a placeholder
    between quotes.
    """
    moments: Dict[str, Optional[datetime]] = {
        "start_time_utc": parse_utc(start, "--start_time_utc") if start else None,
        "end_time_utc": parse_utc(end, "--end_time_utc") if end else None,
    }
    first, last = moments["start_time_utc"], moments["end_time_utc"]
    if first and last and first >= last:
        raise UserError("The time window ends ({}) before it starts ({}).".format(end, start))
    parts: List[str] = []
    position = 0
    for token in _TOKEN.finditer(sql):
        line = sql.count("\n", 0, token.start()) + 1
        placeholder = token.group("name")
        if placeholder is None:
            inside = [name for name in moments if "{" + name + "}" in (token.group("string") or "")]
            if inside:
                raise UserError(
                    "The placeholder {{{}}} in line {} of the query stands between quotes.".format(inside[0], line),
                    "Remove the quotes: the placeholder becomes a whole TIMESTAMP literal.",
                )
            continue
        if placeholder not in moments:
            raise UserError(
                "The query has the unknown placeholder {{{}}} in line {}{}.".format(
                    placeholder, line, did_you_mean(placeholder, moments)
                ),
                "The known placeholders are {start_time_utc} and {end_time_utc}.",
            )
        moment = moments[placeholder]
        if moment is None:
            raise UserError(
                "The query needs {{{}}} (line {}), but --{} was not given.".format(placeholder, line, placeholder),
                "Start the pipeline with that parameter.",
            )
        parts.append(sql[position : token.start()])
        parts.append(timestamp_literal(moment))
        position = token.end()
    parts.append(sql[position:])
    return "".join(parts)
