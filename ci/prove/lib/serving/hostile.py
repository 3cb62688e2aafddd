"""Requests that nobody should send, made from good ones by a seed."""

import gzip
import json
import random
import socket
import struct
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Literal

from serving.clips import body_json, body_raw, numbers
from serving.service import HOST, POINTS

_TIMEOUT = 90.0
_PIECES = 6
_PAUSE = 0.1
_FRAMES = 3
_JSON = "Content-Type: application/json"
_RAW = "Content-Type: application/octet-stream"
_STRANGE = [
    "NaN", "Infinity", "-Infinity", "1e999", "-1e999", "1e-999", "null", "true", '""', '"1"', "{}", "[]", "[[]]",
    "99999999999999999999999999", "0." + "1" * 2000, "-0", "01", "+1", "0x10", "1e", "'1'", "\\u0000", "1" * 5000,
]  # fmt: skip


@dataclass(frozen=True)
class Sent:
    """Bytes for the wire; silence is an answer to some: what is cut off or no HTTP may be hung up on."""

    kind: str
    data: bytes
    may_be_silent: bool = False
    is_head: bool = False
    # half-closed: says that nothing follows, and reads; slow: in pieces, with pauses; gone: resets without reading.
    manner: Literal["half-closed", "slow", "gone"] = "half-closed"


