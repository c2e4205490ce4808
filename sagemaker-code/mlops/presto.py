"""Reads a query's result from PrestoDB page by page: memory stays flat however many rows there are.

`prestodb.dbapi` collects the whole result before it gives the first row, so this drives the client library's
`PrestoRequest` itself (https://prestodb.io/docs/current/develop/client-protocol.html). What the library leaves to its
caller is bounded here: time per request and in all, retries (never of the POST, which would run the query twice),
redirects, the address a page is fetched from, and the transport a password may travel on.
"""

from __future__ import annotations

import json
import os
import ssl
import tempfile
import time
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Callable, Dict, Iterator, List, NamedTuple, NoReturn, Optional, Tuple
from urllib.parse import urlsplit

import requests
from prestodb.client import ClientSession, PrestoRequest
from requests.auth import HTTPBasicAuth

from mlops.credentials import Credentials
from mlops.errors import PlatformError, UserError, shorten

SOURCE = "sagemaker-presto-gitops"
RETRIED_STATUSES = (502, 503, 504)

Row = List[Any]


class Server(NamedTuple):
    """A Presto coordinator and where names in the SQL are looked up."""

    host: str
    port: int
    catalog: str
    schema: str
    protocol: Optional[str] = None

    def scheme(self, credentials: Credentials) -> str:
        """`protocol`, or https when there is a password to protect."""
        return self.protocol or ("https" if credentials.password else "http")


class Limits(NamedTuple):
    """Seconds and counts that bound a read."""

    connect: float = 10.0
    request: float = 60.0
    total: float = 6 * 3600.0
    retries: int = 5
    backoff: float = 0.5


class Column(NamedTuple):
    """A column of a result: its label and Presto's name of its type, such as `decimal(12,2)`."""

    name: str
    type: str


class _NoRedirect:
    """The library follows redirects of the POST with the password on it; nothing of ours is ever redirected."""

    def handle(self, location: str) -> NoReturn:
        raise requests.TooManyRedirects("redirected to {}".format(location))


class ResultStream:
    """One running query. `columns` is known from the start; `pages` gives lists of rows, once."""

    def __init__(self, client: PrestoClient, sql: str, line_offset: int) -> None:
        self._client = client
        self._line_offset = line_offset
        self._deadline = time.monotonic() + client.limits.total
        self._next_uri: Optional[str] = ""
        self.columns: Tuple[Column, ...] = ()
        self.query_id = ""
        self._first = self._accept(client.submit(sql))
        while not self.columns and self._next_uri:
            self._first = self._accept(self._fetch(self._next_uri))

    def pages(self) -> Iterator[List[Row]]:
        """The rows, a page at a time. The next page is asked for while the caller works on this one."""
        rows, self._first = self._first, []
        with ThreadPoolExecutor(max_workers=1) as ahead:
            while True:
                coming = ahead.submit(self._fetch, self._next_uri) if self._next_uri else None
                if rows:
                    yield rows
                if coming is None:
                    return
                rows = self._accept(coming.result())

    def cancel(self) -> None:
        """Tells Presto that nobody reads on; an abandoned query would hold its memory until it is timed out."""
        if self._next_uri:
            self._client.cancel(self._next_uri)
            self._next_uri = None

    def _accept(self, payload: Dict[str, Any]) -> List[Row]:
        self.query_id = payload.get("id", self.query_id)
        if payload.get("error"):
            self._next_uri = None
            _raise_query_error(payload["error"], self.query_id, self._line_offset)
        if payload.get("columns") and not self.columns:
            self.columns = tuple(Column(c["name"], c["type"]) for c in payload["columns"])
        self._next_uri = payload.get("nextUri")
        if self._next_uri:
            self._client.check_address(self._next_uri)
        rows: List[Row] = payload.get("data") or []
        return rows

    def _fetch(self, uri: str) -> Dict[str, Any]:
        if time.monotonic() > self._deadline:
            raise PlatformError(
                "The query {} did not finish within {:g} s.".format(self.query_id, self._client.limits.total),
                "Make the query cheaper, or raise --query_timeout_seconds.",
            )
        return self._client.fetch(uri, self._deadline)


