"""The pages run as a reader would: line by line in one folder, what a line exports known to those after it."""

import re
import shlex
import socket
import subprocess
import time
from dataclasses import dataclass
from pathlib import Path

from docs.pages import Command
from proof import Proof, ProofError
from proof.processes import tail
from registry.server import free_port

# The first server installs MLflow.
_SECONDS_TO_LISTEN = 600
# Ports that the pages name; others may have them here.
PORTS = ("5000", "8080", "8081")


@dataclass(frozen=True)
class Outcome:
    """How a line ended."""

    command: Command
    status: int
    seconds: float
    log: Path


class Session:
    """A reader's shell.

    Declared placeholders are replaced where a line assigns them: NAME=... becomes NAME=value. Nothing else of a line is
    changed but the ports.
    """

    def __init__(self, proof: Proof, clone: Path) -> None:
        self._proof = proof
        self._clone = clone
        self._state = clone.parent / "state"
        self._state.write_text("", encoding="utf-8")
        self.placeholders = dict[str, str]()
        self.ports = {port: str(free_port()) for port in PORTS}
        # An answer that is an error is a failure of curl.
        (clone.parent / ".curlrc").write_text("silent\nshow-error\nfail-with-body\n", encoding="utf-8")
        self._env = {"CURL_HOME": str(clone.parent)}

    def run(self, command: Command, seconds: float) -> Outcome:
        """A line to its end, or a terminal until it listens."""
        text = self.replaced(command.text)
        log = self._proof.folder / "logs" / f"{command.page.replace('/', '-')}-{command.line}.log"
        log.parent.mkdir(parents=True, exist_ok=True)
        begun = time.monotonic()
        script = f"set -ae -o pipefail; . {shlex.quote(str(self._state))}; "
        with log.open("wb") as file:
            file.write(f"$ {text}\n".encode())
            file.flush()
            if command.terminal:
                line = ["bash", "-c", f"{script}exec {text}"]
                child = self._proof.processes.start(line, env=self._env, cwd=self._clone, stdout=file, stderr=file)
                return Outcome(command, self._listens(child, text, log), time.monotonic() - begun, log)
            keep = f"export -p | grep -v '^declare -x BASH' > {shlex.quote(str(self._state))}"
            line = ["bash", "-c", f"{script}\n{text}\n{keep}"]
            child = self._proof.processes.start(line, env=self._env, cwd=self._clone, stdout=file, stderr=file)
            try:
                status = child.wait(timeout=seconds)
            except subprocess.TimeoutExpired:
                status = 124
            finally:
                self._proof.processes.end(child)
        return Outcome(command, status, time.monotonic() - begun, log)

    def replaced(self, text: str) -> str:
        """A line with what stands for the reader's own things."""
        for name, value in self.placeholders.items():
            text = re.sub(rf"(?<!\w){name}=[\w./:-]+", f"{name}={value}", text)
        for port, other in self.ports.items():
            text = re.sub(rf"(?<!\d){port}(?!\d)", other, text)
        return text

    def _listens(self, child: "subprocess.Popen[bytes]", text: str, log: Path) -> int:
        port = next((other for other in self.ports.values() if other in text), None)
        if port is None:
            raise ProofError(f"a terminal's command must name its port: {text}")
        deadline = time.monotonic() + _SECONDS_TO_LISTEN
        while time.monotonic() < deadline:
            if child.poll() is not None:
                return child.returncode or 1
            try:
                with socket.create_connection(("127.0.0.1", int(port)), timeout=1):
                    return 0
            except OSError:
                time.sleep(0.2)
        self._proof.note(tail(log))
        return 124