class Hostile:
    """Makes them."""

    def __init__(self, made: random.Random, videos: list[Path]) -> None:
        self._made = made
        flat = numbers(_FRAMES)
        self._json = body_json(flat)
        self._raw = body_raw(flat)
        self._shape = f"X-Shape: {_FRAMES},{POINTS},3"
        self._infer = json.dumps(
            {"inputs": [{"name": "landmarks", "datatype": "FP32", "shape": [1, _FRAMES, POINTS, 3], "data": flat}]}
        ).encode()
        self._videos = [video.read_bytes() for video in videos]
        self._kinds: list[tuple[int, Callable[[], Sent]]] = [
            (20, self._damaged_json),
            (10, self._strange_numbers),
            (6, self._strange_json),
            (6, self._nested),
            (10, self._damaged_raw),
            (6, self._npy),
            (8, self._gzip),
            (2, self._bomb),
            (8, self._headers),
            (6, self._addresses),
            (10, self._inference),
            (4, self._broken_http),
            (4, self._cut_off),
            (4, self._content_types),
            (3, self._slow),
            (3, self._gone),
            (2, self._damaged_video),
            (3, self._damaged_pose),
        ]

    def next(self) -> Sent:
        """Another one."""
        weights = [weight for weight, _ in self._kinds]
        return self._made.choices([kind for _, kind in self._kinds], weights)[0]()

    def _post(self, kind: str, path: str, body: bytes, *headers: str) -> Sent:
        head = [f"POST {path} HTTP/1.1", f"Host: {HOST}", "Connection: close", f"Content-Length: {len(body)}", *headers]
        return Sent(kind, "\r\n".join([*head, "", ""]).encode("latin-1") + body)

    def _mutate(self, body: bytes) -> bytes:
        """A few bytes changed, doubled, taken out or cut off."""
        damaged = bytearray(body)
        for _ in range(self._made.randint(1, 8)):
            if not damaged:
                break
            at = self._made.randrange(len(damaged))
            match self._made.randrange(5):
                case 0:
                    damaged[at] = self._made.randrange(256)
                case 1:
                    del damaged[at : at + self._made.randint(1, 64)]
                case 2:
                    damaged[at:at] = damaged[at : at + self._made.randint(1, 64)]
                case 3:
                    damaged[at:at] = self._made.randbytes(self._made.randint(1, 16))
                case _:
                    if self._made.random() < 0.2:
                        del damaged[at:]
        return bytes(damaged)

    def _damaged_json(self) -> Sent:
        return self._post("damaged JSON", "/predict", self._mutate(self._json), _JSON)

    def _strange_numbers(self) -> Sent:
        text = self._json.decode()
        places = [at for at, letter in enumerate(text) if letter == "0" and text[at - 1] in "[ "]
        at = self._made.choice(places)
        end = min(found for mark in ",]" if (found := text.find(mark, at)) > 0)
        strange = text[:at] + self._made.choice(_STRANGE) + text[end:]
        return self._post("strange numbers", "/predict", strange.encode(), _JSON)

    def _strange_json(self) -> Sent:
        frames = self._made.choice([0, 1, 3, 201, 400])
        points = self._made.choice([0, 1, POINTS - 1, POINTS, POINTS + 1])
        point: object = self._made.choice([None, [0, 0, 0], [None] * 3, [0, 0], [0] * 4, [None, 0, 0], {}, "x", 1])
        asked: dict[str, object] = {"landmarks": [[point] * points] * frames}
        asked[self._made.choice(["top_n", "top_n", "more", ""])] = self._made.choice(
            [0, -1, 1, 5, 100, 101, 2**31, 2**63, 1.5, None, "5", [], {}, True]
        )
        body = json.dumps(asked).encode()
        if self._made.random() < 0.2:
            body = json.dumps(self._made.choice([None, 1, "x", [], [asked], {"clips": []}])).encode()
        path = self._made.choice(["/predict", "/predict/batch"])
        return self._post("strange JSON", path, body, _JSON)

    def _nested(self) -> Sent:
        deep = self._made.choice([10, 1000, 100_000])
        opening = self._made.choice(["[", '{"a":', '{"landmarks":', "[[["]) * deep
        path = self._made.choice(["/predict", "/predict/batch", "/v2/models/model/infer"])
        prefix = self._made.choice(["", '{"landmarks":', '{"clips":', '{"inputs":', '{"parameters":'])
        return self._post("deep nesting", path, (prefix + opening).encode(), _JSON)

    def _damaged_raw(self) -> Sent:
        shape = self._made.choice(
            [
                self._shape, self._shape, "X-Shape: 0,180,3", "X-Shape: 999999999,180,3", "X-Shape: -1,180,3", "X-Shape: x",
                "X-Shape: 3,180", "X-Shape: 3,180,3,1", "X-Shape: 99999999999999999999,180,3", "X-Shape:", "X-Other: 1",
            ]
        )  # fmt: skip
        body = self._raw if self._made.random() < 0.3 else self._mutate(self._raw)
        if self._made.random() < 0.3:
            at = 4 * self._made.randrange(len(self._raw) // 4)
            strange = self._made.choice([float("nan"), float("inf"), -float("inf"), 3e38, 1e-45])
            body = self._raw[:at] + struct.pack("<f", strange) + self._raw[at + 4 :]
        query = self._made.choice(
            ["", "?top_n=5", "?top_n=0", "?top_n=x", "?top_n=99999999999", "?top_n=5&top_n=6", "?%"]
        )
        return self._post("damaged raw numbers", f"/predict{query}", body, _RAW, shape)

    def _npy(self) -> Sent:
        shape = self._made.choice(
            ["(3, 180, 3)", "(3, 180, 3, )", "()", "(-1, 180, 3)", "(9999999999, 180, 3)", "x" * 100]
        )
        kind = self._made.choice(["<f4", "<f4", ">f4", "|O", "<f8", "\x00"])
        header = f"{{'descr': '{kind}', 'fortran_order': False, 'shape': {shape}, }}".ljust(117) + "\n"
        length = self._made.choice([len(header), len(header), 0, 65535])
        body = b"\x93NUMPY\x01\x00" + struct.pack("<H", length) + header.encode("latin-1") + self._raw
        if self._made.random() < 0.5:
            body = self._mutate(body[:200]) + body[200:]
        return self._post("NumPy files", "/predict", body, "Content-Type: application/x-npy")

    def _gzip(self) -> Sent:
        packed = gzip.compress(self._raw)
        body = self._made.choice(
            [packed, packed[: len(packed) // 2], packed[:5], b"", self._mutate(packed), packed + packed, packed + b"x"]
        )
        encoding = self._made.choice(["gzip", "gzip", "gzip", "deflate", "br", "gzip, gzip", "GZIP", "identity"])
        return self._post("gzip", "/predict", body, _RAW, self._shape, f"Content-Encoding: {encoding}")

    def _bomb(self) -> Sent:
        bomb = self._made.choice(_bombs())
        path, kind = self._made.choice(
            [("/predict", _JSON), ("/predict/batch", _JSON), ("/predict/pose", _RAW), ("/v2/models/model/infer", _JSON)]
        )
        return self._post("zip bombs", path, bomb, kind, "Content-Encoding: gzip")

    def _headers(self) -> Sent:
        strange = self._made.choice(
            [
                "Content-Type: text/html", "Content-Type:", "Content-Type: application/json; charset=utf-16",
                "Content-Type: \xff", "Content-Type: " + "a" * 9000, "Accept: image/png", "Expect: 100-continue",
                "Transfer-Encoding: chunked", "Authorization: Bearer " + "x" * 500, "X-Request-Id: \x01\x02",
                "X-Request-Id: " + "a" * 10000, "Content-Encoding: " + "a" * 1000, "Content-Length: 5",
                "Inference-Header-Content-Length: -5", "Origin: http://elsewhere", "Range: bytes=0-1",
                "A: " + "b" * 20_000,
            ]
        )  # fmt: skip
        sent = self._post("strange headers", "/predict", self._json, strange)
        return Sent(sent.kind, sent.data, may_be_silent=True)

    def _addresses(self) -> Sent:
        path = self._made.choice(
            [
                "/", "/nowhere", "/../../etc/passwd", "/%2e%2e/%2e%2e/etc/passwd", "/predict/", "/predict/../health",
                "/webjars/swagger-ui/../../x", "//", "/%", "/%00", "/page/../openapi.yaml", "/v2/models//infer",
                "/v2/models/%2F/infer", "/" + "a" * 5000, "/health?" + "x" * 3000, "/openapi.json", "*", "/predict\xff",
                "/v2/models/model/versions/1/infer", "/admin/reload", "/metrics", "http://elsewhere/",
            ]
        )  # fmt: skip
        method = self._made.choice(
            ["GET", "POST", "PUT", "DELETE", "HEAD", "OPTIONS", "TRACE", "PATCH", "NONSENSE", "get"]
        )
        head = f"{method} {path} HTTP/1.1\r\nHost: {HOST}\r\nConnection: close\r\nContent-Length: 0\r\n\r\n"
        # A name of a method that is none, and an address that is none, may be hung up on.
        return Sent("strange addresses", head.encode("latin-1"), is_head=True, may_be_silent=True)

    def _inference(self) -> Sent:
        path = "/v2/models/model/infer"
        if self._made.random() < 0.4:
            return self._post("inference protocol", path, self._mutate(self._infer), _JSON)
        shape = self._made.choice(
            [[1, 3, POINTS, 3], [0], [], [1, 3, POINTS], [2**31, 2**31, POINTS, 3], [-1, 3, POINTS, 3], [1.5], "x", None,
             [2**62, 4, POINTS, 3], [64, 200, POINTS, 3], [1, 3, POINTS, 3, 1]]
        )  # fmt: skip
        data = self._made.choice([[], [0] * (3 * POINTS * 3), [[[[0]]]], None, "x", {}, [[]], [None]])
        one: dict[str, object] = {"name": "landmarks", "datatype": "FP32", "shape": shape}
        if self._made.random() < 0.7:
            one["data"] = data
        else:
            one["parameters"] = {"binary_data_size": self._made.choice([0, len(self._raw), -1, 2**62, "x", None])}
        one[self._made.choice(["name", "datatype", "more"])] = self._made.choice([None, 1, "", "FP64", [], {}])
        asked = {"inputs": self._made.choice([[one], [one, one], one, [], None, [one] * 1000])}
        text = json.dumps(asked).encode()
        length = self._made.choice([len(text), len(text), 0, 5, 10**12, -1])
        return self._post(
            "inference protocol", path, text + self._raw, _RAW, f"Inference-Header-Content-Length: {length}"
        )

    def _broken_http(self) -> Sent:
        good = self._post("", "/predict", self._json[:500], _JSON).data
        return Sent("broken HTTP", self._mutate(good[:120]) + good[120:], may_be_silent=True, is_head=True)

    def _cut_off(self) -> Sent:
        whole = self._post("", "/predict", self._json, _JSON).data
        cut = whole[: self._made.randrange(1, len(whole))]
        return Sent("cut off, half-closed sockets", cut, may_be_silent=True, is_head=True)

    def _content_types(self) -> Sent:
        path = self._made.choice(
            ["/predict", "/predict/batch", "/predict/pose", "/predict/video", "/v2/models/model/infer"]
        )
        kind = self._made.choice(
            [
                "text/plain", "application/xml", "multipart/form-data; boundary=x", "application/x-www-form-urlencoded",
                "image/png", "application/json; charset=utf-16", "video/mp4", "application/octet-stream",
                "application/x-npy", "*/*", "/", ";", "application/json, text/html",
            ]
        )  # fmt: skip
        body = self._made.choice([self._json, self._raw, self._infer, b"", b"--x\r\n\r\n\r\n--x--"])
        return self._post("wrong content types", path, body, f"Content-Type: {kind}")

    def _slow(self) -> Sent:
        sent = self._made.choice([self._damaged_json, self._damaged_raw, self._gzip, self._nested])()
        return Sent("slow senders", sent.data, manner="slow")

    def _gone(self) -> Sent:
        sent = self._made.choice([self._damaged_json, self._damaged_raw, self._cut_off, self._damaged_video])()
        return Sent("gone without reading", sent.data, may_be_silent=True, manner="gone")

    def _damaged_video(self) -> Sent:
        body = self._made.choice(self._videos)
        for _ in range(self._made.randint(1, 4)):
            body = self._mutate(body)
        if self._made.random() < 0.4:
            body = self._made.choice([b"", body[:100], self._made.randbytes(2000), self._json, b"\x00" * 5000])
        return self._post("damaged videos", "/predict/video", body, "Content-Type: video/mp4")

    def _damaged_pose(self) -> Sent:
        header = struct.pack("<fHHHH", self._made.choice([0.1, 0.2, 9.9, float("nan")]), 640, 480, 0, 65535)
        body = self._made.choice([header, b"", header + self._made.randbytes(500), self._raw, self._mutate(header)])
        return self._post(".pose files", "/predict/pose", body, _RAW)


@cache
def _bombs() -> list[bytes]:
    """Forty megabytes in a few kilobytes."""
    return [gzip.compress(b'{"landmarks":[' + filler * 40_000_000, 1) for filler in (b" ", b"[", b"0")]


def exchange(port: int, sent: Sent) -> bytes:
    """What comes back, all of it; empty where nothing does."""
    answer = b""
    try:
        with socket.create_connection((HOST, port), timeout=_TIMEOUT) as connection:
            try:
                if sent.manner == "slow":
                    for at in range(0, len(sent.data), max(1, len(sent.data) // _PIECES)):
                        connection.sendall(sent.data[at : at + max(1, len(sent.data) // _PIECES)])
                        time.sleep(_PAUSE)
                else:
                    connection.sendall(sent.data)
                if sent.manner == "gone":
                    # Closed so, a socket sends a reset.
                    connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
                    return answer
                connection.shutdown(socket.SHUT_WR)
            except OSError:
                pass  # turned away before all was sent
            while block := connection.recv(1 << 16):
                answer += block
    except OSError:
        pass  # what came till then counts
    return answer


@contextmanager
def slow(port: int, clients: int) -> Iterator[None]:
    """Clients that send a byte now and then, while the block runs; then they vanish."""
    open_ones = []
    try:
        for _ in range(clients):
            connection = socket.create_connection((HOST, port), timeout=_TIMEOUT)
            head = f"POST /predict HTTP/1.1\r\nHost: {HOST}\r\n{_JSON}\r\nContent-Length: 1000000\r\n\r\n"
            connection.sendall(head.encode())
            open_ones.append(connection)
        for _ in range(5):
            for connection in open_ones:
                connection.sendall(b"[")
            time.sleep(0.2)
        yield
    finally:
        for connection in open_ones:
            connection.close()


def trickle(port: int, seconds: float) -> bytes:
    """What a client is answered that sends a byte twice a second, for so long at most."""
    head = f"POST /predict HTTP/1.1\r\nHost: {HOST}\r\n{_JSON}\r\nContent-Length: 1000000\r\n\r\n"
    deadline = time.monotonic() + seconds
    with socket.create_connection((HOST, port), timeout=_TIMEOUT) as connection:
        connection.sendall(head.encode())
        connection.settimeout(0.5)
        while time.monotonic() < deadline:
            try:
                connection.sendall(b" ")
                return connection.recv(1 << 16)
            except TimeoutError:
                continue
            except OSError:
                break
    return b""
