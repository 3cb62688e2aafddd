"""Asks a service over and over, and tells how long it took: PLAN (a JSON file); prints one line of JSON.

The plan: host, port, requests (files with a whole HTTP request each, asked in turn), seconds, clients, and if wanted
count (ends after so many requests, if the seconds are not over before). Each client asks again as soon as it is
answered, and where it is turned away, after the time that Retry-After says; or rate says how many are asked a second,
whatever is answered, by at most so many clients at once. The same program asks every service. Plain sockets, since an HTTP library would take more of the processor than the services do.
"""

import contextlib
import json
import socket
import sys
import threading
import time
from collections import Counter
from pathlib import Path
from typing import Any

_TIMEOUT = 60.0
_BLOCK = 1 << 16


class Connection:
    """One client's connection, kept open while the service keeps it."""

    def __init__(self, host: str, port: int) -> None:
        self._place = (host, port)
        self.retry_after = 0.0  # seconds, as the last answer said
        self._socket: socket.socket | None = None

    def ask(self, request: bytes) -> int:
        """Status of the answer, which is read whole; 0 where the connection broke."""
        fresh = self._socket is None
        try:
            return self._ask(request)
        except OSError:
            self.close()
        if fresh:
            return 0
        # A kept connection may have been closed by the other side meanwhile, as HTTP allows.
        try:
            return self._ask(request)
        except OSError:
            self.close()
            return 0

    def _ask(self, request: bytes) -> int:
        if self._socket is None:
            self._socket = socket.create_connection(self._place, timeout=_TIMEOUT)
            self._socket.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        # A request that is turned away before all was sent has its answer nevertheless.
        with contextlib.suppress(BrokenPipeError, ConnectionResetError):
            self._socket.sendall(request)
        read = b""
        while b"\r\n\r\n" not in read:
            block = self._socket.recv(_BLOCK)
            if not block:
                raise ConnectionResetError("the service closed the connection")
            read += block
        head, _, body = read.partition(b"\r\n\r\n")
        lines = head.decode("latin-1").lower().split("\r\n")
        headers = dict(line.split(": ", 1) for line in lines[1:] if ": " in line)
        self.retry_after = float(headers.get("retry-after", "0"))
        missing = int(headers.get("content-length", "0")) - len(body)
        while missing > 0:
            block = self._socket.recv(min(missing, _BLOCK))
            if not block:
                raise ConnectionResetError("the answer was cut off")
            missing -= len(block)
        if headers.get("connection") == "close":
            self.close()
        return int(lines[0].split()[1])

    def close(self) -> None:
        """Lets go."""
        if self._socket is not None:
            self._socket.close()
            self._socket = None


class Load:
    """All clients together."""

    def __init__(self, plan: dict[str, Any]) -> None:
        self._plan = plan
        self._requests = [Path(file).read_bytes() for file in plan["requests"]]
        self._count = plan.get("count") or sys.maxsize
        self._lock = threading.Lock()
        self._statuses: Counter[int] = Counter()
        self._times: list[float] = []
        self._late = 0
        self._next = 0

    def run(self) -> dict[str, Any]:
        """Asks for as long as the plan says."""
        rate = self._plan.get("rate")
        clients = [
            threading.Thread(target=self._paced if rate else self._closed, daemon=True)
            for _ in range(self._plan["clients"])
        ]
        self._start = time.perf_counter()
        self._end = self._start + self._plan["seconds"]
        for client in clients:
            client.start()
        for client in clients:
            client.join()
        took = time.perf_counter() - self._start
        times = sorted(self._times)
        answered = len(times)
        return {
            "seconds": took,
            "statuses": {str(status): count for status, count in sorted(self._statuses.items())},
            "answered_a_second": answered / took,
            "p50_ms": 1000 * times[answered // 2] if times else None,
            "p99_ms": 1000 * times[min(answered - 1, answered * 99 // 100)] if times else None,
            "behind": self._late,
        }

    def _closed(self) -> None:
        connection = Connection(self._plan["host"], self._plan["port"])
        while time.perf_counter() < self._end and (turn := self._turn()) < self._count:
            self._one(connection, turn)
            time.sleep(max(0.0, min(connection.retry_after, self._end - time.perf_counter())))
        connection.close()

    def _turn(self) -> int:
        """Number of the next request."""
        with self._lock:
            self._next += 1
            return self._next - 1

    def _paced(self) -> None:
        """Takes the next moment of the plan; one that passed already is counted, and asked at once."""
        connection = Connection(self._plan["host"], self._plan["port"])
        while True:
            turn = self._turn()
            moment = self._start + turn / self._plan["rate"]
            if moment >= self._end or turn >= self._count:
                break
            wait = moment - time.perf_counter()
            if wait > 0:
                time.sleep(wait)
            elif wait < -0.1:
                with self._lock:
                    self._late += 1
            self._one(connection, turn)
        connection.close()

    def _one(self, connection: Connection, turn: int) -> None:
        start = time.perf_counter()
        status = connection.ask(self._requests[turn % len(self._requests)])
        took = time.perf_counter() - start
        with self._lock:
            self._statuses[status] += 1
            if status == 200:
                self._times.append(took)


if __name__ == "__main__":
    print(json.dumps(Load(json.loads(Path(sys.argv[1]).read_text(encoding="utf-8"))).run()))
