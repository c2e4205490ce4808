"""Text of SQL: reading it, giving an instance its share, putting a time window into it. No value is ever pasted raw."""

from __future__ import annotations

import hashlib
import re
from datetime import datetime, timezone
from pathlib import Path
from typing import Dict, List, NamedTuple, Optional

from mlops.arguments import did_you_mean
from mlops.errors import UserError
from mlops.paths import Shard
from mlops.presto import Column

# A string, a quoted identifier, a comment, or a placeholder outside of all three.
_TOKEN = re.compile(
    r"(?P<string>'(?:[^']|'')*')|(?P<quoted>\"(?:[^\"]|\"\")*\")|(?P<comment>--[^\n]*|/\*.*?\*/)"
    r"|\{(?P<name>[A-Za-z_]\w*)\}",
    re.DOTALL,
)
# What `training_step.sample` puts around the query when the pipeline is made (src/desired/training-query.ts).
_SAMPLE = re.compile(
    r"SELECT \* FROM \( -- a sample of\n(?P<query>.*)\n\) AS candidates\nORDER BY [^\n]*\nLIMIT \d+", re.DOTALL
)
_NONDETERMINISTIC = re.compile(r"\b(?:random|rand|uuid|shuffle)\s*\(|\btablesample\b", re.IGNORECASE)
_FORMATS = ("%Y-%m-%d %H:%M:%S.%f", "%Y-%m-%d %H:%M:%S", "%Y-%m-%d %H:%M", "%Y-%m-%d")


class Query(NamedTuple):
    """A user's SQL as it will be sent; `line_offset` lines were put before the user's first one."""

    sql: str
    line_offset: int = 0


def read_query(file: Path) -> str:
    """The SQL of the job's `query` input, without a trailing semicolon (Presto takes it for a syntax error)."""
    if not file.is_file():
        raise UserError("There is no query at {}.".format(file), "The step needs a processing input named query.")
    sql = file.read_text(encoding="utf-8-sig").strip().rstrip("; \t\r\n")
    if not sql:
        raise UserError("The query is empty.")
    return sql


def written_query(sql: str) -> Query:
    """The part of `sql` that the user wrote: without the sample around it, if there is one."""
    sample = _SAMPLE.fullmatch(sql)
    return Query(sample.group("query"), line_offset=1) if sample else Query(sql)


def sql_sha256(sql: str) -> str:
    """The identity of the query in reports."""
    return hashlib.sha256(sql.encode("utf-8")).hexdigest()


def is_nondeterministic(sql: str) -> bool:
    """Whether two runs of the text may give different rows, so that hosts would not divide one result."""
    return bool(_NONDETERMINISTIC.search(_TOKEN.sub(" ", sql)))


def shard_query(sql: str, key: Optional[Column], shard: Shard) -> Query:
    """The share of one instance: rows whose hashed key falls to it. Shares are disjoint and together are the whole.

    The hash is taken of the key's text, because xxhash64 takes bytes only; the sign bit is cleared because mod() of a
    negative bigint is negative; a NULL key hashes to 0, so that it is read, and reported, instead of lost.
    """
    if shard.count == 1:
        return Query(sql)
    if key is None:
        raise UserError(
            "{} instances cannot share the query without a key: rows would be read twice or not at all when Presto "
            "sums floating-point columns in another order.".format(shard.count),
            "Set key_column, or instance_count to 1.",
        )
    quoted = quote_identifier(key.name)
    as_bytes = quoted if key.type == "varbinary" else "to_utf8(CAST({} AS varchar))".format(quoted)
    return Query(
        "SELECT * FROM (\n{}\n) q WHERE mod(coalesce(bitwise_and(from_big_endian_64(xxhash64({})), "
        "9223372036854775807), BIGINT '0'), BIGINT '{}') = BIGINT '{}'".format(sql, as_bytes, shard.count, shard.index),
        line_offset=1,
    )


def quote_identifier(name: str) -> str:
    """A name as SQL, whatever characters it has."""
    return '"{}"'.format(name.replace('"', '""'))


def any_row(sql: str) -> Query:
    """Asks whether the query gives anything at all."""
    return Query("SELECT 1 FROM (\n{}\n) q LIMIT 1".format(sql), line_offset=1)


def parse_utc(text: str, argument: str) -> datetime:
    """A moment from `2024-01-31 10:00:00`, ISO 8601 with a zone, or a date; always UTC."""
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
    """`TIMESTAMP '2024-01-31 10:00:00.000'`: Presto's own precision."""
    return "TIMESTAMP '{}.{:03d}'".format(moment.strftime("%Y-%m-%d %H:%M:%S"), moment.microsecond // 1000)


def fill_window(sql: str, start: Optional[str], end: Optional[str]) -> str:
    """`sql` with {start_time_utc} and {end_time_utc} replaced by literals. Line numbers stay what they were.

    Braces inside strings, quoted names and comments are the user's own text.
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
                    "Remove the quotes: it becomes a whole TIMESTAMP literal.",
                )
            continue
        if placeholder not in moments:
            raise UserError(
                "The query has the placeholder {{{}}} in line {}, which nothing fills{}.".format(
                    placeholder, line, did_you_mean(placeholder, moments)
                ),
                "Known are {start_time_utc} and {end_time_utc}.",
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
