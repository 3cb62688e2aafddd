"""A standalone Spark cluster on this machine: one master, workers, executors that are processes."""

import os
import re
import socket
import subprocess
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from extraction.jobs import Jobs
from proof import Proof, ProofError

_SECONDS_TO_START = 120
_EXECUTOR = "CoarseGrainedExecutorBackend"


@dataclass(frozen=True)
class Worker:
    """A worker with room for so many executors of one core and one gigabyte, and Spark properties of its own."""

    name: str
    executors: int
    properties: Mapping[str, object] = field(default_factory=dict)


class Cluster:
    """What a driver has to be told, and which processes may be killed."""

    def __init__(self, address: str, workers: "Mapping[str, subprocess.Popen[bytes]]", settings: Path) -> None:
        self.address = address
        self.workers = workers
        self.settings = settings

    def executors(self) -> list[int]:
        """Processes of executors that the workers run now."""
        parents = {worker.pid for worker in self.workers.values()}
        return [pid for pid, parent, command in _processes() if parent in parents and _EXECUTOR in command]


@contextmanager
def standalone(proof: Proof, jobs: Jobs, folder: Path, workers: Sequence[Worker]) -> Iterator[Cluster]:
    """Starts a cluster whose executors have one core; it ends with the proof."""
    home = folder / "spark"
    # What a worker takes for a Spark; all classes come by the class path, at the versions that the build uses.
    for part in ("jars", "launcher/target/scala-2.12"):
        (home / part).mkdir(parents=True)
    port = _free_port()
    address = f"spark://127.0.0.1:{port}"
    with ExitStack() as logs:

        def start(name: str, main_class: str, *arguments: object) -> "tuple[subprocess.Popen[bytes], Path]":
            log, file = logs.enter_context(proof.processes.log(name))
            common = ["--host", "127.0.0.1", "--webui-port", "0"]
            child = proof.processes.start(
                jobs.java(f"org.apache.spark.deploy.{main_class}", *common, *arguments, heap="512m"),
                env={"SPARK_HOME": str(home), "SPARK_LOCAL_IP": "127.0.0.1", "SPARK_SCALA_VERSION": "2.12"},
                cwd=folder,
                stdout=log,
                stderr=log,
            )
            return child, file

        _, master_log = start("master", "master.Master", "--port", port)
        _wait_for_port(port, master_log)
        started = {}
        for worker in workers:
            properties = folder / f"{worker.name}.properties"
            lines = [f"{key} {value}\n" for key, value in worker.properties.items()]
            properties.write_text("".join(lines), encoding="utf-8")
            room = ["--cores", worker.executors, "--memory", f"{worker.executors}g"]
            place = ["--work-dir", folder / worker.name, "--properties-file", properties]
            started[worker.name], _ = start(worker.name, "worker.Worker", *room, *place, address)
        settings = folder / "cluster.conf"
        settings.write_text(_settings(address, jobs.class_path()), encoding="utf-8")
        yield Cluster(address, started, settings)


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
