"""An MLflow server that is killed, frozen, and started again at its address."""

import os
import signal
import subprocess
from collections.abc import Mapping, Sequence
from pathlib import Path

from proof import Proof
from registry.server import free_port, start_mlflow


class TrackingServer:
    """Runs lie in SQLite, files in a folder, both below the one that is given.

    arguments are added to those of the server, env to its environment.
    """

    def __init__(
        self,
        proof: Proof,
        python: Path,
        folder: Path,
        arguments: Sequence[str] = (),
        env: Mapping[str, str] | None = None,
    ) -> None:
        self._proof = proof
        self._python = python
        self._folder = folder
        self._arguments = arguments
        self._env = env
        self.port = free_port()
        self._child: subprocess.Popen[bytes] | None = None
        self._starts = 0
        self.address = ""

    def start(self) -> "TrackingServer":
        """Starts it and waits until it answers."""
        self._starts += 1
        self._child, self.address = start_mlflow(
            self._proof.processes,
            self._python,
            self._folder,
            self._arguments,
            self._env,
            port=self.port,
            name=f"{self._folder.name}-server-{self._starts}",
        )
        return self

    def kill(self) -> None:
        """As a crash does: no request is answered to its end."""
        self._signal(signal.SIGKILL)
        self.end()

    def freeze(self) -> None:
        """It takes connections and answers nothing until it thaws."""
        self._signal(signal.SIGSTOP)

    def thaw(self) -> None:
        """It goes on where it was."""
        self._signal(signal.SIGCONT)

    def end(self) -> None:
        """Ends it if it runs."""
        if self._child is not None:
            self._proof.processes.end(self._child)
            self._child = None

    def _signal(self, kind: signal.Signals) -> None:
        if self._child is not None:
            os.killpg(self._child.pid, kind)
