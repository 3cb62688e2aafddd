"""The proxy that hurts requests on their way."""

import http.client
import sys
import threading
import unittest
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "prove" / "lib"))

from faults.proxy import KINDS, Proxy  # noqa: E402


class Upstream(BaseHTTPRequestHandler):
    """Answers with what it was sent."""

    protocol_version = "HTTP/1.1"
    served = 0

    def log_message(self, format: str, *args: object) -> None:
        """Says nothing."""

    def do_PUT(self) -> None:
        type(self).served += 1
        body = self.rfile.read(int(self.headers["Content-Length"]))
        self.send_response(200)
        self.send_header("Content-Length", str(len(body)))
        self.send_header("X-Host", self.headers["Host"])
        self.end_headers()
        self.wfile.write(body)

    def do_HEAD(self) -> None:
        self.send_response(200)
        self.send_header("Content-Length", "12345")
        self.end_headers()


class FaultyProxyTest(unittest.TestCase):
    """Real sockets on loopback."""

    def setUp(self) -> None:
        Upstream.served = 0
        self.server = ThreadingHTTPServer(("127.0.0.1", 0), Upstream)
        self.server.daemon_threads = True
        threading.Thread(target=self.server.serve_forever, args=(0.05,), daemon=True).start()
        self.addCleanup(self.server.server_close)
        self.addCleanup(self.server.shutdown)

    def proxy(self, rate: float = 0.0, kinds: tuple[str, ...] = KINDS) -> Proxy:
        made = Proxy(self.server.server_port, rate, kinds)
        self.addCleanup(made.close)
        return made

    def put(self, proxy: Proxy, body: bytes = b"some bytes") -> http.client.HTTPResponse:
        self.connection = http.client.HTTPConnection("127.0.0.1", proxy.port, timeout=10)
        self.addCleanup(self.connection.close)
        self.connection.request("PUT", "/bucket/a%20key?uploads", body)
        return self.connection.getresponse()

    def test_what_is_left_alone_passes_unchanged_and_is_counted(self) -> None:
        proxy = self.proxy()
        answer = self.put(proxy)
        self.assertEqual((200, b"some bytes"), (answer.status, answer.read()))
        # What the sender has signed.
        self.assertEqual(f"127.0.0.1:{proxy.port}", answer.headers["X-Host"])
        self.assertEqual({("PUT", "/bucket/a%20key?uploads"): 1}, dict(proxy.requests))

    def test_a_head_tells_the_length_of_what_a_get_would_send(self) -> None:
        connection = http.client.HTTPConnection("127.0.0.1", self.proxy().port, timeout=10)
        self.addCleanup(connection.close)
        connection.request("HEAD", "/x")
        self.assertEqual("12345", connection.getresponse().headers["Content-Length"])

    def test_a_refusal_comes_before_or_after_the_request_was_served(self) -> None:
        for kind, status, served in (("500", 500, 0), ("503", 503, 0), ("500 afterwards", 500, 1)):
            with self.subTest(kind):
                Upstream.served = 0
                self.assertEqual(status, self.put(self.proxy(1.0, (kind,))).status)
                self.assertEqual(served, Upstream.served)

    def test_a_reset_breaks_the_connection(self) -> None:
        for kind, served in (("reset", 0), ("reset afterwards", 1), ("reset in the middle", 1)):
            with self.subTest(kind):
                Upstream.served = 0
                with self.assertRaises((ConnectionError, http.client.HTTPException)):
                    self.put(self.proxy(1.0, (kind,)), b"x" * 100_000).read()
                self.assertEqual(served, Upstream.served)

    def test_as_many_faults_as_asked_for(self) -> None:
        proxy = self.proxy(0.05, ("503",))
        for _ in range(2000):
            proxy.next_fault("GET", "/")
        self.assertAlmostEqual(100, proxy.faults["503"], delta=35)

    def test_nobody_answers_while_it_is_away(self) -> None:
        proxy = self.proxy()
        self.put(proxy).read()
        kept = self.connection
        proxy.leave()
        with self.assertRaises((ConnectionError, http.client.HTTPException)):
            kept.request("PUT", "/", b"x")
            kept.getresponse()
        with self.assertRaises(ConnectionError):
            self.put(proxy)
        proxy.come_back()
        self.assertEqual(200, self.put(proxy).status)


if __name__ == "__main__":
    unittest.main()
