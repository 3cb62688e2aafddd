"""An HTTP proxy that does to a part of the requests what networks and overloaded stores do."""

import http.client
import random
import socket
import struct
import threading
import time
from collections import Counter
from collections.abc import Sequence
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

# What S3 sends with its 500 and 503.
_ERROR = '<?xml version="1.0" encoding="UTF-8"?><Error><Code>{code}</Code><Message>{code}</Message></Error>'
_CODES = {500: "InternalError", 503: "SlowDown"}
_HOP_BY_HOP = {"connection", "expect", "keep-alive", "transfer-encoding"}
_SLOW_SECONDS = 5.0
_UPSTREAM_SECONDS = 120.0

KINDS = ("500", "500 afterwards", "503", "slow", "reset", "reset afterwards", "reset in the middle")
"""Faults; 'afterwards': the request was served, and its sender is not told."""


class Proxy:
    """Between clients and one server; may be away for a while. Ends with close()."""

    def __init__(self, upstream: int, rate: float = 0.0, kinds: Sequence[str] = KINDS) -> None:
        self.upstream = upstream
        self.rate = rate
        self.requests: Counter[tuple[str, str]] = Counter()  # by method and path
        self.faults: Counter[str] = Counter()  # by kind
        self._kinds = tuple(kinds)
        self._pick = random.Random(1)
        self._lock = threading.Lock()
        self._connections: set[socket.socket] = set()
        self._server: _Server | None = None
        self.port = 0
        self._listen()

    def _listen(self) -> None:
        self._server = _Server(("127.0.0.1", self.port), _Handler)
        self._server.proxy = self
        self.port = self._server.server_port
        threading.Thread(target=self._server.serve_forever, args=(0.05,), daemon=True).start()

    def next_fault(self, method: str, path: str) -> str | None:
        """Counts a request and decides what is done to it."""
        with self._lock:
            self.requests[method, path] += 1
            if self._pick.random() >= self.rate:
                return None
            kind = self._pick.choice(self._kinds)
            self.faults[kind] += 1
            return kind

    def leave(self) -> None:
        """Nobody listens any more, and who is connected is cut off."""
        if self._server is not None:
            self._server.shutdown()
            self._server.server_close()
            self._server = None
        with self._lock:
            connections = list(self._connections)
        for connection in connections:
            # Its own thread may wait for a request there: what comes now must not be read any more.
            _reset(connection, socket.SHUT_RDWR)

    def come_back(self) -> None:
        """Listens at the same port again."""
        if self._server is None:
            self._listen()

    def away(self, seconds: float) -> None:
        """Both, with a time between them."""
        self.leave()
        time.sleep(seconds)
        self.come_back()

    def opened(self, connection: socket.socket) -> None:
        """Remembers a connection."""
        with self._lock:
            self._connections.add(connection)

    def closed(self, connection: socket.socket) -> None:
        """Forgets it."""
        with self._lock:
            self._connections.discard(connection)

    def close(self) -> None:
        """Ends it."""
        self.leave()


class _Server(ThreadingHTTPServer):
    daemon_threads = True
    request_queue_size = 128
    proxy: Proxy

    def handle_error(self, request: object, client_address: object) -> None:
        """A broken connection is what this is for."""


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    server: _Server

    def setup(self) -> None:
        super().setup()
        self.connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        self._upstream: http.client.HTTPConnection | None = None
        self.server.proxy.opened(self.connection)

    def finish(self) -> None:
        self.server.proxy.closed(self.connection)
        if self._upstream is not None:
            self._upstream.close()
        super().finish()

    def log_message(self, format: str, *args: object) -> None:
        """Says nothing."""

    def _any(self) -> None:
        body = self._body()
        fault = self.server.proxy.next_fault(self.command, self.path)
        if fault == "slow":
            time.sleep(_SLOW_SECONDS)
        if fault == "reset":
            self._cut()
        elif fault in ("500", "503"):
            self._refuse(int(fault))
        else:
            self._pass_on(body, fault)

    do_GET = do_PUT = do_HEAD = do_POST = do_DELETE = do_PATCH = do_OPTIONS = _any

    def _body(self) -> bytes:
        if self.headers.get("Transfer-Encoding", "").lower() == "chunked":
            parts = []
            while size := int(self.rfile.readline().split(b";")[0], 16):
                parts.append(self.rfile.read(size))
                self.rfile.readline()
            self.rfile.readline()
            return b"".join(parts)
        return self.rfile.read(int(self.headers.get("Content-Length", 0)))

    def _pass_on(self, body: bytes, fault: str | None) -> None:
        answer = self._ask(body)
        content = answer.read()
        if fault == "500 afterwards":
            self._refuse(500)
        elif fault == "reset afterwards":
            self._cut()
        else:
            self._answer(answer, content, cut=fault == "reset in the middle")

    def _ask(self, body: bytes) -> http.client.HTTPResponse:
        for attempt in range(2):
            fresh = self._upstream is None
            if self._upstream is None:
                self._upstream = http.client.HTTPConnection(
                    "127.0.0.1", self.server.proxy.upstream, timeout=_UPSTREAM_SECONDS
                )
            try:
                self._upstream.putrequest(self.command, self.path, skip_host=True, skip_accept_encoding=True)
                for name, value in self.headers.items():
                    if name.lower() not in _HOP_BY_HOP | {"content-length"}:
                        self._upstream.putheader(name, value)
                if body or self.command in ("PUT", "POST", "PATCH"):
                    self._upstream.putheader("Content-Length", str(len(body)))
                self._upstream.endheaders(body)
                return self._upstream.getresponse()
            except (OSError, http.client.HTTPException):
                # An idle connection that the server has closed meanwhile is opened anew.
                self._upstream.close()
                self._upstream = None
                if fresh or attempt:
                    raise
        raise AssertionError("unreachable")

    def _answer(self, answer: http.client.HTTPResponse, content: bytes, cut: bool) -> None:
        head = [f"HTTP/1.1 {answer.status} {answer.reason}"]
        length = None
        for name, value in answer.getheaders():
            if name.lower() == "content-length":
                length = value
            if name.lower() not in _HOP_BY_HOP | {"content-length"}:
                head.append(f"{name}: {value}")
        # Of HEAD the length is that of what GET would send.
        told = length if self.command == "HEAD" and length is not None else str(len(content))
        if answer.status not in (204, 304):
            head.append(f"Content-Length: {told}")
        data = ("\r\n".join(head) + "\r\n\r\n").encode("latin-1") + content
        if cut:
            self.wfile.write(data[: max(1, len(data) // 2)])
            self.wfile.flush()
            self._cut()
        else:
            self.wfile.write(data)

    def _refuse(self, status: int) -> None:
        content = b"" if self.command == "HEAD" else _ERROR.format(code=_CODES[status]).encode()
        self.send_response(status)
        self.send_header("Content-Type", "application/xml")
        self.send_header("Content-Length", str(len(content)))
        self.end_headers()
        self.wfile.write(content)

    def _cut(self) -> None:
        self.close_connection = True
        _reset(self.connection)


def _reset(connection: socket.socket, ways: int = socket.SHUT_RD) -> None:
    """Ends a connection as a crashed peer does: with RST, if not both ways are shut first."""
    try:
        connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
        connection.shutdown(ways)
        connection.close()
    except OSError:
        return
