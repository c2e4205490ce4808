"""The local S3, Secrets Manager, IAM and other AWS services: an unmodified moto server that survives `kill -9`.

moto keeps everything in memory. A journal stands in front of its WSGI application: each request that changes something
is on the disk before its response is sent. At the start, this process replays the journal into the application.
moto has a recorder of its own. It does not fit: it writes before it knows the outcome, its two writes of a request can
interleave with those of other threads, it also keeps every read, and a replay gives new identities and times.

A replay gives exactly the same state, because:
- requests that change something run one after the other, in the order of the journal;
- before each of them, moto's random source gets a seed that the journal keeps, so ARNs and version ids are the same;
- the id of a multipart upload comes from moto's source too; moto takes it from the system's (`SeededOs`);
- while such a request runs, the clock stands still at a time that the journal keeps, so dates are the same. That
  includes the dates of an upload during which a second ends.
"""

from __future__ import annotations

import argparse
import io
import json
import os
import re
import secrets
import signal
import sys
import threading
import time
from collections.abc import Callable, Iterable, Iterator
from datetime import datetime, timezone
from typing import Any, BinaryIO

import moto.iam.models
import moto.s3.models
from freezegun import freeze_time
from moto.moto_api._internal import mock_random
from moto.moto_server.werkzeug_app import (
    DomainDispatcherApplication,
    MotoRequestHandler,
    create_backend_app,
)
from werkzeug.serving import make_server

READ_OPERATION = re.compile(
    r"^(Get|List|Describe|Head|BatchGet|Filter|Lookup|Search|Select|Test|Simulate|Validate|Query|Scan)"
)

Environ = dict[str, Any]


def changes_something(environ: Environ, body: bytes) -> bool:
    """Whether a request may change the state. Each AWS protocol names its operation elsewhere; in doubt it may."""
    method = environ["REQUEST_METHOD"]
    if method in ("GET", "HEAD", "OPTIONS") or environ["PATH_INFO"].startswith("/moto-api"):
        return False
    if method != "POST":
        return True
    target = environ.get("HTTP_X_AMZ_TARGET")  # AWS JSON: secretsmanager.GetSecretValue
    if target:
        return not READ_OPERATION.match(target.rpartition(".")[2])
    rpc = re.search(r"/service/[^/]+/operation/(\w+)", environ["PATH_INFO"])  # Smithy RPC
    if rpc:
        return not READ_OPERATION.match(rpc.group(1))
    action = re.search(rb"(?:^|&)Action=(\w+)", body[:100_000])  # AWS query: IAM, STS
    if action:
        return not READ_OPERATION.match(action.group(1).decode())
    return True


class SeededOs:
    """The `os` module for moto's S3, with random bytes from moto's own seeded source."""

    def __getattr__(self, name: str) -> Any:
        return getattr(os, name)

    @staticmethod
    def urandom(size: int) -> bytes:
        """Random bytes; a replay with the same seed gives the same bytes."""
        return mock_random.randbytes(size)


class Journal:
    """A file of requests, one after the other: a line of JSON, then the body, then a line end."""

    def __init__(self, path: str) -> None:
        self._path = path
        self._file: BinaryIO | None = None

    def read(self) -> Iterator[tuple[dict[str, Any], bytes]]:
        """All complete entries. A kill may leave half an entry at the end. It was never confirmed, and is cut off."""
        if not os.path.exists(self._path):
            return
        complete_size = 0
        with open(self._path, "rb") as file:
            while line := file.readline():
                try:
                    entry = json.loads(line)
                    body = file.read(entry["length"])
                    complete = len(body) == entry["length"] and file.read(1) == b"\n"
                except (ValueError, KeyError):
                    complete = False
                if not complete:
                    break
                complete_size = file.tell()
                yield entry, body
        if complete_size < os.path.getsize(self._path):
            os.truncate(self._path, complete_size)

    def append(self, entry: dict[str, Any], body: bytes) -> None:
        """Writes one request. The file stays open for the next."""
        if self._file is None:
            self._file = open(self._path, "ab", buffering=0)  # noqa: SIM115
        data = b"".join((json.dumps({**entry, "length": len(body)}).encode(), b"\n", body, b"\n"))
        view = memoryview(data)
        while view:
            view = view[self._file.write(view) :]


