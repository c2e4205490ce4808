"""Reads the result of a query from PrestoDB page by page, so the memory does not grow with the rows.

`prestodb.dbapi` collects the whole result before it returns the first row, so this module uses the `PrestoRequest` of
that library directly (https://prestodb.io/docs/current/develop/client-protocol.html). It also limits what the library
does not limit:

- the time of one request and of the whole read;
- retries: the POST is never repeated, because that would run the query twice;
- redirects: they are not followed;
- the address that a page is fetched from;
- the transport of a password: only https.
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
MAX_PAUSE_SECONDS = 10.0

Row = List[Any]


class Server(NamedTuple):
    """A Presto coordinator, and the default catalog and schema of names in the SQL."""

    host: str
    port: int
    catalog: str
    schema: str
    protocol: Optional[str] = None

    def scheme(self, credentials: Credentials) -> str:
        """Returns `protocol` when it is set; otherwise https with a password, and http without."""
        return self.protocol or ("https" if credentials.password else "http")


class Limits(NamedTuple):
    """The limits of a read. `connect`, `request`, `total` and `backoff` (the first pause) are seconds."""

    connect: float = 10.0
    request: float = 60.0
    total: float = 6 * 3600.0
    retries: int = 5
    backoff: float = 0.5


class Column(NamedTuple):
    """A column of a result: its name and Presto's name of its type, such as `decimal(12,2)`."""

    name: str
    type: str


class _NoRedirect:
    """Raises an exception at a redirect. The library would follow it and send the password along."""

    def handle(self, location: str) -> NoReturn:
        raise requests.TooManyRedirects("redirected to {}".format(location))


