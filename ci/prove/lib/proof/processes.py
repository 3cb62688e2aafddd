"""Child processes that end when the proof does, whatever happens."""

import os
import shlex
import signal
import subprocess
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import IO, Any

from proof.errors import ProofError

_SECONDS_TO_END = 10
_TAIL = 40


class Processes:
    """Starts commands in sessions of their own, so that what they start themselves can be ended with them."""

    def __init__(self, logs: Path) -> None:
        self._logs = logs
        self._running: list[subprocess.Popen[Any]] = []

    def start(
        self,
        command: Sequence[str],
        *,
        env: Mapping[str, str] | None = None,
        cwd: Path | None = None,
        stdin: int | IO[Any] = subprocess.DEVNULL,
        stdout: int | IO[Any] | None = None,
        stderr: int | IO[Any] | None = None,
    ) -> "subprocess.Popen[bytes]":
        """Starts a command; env is added to the environment. It is ended with the proof at the latest."""
        try:
            child = subprocess.Popen(
                [str(word) for word in command],
                env={**os.environ, **(env or {})},
                cwd=cwd,
                stdin=stdin,
                stdout=stdout,
                stderr=stderr,
                start_new_session=True,
            )
        except OSError as error:
            raise ProofError(f"cannot start {command[0]}: {error.strerror}.") from error
        self._running.append(child)
        return child

    def run(
        self,
        command: Sequence[str],
        *,
        name: str,
        seconds: float,
        env: Mapping[str, str] | None = None,
        cwd: Path | None = None,
        expect: Sequence[int] | None = (0,),
    ) -> subprocess.CompletedProcess[str]:
        """Runs a command to its end and gives back its stdout; stderr goes to the log NAME.log.

        Raises ProofError when it takes longer than it may or ends with a status that is not expected
        (expect=None: any will do), with the end of its log.
        """
        with self.log(name) as (log, file):
            log.write(f"$ {shlex.join(str(word) for word in command)}\n".encode())
            log.flush()
            child = self.start(command, env=env, cwd=cwd, stdout=subprocess.PIPE, stderr=log)
            try:
                output, _ = child.communicate(timeout=seconds)
            except subprocess.TimeoutExpired as error:
                raise ProofError(f"{name} took more than {seconds:.0f} s; its log is {file}.") from error
            finally:
                self.end(child)
        text = output.decode("utf-8", errors="replace")
        if expect is not None and child.returncode not in expect:
            raise ProofError(f"{name} ended with exit status {child.returncode}:\n{tail(file)}\n(log: {file})")
        return subprocess.CompletedProcess(list(command), child.returncode, text, "")

    @contextmanager
    def log(self, name: str) -> Iterator[tuple[IO[bytes], Path]]:
        """A log file for a child, emptied."""
        self._logs.mkdir(parents=True, exist_ok=True)
        file = self._logs / f"{name}.log"
        with file.open("wb") as log:
            yield log, file

    def end(self, child: "subprocess.Popen[Any]") -> None:
        """Ends a child and all that it started; waits for it."""
        for kind in (signal.SIGTERM, signal.SIGKILL):
            if not _group_lives(child):
                break
            try:
                os.killpg(child.pid, kind)
            except ProcessLookupError:
                break
            deadline = time.monotonic() + _SECONDS_TO_END
            while _group_lives(child) and time.monotonic() < deadline:
                time.sleep(0.05)
        child.wait()
        if child in self._running:
            self._running.remove(child)

    def end_all(self) -> None:
        """Ends what still runs."""
        for child in list(self._running):
            self.end(child)


def _group_lives(child: "subprocess.Popen[Any]") -> bool:
    child.poll()
    try:
        os.killpg(child.pid, 0)
    except (ProcessLookupError, PermissionError):
        return False
    return True


def tail(log: Path) -> str:
    """The last lines of a log."""
    return "\n".join(log.read_text(encoding="utf-8", errors="replace").splitlines()[-_TAIL:])
