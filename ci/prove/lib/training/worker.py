"""A process that trains when it is told to."""

import json
from collections.abc import Mapping, Sequence
from subprocess import PIPE

from proof import Proof, ProofError
from proof.processes import tail


class Worker:
    """Speaks with the process: a command a line, answered by a line of JSON."""

    def __init__(self, proof: Proof, name: str, command: Sequence[str], env: Mapping[str, str] | None = None) -> None:
        self._name = name
        self._processes = proof.processes
        with proof.processes.log(name) as (log, file):
            self._log = file
            self._child = proof.processes.start(command, env=env, stdin=PIPE, stdout=PIPE, stderr=log)

    def ask(self, command: str) -> dict:
        """Sends a command and waits for what it gives."""
        assert self._child.stdin is not None and self._child.stdout is not None
        try:
            self._child.stdin.write(f"{command}\n".encode())
            self._child.stdin.flush()
        except BrokenPipeError:
            pass  # The answer that does not come says more.
        line = self._child.stdout.readline()
        if not line:
            raise ProofError(f"{self._name} ended:\n{tail(self._log)}\n(log: {self._log})")
        return json.loads(line)

    def end(self) -> None:
        """Ends the process."""
        self._processes.end(self._child)
