"""Running pip and npm with the user's own configuration, and saying plainly why one failed."""

import os
import re
import selectors
import shlex
import signal
import subprocess
import sys
import time
from collections.abc import Sequence
from pathlib import Path
from typing import BinaryIO

from provision.errors import SetupError
from provision.workplace import Workplace

_TAIL = 200_000  # bytes of output kept for finding the cause; the log has all of it
_SECONDS_TO_END = 5
_SECONDS_BETWEEN_LINES = 15

_NO_SPACE = re.compile(r"No space left on device|ENOSPC|Errno 28")
_NO_NETWORK = re.compile(
    r"NewConnectionError|Failed to establish a new connection|ConnectTimeout|Connection refused"
    r"|Connection reset|Connection aborted|name resolution|Name or service not known|No route to host"
    r"|Network is unreachable|Read timed out|ProxyError|Tunnel connection failed|ReadTimeoutError"
    r"|ECONNREFUSED|ECONNRESET|ENOTFOUND|EAI_AGAIN|ETIMEDOUT|EHOSTUNREACH|ENETUNREACH"
    r"|ERR_SOCKET_TIMEOUT|ERR_SOCKET_CONNECTION_TIMEOUT"
)
_BAD_CERTIFICATE = re.compile(
    r"CERTIFICATE_VERIFY_FAILED|SSLError|SELF_SIGNED_CERT|UNABLE_TO_GET_ISSUER_CERT|UNABLE_TO_VERIFY"
)
_REFUSED = re.compile(r"\b(40[137]) (?:Client Error|Unauthorized|Forbidden)|\bE40[137]\b|error 40[137]\b")
_ABSENT = re.compile(r"No matching distribution found|\bE404\b|\bETARGET\b|404 Client Error|error 404\b")
_PIP_MISMATCH = re.compile(
    r"^\s*(?P<what>\S+==\S+)(?: from (?P<where>\S+))?.*?"
    r"^\s*Expected sha256 (?P<wanted>[0-9a-f]{64}).*?^\s*Got\s+(?P<found>[0-9a-f]{64})",
    re.MULTILINE | re.DOTALL,
)

_WHAT_TO_CHECK = {
    "pip": "check the network and pip's proxy, mirror and index settings (`pip config list`)",
    "npm": "check the network and npm's proxy and registry settings (`npm config list`)",
}