class ResultStream:
    """One running query. `columns` is known from the start; `pages` may be read once."""

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
        """Yields lists of rows, one a page. It fetches the next page while the caller works on this one."""
        rows, self._first = self._first, []
        with ThreadPoolExecutor(max_workers=1) as ahead:
            while True:
                next_page = ahead.submit(self._fetch, self._next_uri) if self._next_uri else None
                if rows:
                    yield rows
                if next_page is None:
                    return
                rows = self._accept(next_page.result())

    def cancel(self) -> None:
        """Cancels the query unless it has ended. Otherwise Presto would hold its memory until a time-out."""
        if self._next_uri:
            self._client.cancel(self._next_uri)
            self._next_uri = None

    def _accept(self, payload: Dict[str, Any]) -> List[Row]:
        """Takes over what an answer says about the query and returns its rows. Raises the query's own error."""
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
    """A client of one coordinator; a context manager. Making it sends nothing.

    Raises UserError for a password that would travel over http, and for a `ca` that is not a certificate. `sleep` waits
    between retries.
    """

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
        session.trust_env = False  # otherwise .netrc, proxies and REQUESTS_CA_BUNDLE would override the secret
        session.max_redirects = 0
        session.headers["Accept-Encoding"] = "identity"  # decompression takes longer than the network saves
        self._ca_file = _write_ca(credentials) if credentials.ca else None
        self._request = PrestoRequest(
            server.host,
            server.port,
            # TIMESTAMP literals and now() are in UTC, whatever the time zone of the coordinator is.
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
            # As bytes, because requests would encode text as Latin-1.
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
        """Runs `sql`; a context manager that cancels the query when the block is left early.

        `line_offset` is how many lines come before the user's first line: it is subtracted from the positions in error
        messages. Raises UserError when Presto rejects the query, PlatformError when Presto fails.
        """
        result = ResultStream(self, sql, line_offset)
        try:
            yield result
        finally:
            result.cancel()

    def describe(self, sql: str) -> Tuple[Column, ...]:
        """Returns the columns of `sql` without computing a row: Presto plans LIMIT 0 to an empty result."""
        with self.stream("SELECT * FROM (\n{}\n) q LIMIT 0".format(sql), line_offset=1) as result:
            return result.columns

    def submit(self, sql: str) -> Dict[str, Any]:
        """Sends the query and returns the first answer. There is no retry: a failed POST may have started the query."""
        return self._send(lambda: self._request.post(sql), retries=0, deadline=None)

    def fetch(self, uri: str, deadline: float) -> Dict[str, Any]:
        """Fetches a page, with retries: Presto keeps a page until the next one is asked for."""
        return self._send(lambda: self._request.get(uri), self.limits.retries, deadline)

    def cancel(self, uri: str) -> None:
        """Sends a DELETE to the address of the next page, which cancels the query. Errors are ignored."""
        try:
            self._session.delete(uri, timeout=(2, 5), headers=self._request.http_headers)
        except requests.RequestException:
            return

    def check_address(self, uri: str) -> None:
        """Raises PlatformError for an address on another server: the request would send the password there."""
        parts = urlsplit(uri)
        port = parts.port or (443 if parts.scheme == "https" else 80)
        if (parts.scheme, (parts.hostname or "").lower(), port) != self._origin:
            raise PlatformError(
                "{} sends its result from {}://{}:{}.".format(self._name, parts.scheme, parts.hostname, port),
                "Configure the address that the coordinator itself uses, or the proxy's forwarded headers.",
            )

    def _send(self, call: Callable[[], requests.Response], retries: int, deadline: Optional[float]) -> Dict[str, Any]:
        """Sends a request, again after a passing failure, and returns the JSON of the answer.

        Passing failures are a lost connection, a time-out, and the statuses in RETRIED_STATUSES. The pauses double.
        """
        retried = 0
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
            pause = min(self.limits.backoff * 2**retried, MAX_PAUSE_SECONDS)
            if retried >= retries or not retryable or (deadline is not None and time.monotonic() + pause > deadline):
                if problem is not None:
                    self._raise_unreachable(problem, retried)
                self._raise_status(status, response, retried)
            retried += 1
            self._sleep(pause)

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
            problem = "did not answer within {:g} s".format(self.limits.request)
        else:
            problem = "cannot be reached: {}".format(_reason(error))
        after = " ({} retries)".format(retried) if retried else ""
        raise PlatformError(
            "{} {}{}.".format(self._name, problem, after),
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
                "{} does not know the query any more ({}): Presto was restarted while the query ran, or the address is "
                "not that of a Presto coordinator.".format(self._name, status),
                "Run the step again.",
            )
        after = " after {} retries".format(retried) if retried else ""
        raise PlatformError(
            "{} answered with HTTP {}{}: {}".format(self._name, status, after, _excerpt(response)),
            "Run the step again.",
        )


def _write_ca(credentials: Credentials) -> Path:
    """Writes the secret's certificate authority to a file, because requests takes only a path."""
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
    """Returns the innermost cause in few words: requests wraps urllib3, which wraps the socket's error."""
    innermost: Any = error
    for _ in range(8):
        cause = getattr(innermost, "reason", None) or (innermost.args[0] if innermost.args else None)
        if isinstance(cause, tuple) and len(cause) > 1:
            cause = cause[1]
        if not isinstance(cause, BaseException):
            break
        innermost = cause
    text = str(getattr(innermost, "strerror", None) or innermost)
    return shorten(text.split("object at 0x", 1)[-1].split(": ", 1)[-1], 200)


def _excerpt(response: requests.Response) -> str:
    """Returns the beginning of an answer's text; for HTML, which a proxy sends, only what that means."""
    text = response.content[:2000].decode("utf-8", "replace")
    if "<html" in text.lower() or "<!doctype" in text.lower():
        return "the answer is HTML: Presto starts or stops, or a proxy answers in its place."
    return shorten(" ".join(text.split()) or "the answer gives no reason.", 300)


def _raise_query_error(error: Dict[str, Any], query_id: str, line_offset: int) -> NoReturn:
    """Raises UserError for a USER_ERROR of Presto, else PlatformError (https://prestodb.io: StandardErrorCode).

    `line_offset` is subtracted from the position, so that it counts in the user's text.
    """
    name = error.get("errorName") or "UNKNOWN"
    message = shorten(str(error.get("message") or "no message"), 700)
    location = error.get("errorLocation") or {}
    position = ""
    if location.get("lineNumber"):
        line = max(1, int(location["lineNumber"]) - line_offset)
        column = location.get("columnNumber")
        position = " at line {}:{}".format(line, column)
        # Presto repeats the position in its message, counted in the text that was sent.
        message = message.replace("line {}:{}: ".format(location["lineNumber"], column), "", 1)
    if error.get("errorType") == "USER_ERROR":
        raise UserError("Presto rejects the query{}: {} ({}).".format(position, message, name))
    if name == "QUERY_QUEUE_FULL":
        raise PlatformError("Presto's queue is full: {} ({}).".format(message, name), "Run the step again later.")
    raise PlatformError("Presto failed to run the query {}{}: {} ({}).".format(query_id, position, message, name))