class PrestoClient:
    """A connection to one coordinator; a context manager. Opening it sends nothing."""

    def __init__(
        self,
        server: Server,
        credentials: Credentials,
        limits: Optional[Limits] = None,
        sleep: Callable[[float], None] = time.sleep,
    ) -> None:
        self.limits = limits or Limits()
        self._sleep = sleep
        self._secret = credentials.secret
        self._scheme = server.scheme(credentials)
        self._origin = (self._scheme, server.host.lower(), server.port)
        self._name = "Presto at {}://{}:{}".format(self._scheme, server.host, server.port)
        if credentials.password and self._scheme != "https":
            raise UserError(
                "The secret {!r} has a password, which is never sent over plain http.".format(credentials.secret),
                "Set presto.protocol to https, or remove the password from the secret.",
            )
        session = requests.Session()
        session.trust_env = False  # .netrc, proxies and REQUESTS_CA_BUNDLE would override what the secret says
        session.max_redirects = 0
        session.headers["Accept-Encoding"] = "identity"  # decompressing costs more than the network saves
        self._ca_file = _write_ca(credentials) if credentials.ca else None
        self._request = PrestoRequest(
            server.host,
            server.port,
            # TIMESTAMP literals and now() mean UTC, wherever the coordinator stands.
            ClientSession(
                credentials.username, server.catalog, server.schema, SOURCE, headers={"X-Presto-Time-Zone": "UTC"}
            ),
            http_session=session,
            http_scheme=self._scheme,
            redirect_handler=_NoRedirect(),
            max_attempts=1,
            request_timeout=(self.limits.connect, self.limits.request),
        )
        if self._ca_file:
            session.verify = str(self._ca_file)
        if credentials.password:
            # Bytes, because requests would encode a text as Latin-1.
            session.auth = HTTPBasicAuth(credentials.username.encode(), credentials.password.encode())
        self._session = session

    def __enter__(self) -> PrestoClient:
        return self

    def __exit__(self, *_: object) -> None:
        self._session.close()
        if self._ca_file:
            self._ca_file.unlink()

    @contextmanager
    def stream(self, sql: str, line_offset: int = 0) -> Iterator[ResultStream]:
        """Runs `sql`; the query is cancelled when the block is left early.

        `line_offset` is how many lines the caller put before the user's first line: error positions are the user's.
        """
        result = ResultStream(self, sql, line_offset)
        try:
            yield result
        finally:
            result.cancel()

    def describe(self, sql: str) -> Tuple[Column, ...]:
        """The columns that `sql` would give, without computing a row (LIMIT 0 is planned to nothing)."""
        with self.stream("SELECT * FROM (\n{}\n) q LIMIT 0".format(sql), line_offset=1) as result:
            return result.columns

    def submit(self, sql: str) -> Dict[str, Any]:
        """Sends the query, once: a POST that failed half-way may have started it."""
        return self._send(lambda: self._request.post(sql), retries=0, deadline=None)

    def fetch(self, uri: str, deadline: float) -> Dict[str, Any]:
        """Gets a page. Presto keeps the last page until the next one is asked for, so this can be repeated."""
        return self._send(lambda: self._request.get(uri), self.limits.retries, deadline)

    def cancel(self, uri: str) -> None:
        """DELETE of the next page's address; whether it arrives does not matter to the caller."""
        try:
            self._session.delete(uri, timeout=(2, 5), headers=self._request.http_headers)
        except requests.RequestException:
            return

    def check_address(self, uri: str) -> None:
        """A page may only come from where the query went: the request carries the password."""
        parts = urlsplit(uri)
        port = parts.port or (443 if parts.scheme == "https" else 80)
        if (parts.scheme, (parts.hostname or "").lower(), port) != self._origin:
            raise PlatformError(
                "{} sends its result from {}://{}:{}.".format(self._name, parts.scheme, parts.hostname, port),
                "Configure the address that the coordinator itself uses, or the proxy's forwarded headers.",
            )

    def _send(self, call: Callable[[], requests.Response], retries: int, deadline: Optional[float]) -> Dict[str, Any]:
        attempt = 0
        while True:
            problem: Optional[Exception] = None
            status = 0
            try:
                response = call()
                status = response.status_code
                if status == requests.codes.ok:
                    return self._payload(response)
            except (requests.ConnectionError, requests.Timeout, requests.exceptions.ChunkedEncodingError) as error:
                problem = error
            except requests.RequestException as error:
                self._raise_unreachable(error)
            retryable = status in RETRIED_STATUSES or (problem is not None and not _is_tls(problem))
            wait = min(self.limits.backoff * 2**attempt, 10.0)
            if attempt >= retries or not retryable or (deadline is not None and time.monotonic() + wait > deadline):
                if problem is not None:
                    self._raise_unreachable(problem, attempt)
                self._raise_status(status, response, attempt)
            attempt += 1
            self._sleep(wait)

    def _payload(self, response: requests.Response) -> Dict[str, Any]:
        try:
            payload = json.loads(response.content)
        except ValueError:
            payload = None
        if not isinstance(payload, dict) or "id" not in payload:
            raise PlatformError(
                "{} answered, but not as a PrestoDB coordinator.".format(self._name), "Check presto.host and the port."
            )
        return payload

    def _raise_unreachable(self, error: Exception, retried: int = 0) -> NoReturn:
        if _is_tls(error):
            raise UserError(
                "{} does not prove who it is: {}.".format(self._name, _reason(error)),
                "Put the PEM of its certificate authority into the field ca of the secret {!r}, and use the host name "
                "that the certificate carries.".format(self._secret),
            ) from None
        if isinstance(error, requests.Timeout) and not isinstance(error, requests.ConnectTimeout):
            what = "did not answer within {:g} s".format(self.limits.request)
        else:
            what = "cannot be reached: {}".format(_reason(error))
        after = " ({} retries)".format(retried) if retried else ""
        raise PlatformError(
            "{} {}{}.".format(self._name, what, after),
            "Check presto.host, the port and the protocol, and that the job's subnets and security groups reach it.",
        ) from None

    def _raise_status(self, status: int, response: requests.Response, retried: int) -> NoReturn:
        if status == 401:
            raise UserError(
                "{} refuses the user name or the password (401).".format(self._name),
                "Correct the secret {!r}.".format(self._secret),
            )
        if status == 403:
            raise UserError("{} forbids this user to run the query (403).".format(self._name), _excerpt(response))
        if status in (404, 410):
            raise PlatformError(
                "{} does not know the query any more ({}): it was restarted while the query ran, or the address is "
                "not a Presto coordinator.".format(self._name, status),
                "Run the step again.",
            )
        after = " after {} retries".format(retried) if retried else ""
        raise PlatformError(
            "{} answered with HTTP {}{}: {}".format(self._name, status, after, _excerpt(response)),
            "Run the step again.",
        )


