"""Command-line arguments that several scripts take, and how their values are read."""

from __future__ import annotations

import argparse
import ast
import difflib
import json
from typing import Iterable, List, NoReturn, Optional, Sequence, Tuple

from mlops.errors import UserError


class Parser(argparse.ArgumentParser):
    """An argument parser whose complaints are `UserError`s, so that they reach the job's failure message."""

    def error(self, message: str) -> NoReturn:
        """What argparse calls instead of returning; its own version prints and exits with 2."""
        raise UserError(
            "{}: {}.".format(self.prog, message), "The arguments of the step in the pipeline definition must change."
        )


def name_list(text: str) -> Tuple[str, ...]:
    """Column names from `["a", "b"]`, from `['a', 'b']` (how the training toolkit passes a list) or from `a,b`."""
    text = text.strip()
    names: object = None
    for decode in (json.loads, ast.literal_eval):
        try:
            names = decode(text)
        except (ValueError, SyntaxError):
            continue
        break
    if isinstance(names, str):
        return name_list(names)
    if not isinstance(names, (list, tuple)):
        names = [part.strip() for part in text.split(",") if part.strip()]
    if not names or not all(isinstance(name, str) and name for name in names):
        raise argparse.ArgumentTypeError("expected a JSON list of column names, not {!r}".format(text))
    repeated = sorted({name for name in names if list(names).count(name) > 1})
    if repeated:
        raise argparse.ArgumentTypeError("{} is named twice".format(", ".join(repeated)))
    return tuple(names)


def name(text: str) -> str:
    """One column name, also when it arrives in JSON's quotes (how tuning jobs encode strings)."""
    text = text.strip()
    if len(text) > 1 and text.startswith('"') and text.endswith('"'):
        text = str(json.loads(text))
    if not text:
        raise argparse.ArgumentTypeError("a column name is missing")
    return text


def optional(text: str) -> Optional[str]:
    """`none` and the empty text, which stand for "not given" in a pipeline parameter, as None."""
    text = text.strip()
    return None if text.lower() in ("", "none", "null") else text


def add_connection(parser: argparse.ArgumentParser) -> None:
    """The arguments that say which Presto to read from, as the seed names them."""
    parser.add_argument("--host", required=True, help="host name of the Presto coordinator")
    parser.add_argument("--port", required=True, type=int, help="its port")
    parser.add_argument(
        "--presto_credentials_key", required=True, help="Secrets Manager secret {username, password?, ca?}"
    )
    parser.add_argument("--region", required=True, help="AWS region of the secret")
    parser.add_argument("--presto_catalog", required=True)
    parser.add_argument("--presto_schema", required=True)
    parser.add_argument("--presto_protocol", type=optional, choices=("http", "https", None), default=None,
                        help="default: https when the secret has a password, else http")  # fmt: skip
    parser.add_argument("--request_timeout_seconds", type=float, default=60.0, help="of one HTTP request to Presto")
    parser.add_argument("--query_timeout_seconds", type=float, default=6 * 3600.0, help="of the whole query")


def add_columns(parser: argparse.ArgumentParser) -> None:
    """The arguments that say which columns of the result are used."""
    parser.add_argument("--target", required=True, type=name)
    parser.add_argument("--features", required=True, type=name_list, help="JSON list of column names")
    parser.add_argument("--key_column", type=optional, default=None, help="column that identifies a row")


def did_you_mean(wrong: str, known: Iterable[str]) -> str:
    """` (did you mean x?)` or nothing."""
    close: Sequence[str] = difflib.get_close_matches(wrong, list(known), n=1)
    return " (did you mean {}?)".format(close[0]) if close else ""


def listing(values: Iterable[object], limit: int = 20) -> str:
    """Values for a message: `a, b, c and 7 more`."""
    items: List[str] = [str(value) for value in values]
    shown = ", ".join(items[:limit])
    return shown if len(items) <= limit else "{} and {} more".format(shown, len(items) - limit)