class Tool:
    """One run of a package manager, its whole output kept in a log below `.setup/logs`."""

    def __init__(self, workplace: Workplace, name: str, kind: str, package: str) -> None:
        self._workplace = workplace
        self._kind = kind
        self._package = package
        self._log = workplace.log(name)

    def run(self, command: Sequence[str], folder: Path) -> None:
        """Runs a command in a folder, which also takes its temporary files.

        Raises SetupError with a sentence about the cause when it fails.
        """
        environment = dict(
            os.environ,
            TMPDIR=str(folder),
            # A download into a private folder is not what this guard is meant for.
            PIP_REQUIRE_VIRTUALENV="0",
            PIP_DISABLE_PIP_VERSION_CHECK="1",
            PIP_NO_INPUT="1",
        )
        try:
            status, output = self._stream(command, folder, environment)
        except OSError as error:
            raise SetupError(f"cannot run {command[0]}: {error.strerror}.") from error
        if status != 0:
            raise SetupError(self._explain(output, status))

    def _stream(self, command: Sequence[str], folder: Path, env: dict[str, str]) -> tuple[int, str]:
        lock = self._workplace.lock_descriptor
        with self._log.open("ab") as log:
            log.write(f"$ {shlex.join(command)}\n".encode())
            log.flush()
            child = subprocess.Popen(
                command,
                cwd=folder,
                env=env,
                stdin=subprocess.DEVNULL,
                stdout=subprocess.PIPE,
                stderr=subprocess.STDOUT,
                start_new_session=True,
                pass_fds=() if lock is None else (lock,),
            )
            try:
                tail = self._read(child, log)
                return child.wait(), tail
            finally:
                _end(child)

    def _read(self, child: "subprocess.Popen[bytes]", log: BinaryIO) -> str:
        assert child.stdout is not None
        tail = bytearray()
        with Pulse(self._package, silent=self._workplace.quiet) as pulse, selectors.DefaultSelector() as ready:
            ready.register(child.stdout, selectors.EVENT_READ)
            while True:
                if not ready.select(timeout=1):
                    pulse.beat()
                    continue
                block = os.read(child.stdout.fileno(), 65536)
                if not block:
                    return tail.decode(errors="replace")
                log.write(block)
                log.flush()
                tail += block
                del tail[:-_TAIL]
                pulse.beat(block)

    def _explain(self, output: str, status: int) -> str:
        log = self._workplace.shown(self._log)
        check = _WHAT_TO_CHECK[self._kind]
        if mismatch := _PIP_MISMATCH.search(output):
            file = (mismatch["where"] or mismatch["what"]).split("#")[0].rsplit("/", 1)[-1]
            return wrong_checksum(file, mismatch["wanted"], mismatch["found"])
        if "EINTEGRITY" in output:
            return f"{self._package} arrived damaged, and nothing was kept: run setup again (log: {log})."
        if _NO_SPACE.search(output):
            return f"the disk filled up while fetching {self._package}: make room and run setup again (log: {log})."
        if _BAD_CERTIFICATE.search(output):
            return f"cannot fetch {self._package}: a TLS certificate is not trusted; {check} (log: {log})."
        if _NO_NETWORK.search(output):
            return f"cannot fetch {self._package}: no connection; {check} (log: {log})."
        if _REFUSED.search(output):
            return f"cannot fetch {self._package}: access was refused; {check} (log: {log})."
        if _ABSENT.search(output):
            return f"cannot fetch {self._package}: it is not in the index or mirror in use; {check} (log: {log})."
        return f"{self._kind} could not fetch {self._package} (exit status {status}): see {log}."


def wrong_checksum(file: str, wanted: str, found: str) -> str:
    """The sentence for a file that is not the pinned one."""
    return f"{file} has the wrong checksum: wanted {wanted}, found {found}; nothing was kept."


def _end(child: "subprocess.Popen[bytes]") -> None:
    """Ends a child that still runs, and whatever it started."""
    if child.stdout is not None:
        child.stdout.close()
    for kind in (signal.SIGTERM, signal.SIGKILL):
        if child.poll() is not None:
            return
        try:
            os.killpg(child.pid, kind)
            child.wait(timeout=_SECONDS_TO_END)
        except (ProcessLookupError, subprocess.TimeoutExpired):
            continue


class Pulse:
    """Shows that a long step lives: a status line on a terminal, now and then a line elsewhere."""

    def __init__(self, package: str, silent: bool) -> None:
        self._package = package
        self._terminal = sys.stderr.isatty()
        self._silent = silent and not self._terminal
        self._started = time.monotonic()
        self._spoken = self._started
        self._last = ""

    def __enter__(self) -> "Pulse":
        return self

    def __exit__(self, *failure: object) -> None:
        if self._terminal:
            print("\r\033[K", end="", file=sys.stderr, flush=True)

    def beat(self, output: bytes = b"") -> None:
        """Called with every piece of the tool's output, and every second without one."""
        if lines := output.decode(errors="replace").strip().splitlines():
            self._last = " ".join(lines[-1].split())[:60]
        now = time.monotonic()
        seconds = f"{now - self._started:.0f} s"
        if self._terminal:
            print(f"\r\033[K  {self._package}: {seconds}  {self._last}", end="", file=sys.stderr, flush=True)
        elif not self._silent and now - self._spoken >= _SECONDS_BETWEEN_LINES:
            self._spoken = now
            print(f"setup:   still at {self._package} after {seconds}", file=sys.stderr, flush=True)