class JournaledApplication:
    """A WSGI application in front of moto's. It writes requests that change something to the journal."""

    def __init__(self, application: Callable[..., Iterable[bytes]], journal: Journal) -> None:
        self._application = application
        self._journal = journal
        self._one_at_a_time = threading.Lock()
        self.debug = True

    def __call__(self, environ: Environ, start_response: Callable[..., Any]) -> Iterable[bytes]:
        """Runs a request. One that changes something is in the journal before its response is sent."""
        body = self._whole_body(environ)
        if not changes_something(environ, body):
            return self._application(environ, start_response)
        with self._one_at_a_time:
            now = datetime.now(timezone.utc)
            entry = {
                "time": now.timestamp(),
                "seed": secrets.randbits(63),
                "environ": {
                    key: value
                    for key, value in environ.items()
                    if isinstance(value, str) and not key.startswith(("wsgi.", "REMOTE_", "SERVER_SOFTWARE"))
                },
            }
            mock_random.seed(entry["seed"])
            with freeze_time(now):
                response = self._call(environ)
            if response["status"] < "4":
                self._journal.append(entry, body)
        start_response(response["status"], response["headers"])
        return [response["body"]]

    def replay(self) -> int:
        """Replays the journal and returns the number of requests."""
        count = 0
        with freeze_time(datetime.now(timezone.utc)) as clock:
            for entry, body in self._journal.read():
                clock.move_to(datetime.fromtimestamp(entry["time"], timezone.utc))
                mock_random.seed(entry["seed"])
                environ = self._environ_of(entry["environ"], body)
                try:
                    status = self._call(environ)["status"]
                except Exception as error:  # moto raises on unexpected requests; the rest of the journal still counts
                    status = f"{type(error).__name__}: {error}"
                if not status.startswith(("2", "3")):
                    request = f"{environ['REQUEST_METHOD']} {environ.get('RAW_URI', environ['PATH_INFO'])}"
                    print(f"not restored: {request}: {status}", flush=True)
                count += 1
        mock_random.seed()
        return count

    def _call(self, environ: Environ) -> dict[str, Any]:
        response: dict[str, Any] = {}

        def start_response(status: str, headers: list[tuple[str, str]], _exc_info: Any = None) -> Callable[..., None]:
            response.update(status=status, headers=headers)
            return lambda _data: None

        chunks = self._application(environ, start_response)
        try:
            response["body"] = b"".join(chunks)
        finally:
            close = getattr(chunks, "close", None)
            if close is not None:
                close()
        return response

    @staticmethod
    def _whole_body(environ: Environ) -> bytes:
        """Reads the body before the request waits its turn, so a slow client delays no other; moto reads it again."""
        length = environ.get("CONTENT_LENGTH")
        stream = environ["wsgi.input"]
        body = stream.read() if environ.get("wsgi.input_terminated") else stream.read(int(length or 0))
        environ["wsgi.input"] = io.BytesIO(body)
        environ["CONTENT_LENGTH"] = str(len(body))
        return body

    @staticmethod
    def _environ_of(recorded: dict[str, str], body: bytes) -> Environ:
        return {
            **recorded,
            "wsgi.version": (1, 0),
            "wsgi.url_scheme": "http",
            "wsgi.input": io.BytesIO(body),
            "wsgi.input_terminated": True,
            "wsgi.errors": sys.stderr,
            "wsgi.multithread": True,
            "wsgi.multiprocess": False,
            "wsgi.run_once": False,
        }


class QuietHandler(MotoRequestHandler):
    """moto's handler. It keeps connections open and logs server errors only."""

    protocol_version = "HTTP/1.1"

    def log_request(self, code: Any = "-", size: Any = "-") -> None:
        """Logs server errors only."""
        if str(code)[:1] == "5":
            super().log_request(code, size)


def main() -> None:
    """Replays the journal, then serves until SIGINT or SIGTERM."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--dir", required=True, help="folder of the journal")
    parser.add_argument("--port", type=int, required=True)
    parser.add_argument("--account", default="123456789012", help="account of keys that this server did not issue")
    arguments = parser.parse_args()
    os.environ["MOTO_PORT"] = str(arguments.port)
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, lambda *_: sys.exit(0))

    moto.s3.models.os = SeededOs()
    # The variable MOTO_ACCOUNT_ID would give this account to every key, also to those of roles of other accounts.
    moto.iam.models.DEFAULT_ACCOUNT_ID = arguments.account
    os.makedirs(arguments.dir, exist_ok=True)
    start = time.monotonic()
    application = JournaledApplication(
        DomainDispatcherApplication(create_backend_app), Journal(os.path.join(arguments.dir, "journal"))
    )
    count = application.replay()
    print(f"restored {count} requests in {time.monotonic() - start:.1f} s", flush=True)
    make_server("127.0.0.1", arguments.port, application, threaded=True, request_handler=QuietHandler).serve_forever()


if __name__ == "__main__":
    main()
