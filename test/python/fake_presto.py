"""A coordinator that sends the replies of a script, one a request, and records the requests."""

from __future__ import annotations

import json
import ssl
import threading
import time
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any, Dict, List, NamedTuple, Optional, Tuple


class ReceivedRequest(NamedTuple):
    method: str
    path: str
    headers: Dict[str, str]
    body: str


class Reply(NamedTuple):
    """An answer: `page` as JSON, or else `text`. `delay` is in seconds; `hang_up` closes the connection instead."""

    page: Optional[Dict[str, Any]] = None
    status: int = 200
    text: str = ""
    headers: Tuple[Tuple[str, str], ...] = ()
    delay: float = 0.0
    hang_up: bool = False


class FakePresto:
    """Sends `replies` in order to POST and GET; DELETE gets 204. `{base}` in a page becomes the server's address."""

    def __init__(self, replies: List[Reply], tls: Optional[Tuple[str, str]] = None) -> None:
        self.replies = list(replies)
        self.requests: List[ReceivedRequest] = []
        owner = self

        class Handler(BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"

            def log_message(self, *_: object) -> None:
                pass

            def _answer(self) -> None:
                body = self.rfile.read(int(self.headers.get("Content-Length") or 0)).decode()
                owner.requests.append(ReceivedRequest(self.command, self.path, dict(self.headers.items()), body))
                if self.command == "DELETE":
                    self._send(204, b"", ())
                    return
                reply = owner.replies.pop(0) if owner.replies else Reply(status=404, text="gone")
                time.sleep(reply.delay)
                if reply.hang_up:
                    self.close_connection = True
                    return
                text = reply.text if reply.page is None else json.dumps(reply.page).replace("{base}", owner.base)
                self._send(reply.status, text.encode(), reply.headers)

            def _send(self, status: int, content: bytes, headers: Tuple[Tuple[str, str], ...]) -> None:
                try:
                    self.send_response(status)
                    for name, value in headers:
                        self.send_header(name, value)
                    self.send_header("Content-Length", str(len(content)))
                    self.end_headers()
                    self.wfile.write(content)
                except (BrokenPipeError, ConnectionResetError):
                    self.close_connection = True

            do_GET = do_POST = do_DELETE = _answer

        self._server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self._server.daemon_threads = True
        self.port = int(self._server.server_address[1])
        self.base = "{}://127.0.0.1:{}".format("https" if tls else "http", self.port)
        if tls:
            context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
            context.load_cert_chain(*tls)
            self._server.socket = context.wrap_socket(self._server.socket, server_side=True)
        self._thread = threading.Thread(target=self._server.serve_forever, args=(0.02,), daemon=True)

    def __enter__(self) -> FakePresto:
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._server.shutdown()
        self._server.server_close()

    def methods(self) -> List[str]:
        """The methods of the requests, in order."""
        return [request.method for request in self.requests]


COLUMNS = [{"name": "k", "type": "bigint"}, {"name": "y", "type": "integer"}, {"name": "x", "type": "double"}]


def page(number: int, rows: Optional[List[List[Any]]] = None, last: bool = False, columns: Any = None) -> Reply:
    """Makes page `number` of a result; the address of the next page has `number` + 1."""
    value: Dict[str, Any] = {"id": "q1", "infoUri": "{base}/ui", "stats": {"state": "RUNNING"}}
    if rows is not None:
        value["columns"] = columns or COLUMNS
        value["data"] = rows
    elif columns:
        value["columns"] = columns
    if not last:
        value["nextUri"] = "{base}/v1/statement/q1/" + str(number + 1)
    return Reply(value)


def failure(**error: Any) -> Reply:
    """Makes the page of a query that failed."""
    return Reply({"id": "q1", "infoUri": "{base}/ui", "stats": {"state": "FAILED"}, "error": error})
