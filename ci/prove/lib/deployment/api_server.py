"""Stands in for Kubernetes: takes what is applied, and remembers it."""

import json
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any


class ApiServer:
    """Says yes to everything, as a server without limits or rules would."""

    def __init__(self) -> None:
        self.taken: list[dict[str, Any]] = []
        taken = self.taken

        class Handler(BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"

            def _take(self) -> None:
                body = self.rfile.read(int(self.headers.get("Content-Length", 0)))
                found = json.loads(body)
                taken.append(found)
                # As a server answers: the object, with an identity.
                found = {**found, "metadata": {**found.get("metadata", {}), "uid": f"uid-{len(taken)}"}}
                self._answer(201, found)

            do_POST = do_PATCH = do_PUT = _take

            def do_GET(self) -> None:
                self._answer(404, {"kind": "Status", "apiVersion": "v1", "status": "Failure", "code": 404})

            def _answer(self, status: int, found: dict[str, Any]) -> None:
                body = json.dumps(found).encode()
                self.send_response(status)
                self.send_header("Content-Type", "application/json")
                self.send_header("Content-Length", str(len(body)))
                self.end_headers()
                self.wfile.write(body)

            def log_message(self, format: str, *arguments: object) -> None:
                return

        self._server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.address = f"http://127.0.0.1:{self._server.server_address[1]}"

    def of(self, kind: str) -> list[dict[str, Any]]:
        """What was taken of a kind."""
        return [one for one in self.taken if one.get("kind") == kind]


@contextmanager
def api_server() -> Iterator[ApiServer]:
    """One on loopback."""
    server = ApiServer()
    thread = threading.Thread(target=server._server.serve_forever, daemon=True)
    thread.start()
    try:
        yield server
    finally:
        server._server.shutdown()
        server._server.server_close()
