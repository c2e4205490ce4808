"""The errors of a job, and how their message reaches the user.

There are three kinds. A `UserError` is a mistake in the configuration, the query or the data. A `PlatformError` is a
failure of Presto, the network or AWS. Any other exception is a defect of these scripts.

A job that fails writes why into a file. SageMaker copies the file into `FailureReason` (training) or `ExitMessage`
(processing), and cuts both at 1,024 characters.
"""

from __future__ import annotations

import signal
import sys
import traceback
from pathlib import Path
from types import FrameType
from typing import Callable, List, NoReturn, Optional

MAX_MESSAGE = 1024

_secrets: List[str] = []


class ContainerError(Exception):
    """An error that a person can act on. Its text is the message and the way out."""

    def __init__(self, message: str, way_out: str = "") -> None:
        super().__init__(message if not way_out else "{} {}".format(message, way_out))


class UserError(ContainerError):
    """The configuration, the query or the data must change."""


class PlatformError(ContainerError):
    """Presto, the network or AWS failed; the same input may succeed later."""


def register_secret(value: str) -> None:
    """Makes `redact` replace `value` from now on. One or two characters are not replaced: they occur in any text."""
    if len(value) > 2:
        _secrets.append(value)


def redact(text: str) -> str:
    """Replaces every registered secret in `text` by `***`."""
    for secret in _secrets:
        text = text.replace(secret, "***")
    return text


def shorten(text: str, limit: int = MAX_MESSAGE) -> str:
    """Cuts `text` to at most `limit` characters; a text that was cut ends with ` ...`."""
    return text if len(text) <= limit else text[: limit - 4].rstrip() + " ..."


def report(error: BaseException, script: str, message_file: Path) -> None:
    """Writes why the job failed to `message_file` and to the log. The log also gets the stack trace of a defect."""
    if isinstance(error, ContainerError):
        message = str(error)
    else:
        trace = traceback.format_exception(type(error), error, error.__traceback__)
        print(redact("".join(trace)), file=sys.stderr)
        message = (
            "{} failed because of a defect in the script: {}: {}. The stack trace is in the log of this job.".format(
                script, type(error).__name__, error
            )
        )
    message = shorten(redact(message))
    print(message, file=sys.stderr, flush=True)
    try:
        message_file.parent.mkdir(parents=True, exist_ok=True)
        message_file.write_text(message, encoding="utf-8")
    except OSError as problem:
        print("could not write {}: {}".format(message_file, problem), file=sys.stderr)


def run(body: Callable[[], object], script: str, message_file: Path) -> int:
    """Runs a script's body and returns the exit code of the process: 0, or 1 after `report`.

    SageMaker stops a job with SIGTERM, and 120 s later with SIGKILL. SIGTERM raises SystemExit here, so that the query
    is cancelled and no half-written file stays.
    """
    signal.signal(signal.SIGTERM, _exit_on_sigterm)
    try:
        body()
    except Exception as error:
        report(error, script, message_file)
        return 1
    return 0


def _exit_on_sigterm(_signal: int, _frame: Optional[FrameType]) -> NoReturn:
    raise SystemExit(143)
