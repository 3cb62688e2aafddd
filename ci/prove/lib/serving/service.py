"""A model, and our service that serves it."""

import json
import subprocess
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from proof import Proof
from registry.server import free_port, wait

HOST = "127.0.0.1"
POINTS = 180
CLASSES = 100
TOKEN = "only-for-this-proof"
_MAIN = "org.pose2gloss.benchmarks.serving.MakeModel"
_SECONDS_TO_START = 120
_SECONDS_TO_MAKE = 600


def make_model(proof: Proof, folder: Path, seed: int, original: bool = False) -> Path:
    """A model's folder as MLflow keeps it, of the full size."""
    words = ["--folder", folder, "--classes", CLASSES, "--seed", seed, *(["--original"] if original else [])]
    proof.processes.run(proof.java(_MAIN, *words), name=f"make-model-{seed}", seconds=_SECONDS_TO_MAKE)
    return folder / "model"


@dataclass(frozen=True)
class Service:
    """A running service."""

    port: int
    child: "subprocess.Popen[bytes]"
    log: Path
    seconds_to_ready: float

    @property
    def url(self) -> str:
        """Its address."""
        return f"http://{HOST}:{self.port}"

    def get(self, path: str) -> Any:
        """What an address answers, as JSON."""
        with urllib.request.urlopen(self.url + path, timeout=30) as answer:
            return json.load(answer)

    def metric(self, name: str) -> float:
        """The sum over a metric's lines of /metrics."""
        with urllib.request.urlopen(f"{self.url}/metrics", timeout=30) as answer:
            lines = answer.read().decode("utf-8").splitlines()
        return sum(float(line.rsplit(" ", 1)[1]) for line in lines if line.split("{")[0].split(" ")[0] == name)

    def resident_mib(self) -> float:
        """Memory of the process."""
        status = Path(f"/proc/{self.child.pid}/status").read_text(encoding="ascii")
        return next(int(line.split()[1]) / 1024 for line in status.splitlines() if line.startswith("VmRSS:"))


@contextmanager
def service(proof: Proof, name: str = "serve", **settings: object) -> Iterator[Service]:
    """Our service, ready; keys of settings have __ for a dot and _ for a dash."""
    proof.processes.run([str(proof.root / "bin" / "pose2gloss"), "serve", "--help"], name="build", seconds=1800)
    port = free_port()
    command = [str(proof.root / "bin" / "pose2gloss"), "serve", "--set", f"serving.port={port}"]
    for key, value in {"serving__admin_token": TOKEN, **settings}.items():
        command += ["--set", f"{key.replace('__', '.').replace('_', '-')}={value}"]
    with proof.processes.log(name) as (log, file):
        started = time.monotonic()
        child = proof.processes.start(command, stdout=log, stderr=log)
        try:
            wait(f"http://{HOST}:{port}/health", child, file, _SECONDS_TO_START)
            yield Service(port, child, file, time.monotonic() - started)
        finally:
            proof.processes.end(child)
