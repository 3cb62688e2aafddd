"""A standalone Spark cluster on this machine: one master, one worker, executors that are processes."""

import os
import re
import socket
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from extraction.jobs import Jobs
from proof import Proof, ProofError

_SECONDS_TO_START = 120
_EXECUTOR = "CoarseGrainedExecutorBackend"


class Cluster:
    """What a driver has to be told, and which processes may be killed."""

    def __init__(self, address: str, worker: int, settings: Path) -> None:
        self.address = address
        self.settings = settings
        self._worker = worker

    def executors(self) -> list[int]:
        """Processes of executors that the worker runs now."""
        return [pid for pid, parent, command in _processes() if parent == self._worker and _EXECUTOR in command]


@contextmanager
def standalone(proof: Proof, jobs: Jobs, folder: Path, executors: int) -> Iterator[Cluster]:
    """Starts the cluster with executors of one core each; ends it afterwards."""
    home = folder / "spark"
    # What a worker takes for a Spark; all classes come by the class path, at the versions that the build uses.
    for part in ("jars", "launcher/target/scala-2.12"):
        (home / part).mkdir(parents=True)
    env = {"SPARK_HOME": str(home), "SPARK_LOCAL_IP": "127.0.0.1", "SPARK_SCALA_VERSION": "2.12"}
    port = _free_port()
    address = f"spark://127.0.0.1:{port}"
    common = ["--host", "127.0.0.1", "--webui-port", "0"]
    with proof.processes.log("master") as (master_log, master_file), proof.processes.log("worker") as (log, file):
        proof.processes.start(
            jobs.java("org.apache.spark.deploy.master.Master", *common, "--port", port, heap="512m"),
            env=env,
            cwd=folder,
            stdout=master_log,
            stderr=master_log,
        )
        _wait_for_port(port, master_file)
        worker = proof.processes.start(
            jobs.java(
                "org.apache.spark.deploy.worker.Worker",
                *(*common, "--cores", executors, "--memory", f"{executors}g", "--work-dir", folder / "work", address),
                heap="512m",
            ),
            env=env,
            cwd=folder,
            stdout=log,
            stderr=log,
        )
        settings = folder / "cluster.conf"
        settings.write_text(_settings(address, jobs.class_path()), encoding="utf-8")
        yield Cluster(address, worker.pid, settings)


def _settings(address: str, class_path: str) -> str:
    """Configuration of a driver."""
    return f"""spark.master = "{address}"
spark.conf {{
  "spark.driver.host" = "127.0.0.1"
  "spark.driver.bindAddress" = "127.0.0.1"
  "spark.ui.enabled" = "false"
  "spark.executor.cores" = "1"
  "spark.executor.memory" = "1g"
  "spark.executor.extraClassPath" = "{class_path}"
  "spark.executor.extraJavaOptions" = "-Dorg.bytedeco.javacpp.maxBytes=0 -Dorg.bytedeco.javacpp.maxPhysicalBytes=0"
}}
"""


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def _wait_for_port(port: int, log: Path) -> None:
    deadline = time.monotonic() + _SECONDS_TO_START
    while time.monotonic() < deadline:
        with socket.socket() as probe:
            if probe.connect_ex(("127.0.0.1", port)) == 0:
                return
        time.sleep(0.2)
    raise ProofError(f"Spark's master did not start in {_SECONDS_TO_START} s; its log is {log}.")


def _processes() -> Iterator[tuple[int, int, str]]:
    """Id, parent and command line of every process."""
    for folder in Path("/proc").iterdir():
        if not folder.name.isdigit():
            continue
        try:
            status = (folder / "status").read_text(encoding="utf-8", errors="replace")
            command = (folder / "cmdline").read_bytes().replace(b"\0", b" ").decode("utf-8", errors="replace")
        except OSError:
            continue
        parent = re.search(r"^PPid:\s*(\d+)", status, re.MULTILINE)
        if parent and int(folder.name) != os.getpid():
            yield int(folder.name), int(parent[1]), command
