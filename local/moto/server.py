"""The local S3, Secrets Manager, IAM, …: an unmodified moto server that survives `kill -9`.

moto keeps everything in memory. In front of its WSGI application stands a journal: each request that changed something
is on the disk before its answer is sent, and at start the journal is played back into the application, in this process.
moto's own recorder was looked at and not taken: it writes before it knows the outcome, its two writes a request from
many threads can interleave, it also keeps every read, and what is replayed gets new identities and times.

What makes a replay the same state and not a similar one:
- requests that change something run one after the other, in the order of the journal;
- before each, moto's random source gets a seed that is kept with the request, so ARNs and version ids come back;
- the one place that takes its randomness from the system, the id of a multipart upload, takes it from there too;
- the clock stands at the kept moment while such a request is answered, the first time and when it is replayed, so dates
  come back: also those of an upload in whose midst a second ends.
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

import moto.s3.models
from freezegun import freeze_time
from moto.moto_api._internal import mock_random
from moto.moto_server.werkzeug_app import (
    DomainDispatcherApplication,
    MotoRequestHandler,
    create_backend_app,
)
from werkzeug.serving import make_server

READING = re.compile(
    r"^(Get|List|Describe|Head|BatchGet|Filter|Lookup|Search|Select|Test|Simulate|Validate|Query|Scan)"
)

Environ = dict[str, Any]


def changes_something(environ: Environ, body: bytes) -> bool:
    """Whether a request may change the state, by what each AWS protocol says of its operation. In doubt it does."""
    method = environ["REQUEST_METHOD"]
    if method in ("GET", "HEAD", "OPTIONS") or environ["PATH_INFO"].startswith("/moto-api"):
        return False
    if method != "POST":
        return True
    target = environ.get("HTTP_X_AMZ_TARGET")  # AWS JSON: secretsmanager.GetSecretValue
    if target:
        return not READING.match(target.rpartition(".")[2])
    rpc = re.search(r"/service/[^/]+/operation/(\w+)", environ["PATH_INFO"])  # Smithy RPC
    if rpc:
        return not READING.match(rpc.group(1))
    action = re.search(rb"(?:^|&)Action=(\w+)", body[:100_000])  # AWS query: IAM, STS
    if action:
        return not READING.match(action.group(1).decode())
    return True


class SeededOs:
    """The `os` module as moto's S3 sees it, with random bytes from moto's own seeded source."""

    def __getattr__(self, name: str) -> Any:
        return getattr(os, name)

    @staticmethod
    def urandom(size: int) -> bytes:
        """Random bytes that a replay with the same seed gives again."""
        return mock_random.randbytes(size)


class Journal:
    """Requests on the disk, one after the other: a line of JSON, then the body, then a line end."""

    def __init__(self, path: str) -> None:
        self._path = path
        self._file: BinaryIO | None = None

    def read(self) -> Iterator[tuple[dict[str, Any], bytes]]:
        """All whole entries. What a kill left half written at the end was never acknowledged, and is cut off."""
        if not os.path.exists(self._path):
            return
        good = 0
        with open(self._path, "rb") as file:
            while line := file.readline():
                try:
                    entry = json.loads(line)
                    body = file.read(entry["length"])
                    whole = len(body) == entry["length"] and file.read(1) == b"\n"
                except (ValueError, KeyError):
                    whole = False
                if not whole:
                    break
                good = file.tell()
                yield entry, body
        if good < os.path.getsize(self._path):
            os.truncate(self._path, good)

    def append(self, entry: dict[str, Any], body: bytes) -> None:
        """Writes one request; the file stays open for the next."""
        if self._file is None:
            self._file = open(self._path, "ab", buffering=0)  # noqa: SIM115
        data = b"".join((json.dumps({**entry, "length": len(body)}).encode(), b"\n", body, b"\n"))
        view = memoryview(data)
        while view:
            view = view[self._file.write(view) :]


class Durable:
    """A WSGI application in front of moto's that keeps what changes something."""

    def __init__(self, application: Callable[..., Iterable[bytes]], journal: Journal) -> None:
        self._application = application
        self._journal = journal
        self._one_at_a_time = threading.Lock()
        self.debug = True

    def __call__(self, environ: Environ, start_response: Callable[..., Any]) -> Iterable[bytes]:
        """Answers a request; one that changes something is in the journal before moto sees it."""
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
                answer = self._call(environ)
            if answer["status"] < "4":
                self._journal.append(entry, body)
        start_response(answer["status"], answer["headers"])
        return [answer["body"]]

    def replay(self) -> int:
        """Plays the journal back and returns the number of requests."""
        count = 0
        with freeze_time(datetime.now(timezone.utc)) as clock:
            for entry, body in self._journal.read():
                clock.move_to(datetime.fromtimestamp(entry["time"], timezone.utc))
                mock_random.seed(entry["seed"])
                environ = self._environ_of(entry["environ"], body)
                try:
                    status = self._call(environ)["status"]
                except Exception as error:  # moto raises what it does not expect; the rest of the journal still counts
                    status = f"{type(error).__name__}: {error}"
                if not status.startswith(("2", "3")):
                    request = f"{environ['REQUEST_METHOD']} {environ.get('RAW_URI', environ['PATH_INFO'])}"
                    print(f"not restored: {request}: {status}", flush=True)
                count += 1
        mock_random.seed()
        return count

    def _call(self, environ: Environ) -> dict[str, Any]:
        answer: dict[str, Any] = {}

        def start_response(status: str, headers: list[tuple[str, str]], _exc_info: Any = None) -> Callable[..., None]:
            answer.update(status=status, headers=headers)
            return lambda _data: None

        chunks = self._application(environ, start_response)
        try:
            answer["body"] = b"".join(chunks)
        finally:
            close = getattr(chunks, "close", None)
            if close is not None:
                close()
        return answer

    @staticmethod
    def _whole_body(environ: Environ) -> bytes:
        """Reads the body before its turn comes, so a slow client holds nobody up; the application reads it again."""
        length = environ.get("CONTENT_LENGTH")
        stream = environ["wsgi.input"]
        body = stream.read() if environ.get("wsgi.input_terminated") else stream.read(int(length or 0))
        environ["wsgi.input"] = io.BytesIO(body)
        environ["CONTENT_LENGTH"] = str(len(body))
        return body

    @staticmethod
    def _environ_of(kept: dict[str, str], body: bytes) -> Environ:
        return {
            **kept,
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
    """moto's handler, with connections kept open and a line in the log for failures only."""

    protocol_version = "HTTP/1.1"

    def log_request(self, code: Any = "-", size: Any = "-") -> None:
        """Logs server errors only."""
        if str(code)[:1] == "5":
            super().log_request(code, size)


def main() -> None:
    """Replays the journal, then serves until it is told to end."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--dir", required=True, help="folder of the journal")
    parser.add_argument("--port", type=int, required=True)
    arguments = parser.parse_args()
    os.environ["MOTO_PORT"] = str(arguments.port)
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, lambda *_: sys.exit(0))

    moto.s3.models.os = SeededOs()
    os.makedirs(arguments.dir, exist_ok=True)
    began = time.monotonic()
    application = Durable(
        DomainDispatcherApplication(create_backend_app), Journal(os.path.join(arguments.dir, "journal"))
    )
    count = application.replay()
    print(f"restored {count} requests in {time.monotonic() - began:.1f} s", flush=True)
    make_server("127.0.0.1", arguments.port, application, threaded=True, request_handler=QuietHandler).serve_forever()


if __name__ == "__main__":
    main()
