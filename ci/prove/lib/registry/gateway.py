"""What stands before tracking servers in companies: TLS of an own authority, and a token instead of a password."""

import http.client
import ssl
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

from proof import Proof

_HOST = "127.0.0.1"
_OF_ONE_HOP = {"connection", "keep-alive", "transfer-encoding", "host", "authorization"}


@contextmanager
def gateway(proof: Proof, folder: Path, port: int, token: str, authorization: str) -> Iterator[tuple[str, Path]]:
    """Its address and the file of the authority that signed its certificate.

    It asks for the bearer token and passes requests on to a port, with a value of the header Authorization.
    """
    key, certificate = folder / "gateway.key", folder / "gateway.pem"
    proof.processes.run(
        [
            *("openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "2", "-subj", "/CN=gateway"),
            *("-addext", f"subjectAltName=IP:{_HOST}", "-keyout", str(key), "-out", str(certificate)),
        ],
        name="gateway-certificate",
        seconds=60,
    )
    server = ThreadingHTTPServer((_HOST, 0), _handler(port, token, authorization))
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(certificate, key)
    server.socket = context.wrap_socket(server.socket, server_side=True)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield f"https://{_HOST}:{server.server_address[1]}", certificate
    finally:
        server.shutdown()
        server.server_close()


def _handler(port: int, token: str, authorization: str) -> type[BaseHTTPRequestHandler]:
    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def _pass_on(self) -> None:
            body = self.rfile.read(int(self.headers.get("Content-Length", 0)))
            if self.headers.get("Authorization") != f"Bearer {token}":
                self._answer(401, [("Content-Type", "text/html")], b"<html><h1>Who are you?</h1></html>")
                return
            upstream = http.client.HTTPConnection(_HOST, port, timeout=60)
            headers = {name: value for name, value in self.headers.items() if name.lower() not in _OF_ONE_HOP}
            upstream.request(self.command, self.path, body, {**headers, "Authorization": authorization})
            answer = upstream.getresponse()
            content = answer.read()
            upstream.close()
            self._answer(answer.status, answer.getheaders(), content)

        def _answer(self, status: int, headers: list[tuple[str, str]], content: bytes) -> None:
            self.send_response(status)
            for name, value in headers:
                if name.lower() not in _OF_ONE_HOP | {"content-length", "server", "date"}:
                    self.send_header(name, value)
            self.send_header("Content-Length", str(len(content)))
            self.end_headers()
            self.wfile.write(content)

        do_GET = do_POST = do_PUT = do_PATCH = do_DELETE = _pass_on  # noqa: N815

        def log_message(self, *_: object) -> None:
            """Says nothing: the proof's stderr is for its progress."""

    return Handler