def _write_ca(credentials: Credentials) -> Path:
    """The secret's certificate authority in a file, because requests takes only a path."""
    pem = credentials.ca or ""
    try:
        ssl.create_default_context(cadata=pem)
    except (ssl.SSLError, ValueError):
        raise UserError(
            "The field ca of the secret {!r} is not a certificate in PEM form.".format(credentials.secret)
        ) from None
    handle, path = tempfile.mkstemp(suffix=".pem")
    os.close(handle)
    Path(path).write_text(pem, encoding="ascii")
    return Path(path)


def _is_tls(error: Exception) -> bool:
    return isinstance(error, requests.exceptions.SSLError)


def _reason(error: BaseException) -> str:
    """The innermost cause in few words: requests wraps urllib3, which wraps the socket's error."""
    inner: Any = error
    for _ in range(8):
        following = getattr(inner, "reason", None) or (inner.args[0] if inner.args else None)
        if isinstance(following, tuple) and len(following) > 1:
            following = following[1]
        if not isinstance(following, BaseException):
            break
        inner = following
    text = str(getattr(inner, "strerror", None) or inner)
    return shorten(text.split("object at 0x", 1)[-1].split(": ", 1)[-1], 200)


def _excerpt(response: requests.Response) -> str:
    text = response.content[:2000].decode("utf-8", "replace")
    if "<html" in text.lower() or "<!doctype" in text.lower():
        return "it is starting, stopping or behind a proxy that answers in its place."
    return shorten(" ".join(text.split()) or "it gave no reason.", 300)


def _raise_query_error(error: Dict[str, Any], query_id: str, line_offset: int) -> NoReturn:
    """Presto's own error, by whose fault it is (https://prestodb.io: StandardErrorCode)."""
    name = error.get("errorName") or "UNKNOWN"
    message = shorten(str(error.get("message") or "no message"), 700)
    location = error.get("errorLocation") or {}
    place = ""
    if location.get("lineNumber"):
        line = max(1, int(location["lineNumber"]) - line_offset)
        column = location.get("columnNumber")
        place = " at line {}:{}".format(line, column)
        # Presto repeats the position inside the message, counted in the text that it was sent.
        message = message.replace("line {}:{}: ".format(location["lineNumber"], column), "", 1)
    if error.get("errorType") == "USER_ERROR":
        raise UserError("Presto rejects the query{}: {} ({}).".format(place, message, name))
    if name == "QUERY_QUEUE_FULL":
        raise PlatformError("Presto's queue is full: {} ({}).".format(message, name), "Run the step again later.")
    raise PlatformError("Presto failed to run the query {}{}: {} ({}).".format(query_id, place, message, name))
