"""An MLflow server on loopback, of a pinned environment."""

import socket
import subprocess
import time
import urllib.error
import urllib.request
from collections.abc import Iterator, Mapping
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


def wait(url: str, child: "subprocess.Popen[Any]", log: Path) -> None:
    """Until something answers there."""
    deadline = time.monotonic() + _SECONDS_TO_START
    while time.monotonic() < deadline:
        if child.poll() is not None:
            raise ProofError(f"the server at {url} ended as it started:\n{tail(log)}\n(log: {log})")
        try:
            with urllib.request.urlopen(url, timeout=5) as answer:
                if answer.status == 200:
                    return
        except (OSError, urllib.error.URLError):
            time.sleep(0.2)
    raise ProofError(f"nothing answers at {url} after {_SECONDS_TO_START} s; the log is {log}.")


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
    *,
    artifacts: str = "",
    env: Mapping[str, str] | None = None,
    port: int = 0,
) -> "tuple[subprocess.Popen[bytes], str, Path]":
    """Starts a server whose runs lie in SQLite and whose files lie in a folder, or at an address; its process, address, log."""
    folder.mkdir(parents=True, exist_ok=True)
    port = port or free_port()
    with processes.log("mlflow-server") as (log, file):
        child = processes.start(
            [
                *(str(python), "-m", "mlflow", "server", "--host", _HOST, "--port", str(port), "--workers", "1"),
                *("--backend-store-uri", f"sqlite:///{folder / 'mlflow.db'}"),
                *("--artifacts-destination", artifacts or str(folder / "artifacts")),
            ],
            # Its job runner starts seven more processes, for features that nothing here uses.
            env={"MLFLOW_SERVER_ENABLE_JOB_EXECUTION": "false", **(env or {})},
            cwd=folder,
            stdout=log,
            stderr=log,
        )
    wait(f"http://{_HOST}:{port}/health", child, file)
    return child, f"http://{_HOST}:{port}", file


@contextmanager
def mlflow_server(proof: Proof, python: Path, folder: Path) -> Iterator[str]:
    """Its address; runs lie in SQLite, files in a folder, both below the one that is given."""
    child, address, _ = start_mlflow(proof.processes, python, folder)
    try:
        yield address
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
