"""The command-line arguments that several scripts take, and how their values are read."""

from __future__ import annotations

import argparse
import ast
import difflib
import json
from typing import Iterable, List, NoReturn, Optional, Sequence, Tuple

from mlops.errors import UserError


class Parser(argparse.ArgumentParser):
    """An argument parser that raises UserError for a mistake, so that the mistake is in the job's failure message."""

    def error(self, message: str) -> NoReturn:
        """Raises UserError. argparse calls this for a mistake; its own version prints the usage and exits with 2."""
        raise UserError(
            "{}: {}.".format(self.prog, message), "The arguments of the step in the pipeline definition must change."
        )


def column_names(text: str) -> Tuple[str, ...]:
    """Reads column names from `["a", "b"]`, `['a', 'b']` (how the training toolkit passes a list) or `a,b`.

    Raises ArgumentTypeError when there is no name, or when a name occurs twice.
    """
    text = text.strip()
    names: object = None
    for decode in (json.loads, ast.literal_eval):
        try:
            names = decode(text)
        except (ValueError, SyntaxError):
            continue
        break
    if isinstance(names, str):
        return column_names(names)
    if not isinstance(names, (list, tuple)):
        names = [part.strip() for part in text.split(",") if part.strip()]
    if not names or not all(isinstance(name, str) and name for name in names):
        raise argparse.ArgumentTypeError("expected a JSON list of column names, not {!r}".format(text))
    repeated = sorted({name for name in names if list(names).count(name) > 1})
    if repeated:
        raise argparse.ArgumentTypeError("{} is named twice".format(", ".join(repeated)))
    return tuple(names)


def column_name(text: str) -> str:
    """Reads one column name, with or without JSON's quotes (tuning jobs put a text into them)."""
    text = text.strip()
    if len(text) > 1 and text.startswith('"') and text.endswith('"'):
        text = str(json.loads(text))
    if not text:
        raise argparse.ArgumentTypeError("a column name is missing")
    return text


def optional_text(text: str) -> Optional[str]:
    """Returns the text, or None for `none`, `null` and the empty text.

    A pipeline passes every parameter to its script, so one of these texts stands for "not given".
    """
    text = text.strip()
    return None if text.lower() in ("", "none", "null") else text


def add_connection(parser: argparse.ArgumentParser) -> None:
    """Adds the arguments that say which Presto to read from, under the names of the published notebooks."""
    parser.add_argument("--host", required=True, help="host name of the Presto coordinator")
    parser.add_argument("--port", required=True, type=int, help="port of the coordinator")
    parser.add_argument(
        "--presto_credentials_key", required=True, help="Secrets Manager secret {username, password?, ca?}"
    )
    parser.add_argument("--region", required=True, help="AWS region of the secret")
    parser.add_argument("--presto_catalog", required=True)
    parser.add_argument("--presto_schema", required=True)
    parser.add_argument("--presto_protocol", type=optional_text, choices=("http", "https", None), default=None,
                        help="default: https when the secret has a password, else http")  # fmt: skip
    parser.add_argument("--request_timeout_seconds", type=float, default=60.0, help="time limit of one HTTP request")
    parser.add_argument("--query_timeout_seconds", type=float, default=6 * 3600.0, help="time limit of the whole read")


def add_columns(parser: argparse.ArgumentParser) -> None:
    """Adds the arguments that say which columns of the result are used."""
    parser.add_argument("--target", required=True, type=column_name)
    parser.add_argument("--features", required=True, type=column_names, help="JSON list of column names")
    parser.add_argument("--key_column", type=optional_text, default=None, help="column that identifies a row")


def did_you_mean(wrong: str, known: Iterable[str]) -> str:
    """Returns ` (did you mean x?)` with the most similar known name, or an empty text when none is similar."""
    close: Sequence[str] = difflib.get_close_matches(wrong, list(known), n=1)
    return " (did you mean {}?)".format(close[0]) if close else ""


def format_list(values: Iterable[object], limit: int = 20) -> str:
    """Joins values for a message, at most `limit` of them: `a, b, c and 7 more`."""
    items: List[str] = [str(value) for value in values]
    shown = ", ".join(items[:limit])
    return shown if len(items) <= limit else "{} and {} more".format(shown, len(items) - limit)
