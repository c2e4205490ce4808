"""What can go wrong in a container, whose fault it is, and how SageMaker gets to hear of it.

Three kinds: a `UserError` is something in the configuration, the query or the data; a `PlatformError` is Presto, the
network or AWS; anything else is a defect of these scripts. A job that fails says why in a file that SageMaker copies
into `FailureReason` (training) or `ExitMessage` (processing), both cut at 1,024 characters by the service.
"""

from __future__ import annotations

import signal
import sys
import traceback
from pathlib import Path
from types import FrameType
from typing import Callable, List, NoReturn, Optional

MESSAGE_LIMIT = 1024

_secrets: List[str] = []


class ContainerError(Exception):
    """A reason to stop that a person can act on: what happened, and the way out."""

    kind = "error"

    def __init__(self, message: str, way_out: str = "") -> None:
        super().__init__(message if not way_out else "{} {}".format(message, way_out))
        self.message = message
        self.way_out = way_out


class UserError(ContainerError):
    """The configuration, the query or the data has to change."""

    kind = "user"


class PlatformError(ContainerError):
    """Presto, the network or AWS did not do its part; the same input may succeed later."""

    kind = "platform"


def keep_secret(value: str) -> None:
    """Never lets `value` appear in a message of `report` again."""
    if len(value) > 2:
        _secrets.append(value)


def redact(text: str) -> str:
    """`text` with every value given to `keep_secret` blanked."""
    for secret in _secrets:
        text = text.replace(secret, "***")
    return text


def shorten(text: str, limit: int = MESSAGE_LIMIT) -> str:
    """`text` in at most `limit` characters, marked where it was cut."""
    return text if len(text) <= limit else text[: limit - 4].rstrip() + " ..."


def report(error: BaseException, script: str, message_file: Path) -> None:
    """Writes why the job failed to `message_file` and to the log; a stack trace only for a defect, only to the log."""
    if isinstance(error, ContainerError):
        message = str(error)
    else:
        trace = traceback.format_exception(type(error), error, error.__traceback__)
        print(redact("".join(trace)), file=sys.stderr)
        message = "{} stopped on a defect of its own: {}: {}. The log of this job has the stack trace.".format(
            script, type(error).__name__, error
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

    SageMaker stops a job with SIGTERM and 120 s later with SIGKILL: SIGTERM unwinds the stack, so that the query is
    cancelled and no half-written file stays.
    """
    signal.signal(signal.SIGTERM, _stopped)
    try:
        body()
    except Exception as error:
        report(error, script, message_file)
        return 1
    return 0


def _stopped(_signal: int, _frame: Optional[FrameType]) -> NoReturn:
    raise SystemExit(143)
