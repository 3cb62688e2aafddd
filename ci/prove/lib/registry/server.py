"""MLflow servers on loopback, of pinned environments; ports, and waiting for who listens there."""

import os
import socket
import subprocess
import time
import urllib.request
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from proof import Proof, ProofError
from proof.processes import Processes, tail

_SECONDS_TO_START = 600
_HOST = "127.0.0.1"


def free_port() -> int:
    """A port that nobody has now."""
    with socket.socket() as tried:
        tried.bind((_HOST, 0))
        return int(tried.getsockname()[1])


def wait(url: str, child: "subprocess.Popen[Any]", log: Path, seconds: float = _SECONDS_TO_START) -> None:
    """Until something answers there that all is well."""
    deadline = time.monotonic() + seconds
    while time.monotonic() < deadline:
        if child.poll() is not None:
            raise ProofError(f"the server at {url} ended as it started:\n{tail(log)}\n(log: {log})")
        try:
            with urllib.request.urlopen(url, timeout=5):
                return
        except OSError:
            time.sleep(0.05)
    raise ProofError(f"nothing answers at {url} after {seconds:.0f} s:\n{tail(log)}\n(log: {log})")


def wait_for_port(port: int, child: "subprocess.Popen[Any]", log: Path) -> None:
    """Until somebody listens there."""
    deadline = time.monotonic() + _SECONDS_TO_START
    while time.monotonic() < deadline:
        if child.poll() is not None:
            raise ProofError(f"what was to listen at port {port} ended as it started:\n{tail(log)}\n(log: {log})")
        with socket.socket() as probe:
            if probe.connect_ex((_HOST, port)) == 0:
                return
        time.sleep(0.1)
    raise ProofError(f"nobody listens at port {port} after {_SECONDS_TO_START} s; the log is {log}.")


def start_mlflow(
    processes: Processes,
    python: Path,
    folder: Path,
    arguments: Sequence[str],
    env: Mapping[str, str] | None = None,
    *,
    port: int = 0,
    name: str = "mlflow-server",
) -> "tuple[subprocess.Popen[bytes], str]":
    """Starts a server whose runs lie in SQLite in a folder, and whose files lie where the arguments say; its process, address."""
    folder.mkdir(parents=True, exist_ok=True)
    port = port or free_port()
    address = f"http://{_HOST}:{port}"
    with processes.log(name) as (log, file):
        child = processes.start(
            [
                *(str(python), "-m", "mlflow", "server", "--host", _HOST, "--port", str(port), "--workers", "1"),
                *("--backend-store-uri", f"sqlite:///{folder / 'mlflow.db'}", *arguments),
            ],
            env={
                # It starts its web server by name.
                "PATH": f"{python.parent}{os.pathsep}{os.environ.get('PATH', '')}",
                # Its job runner starts seven more processes, for features that nothing here uses.
                "MLFLOW_SERVER_ENABLE_JOB_EXECUTION": "false",
                **(env or {}),
            },
            cwd=folder,
            stdout=log,
            stderr=log,
        )
    wait(f"{address}/health", child, file)
    return child, address


@contextmanager
def mlflow_server(proof: Proof, python: Path, folder: Path) -> Iterator[str]:
    """Its address; runs lie in SQLite, files in a folder, both below the one that is given."""
    artifacts = ("--artifacts-destination", str(folder / "artifacts"))
    child, address = start_mlflow(proof.processes, python, folder, artifacts)
    try:
        yield address
    finally:
        proof.processes.end(child)


@contextmanager
def own_mlflow(proof: Proof, folder: Path) -> Iterator[str]:
    """Address of the server that bin/pose2gloss mlflow starts on the runs of a folder."""
    port = free_port()
    with proof.processes.log("mlflow") as (log, file):
        command = [str(proof.root / "bin" / "pose2gloss"), "mlflow", "--port", str(port)]
        child = proof.processes.start(command, cwd=folder, stdout=log, stderr=log)
        try:
            wait(f"http://{_HOST}:{port}/health", child, file)
            yield f"http://{_HOST}:{port}"
        finally:
            proof.processes.end(child)


@contextmanager
def served_model(proof: Proof, python: Path, model: str, tracking: str, folder: Path) -> Iterator[str]:
    """Address of MLflow's own scoring server for a model."""
    port = free_port()
    with proof.processes.log("mlflow-models-serve") as (log, file):
        child = proof.processes.start(
            [
                *(str(python), "-m", "mlflow", "models", "serve", "--model-uri", model, "--env-manager", "local"),
                *("--host", _HOST, "--port", str(port), "--workers", "1"),
            ],
            env={
                "MLFLOW_TRACKING_URI": tracking,
                "TF_CPP_MIN_LOG_LEVEL": "2",
                # It starts its web server by name.
                "PATH": f"{python.parent}:/usr/local/bin:/usr/bin:/bin",
            },
            cwd=folder,
            stdout=log,
            stderr=log,
        )
        try:
            wait(f"http://{_HOST}:{port}/ping", child, file)
            yield f"http://{_HOST}:{port}"
        finally:
            proof.processes.end(child)
