"""A standalone cluster of Spark's own distribution (PyPI's pyspark), and the jars that are submitted to it."""

import json
import os
import re
import time
import urllib.request
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from subprocess import Popen
from typing import Any

from proof import ProofError
from proof.environments import environment
from proof.java import build_where_changed
from proof.places import ROOT
from proof.processes import Processes, tail

_SECONDS_TO_START = 600
_EXECUTOR = "CoarseGrainedExecutorBackend"
_DRIVER = "org.apache.spark.deploy.worker.DriverWrapper"

JARS = {
    "jobs-jar": ROOT / "jobs" / "spark" / "target" / "pose2gloss-jobs.jar",
    "pipelines-jar": ROOT / "pipelines" / "target" / "pose2gloss-pipelines.jar",
}

# Of a driver on this machine, with executors of one core.
_DRIVER_HERE = {
    "spark.driver.host": "127.0.0.1",
    "spark.driver.bindAddress": "127.0.0.1",
    "spark.ui.enabled": "false",
    "spark.executor.cores": "1",
    "spark.executor.memory": "1g",
}


def distribution(processes: Processes) -> Path:
    """Spark's home, in an environment of its own."""
    return distribution_of(environment("spark", processes, print))


def distribution_of(python: Path) -> Path:
    """Spark's home in an environment that has PySpark."""
    found = list(python.parent.parent.glob("lib/python3.*/site-packages/pyspark"))
    if len(found) != 1:
        raise ProofError(f"the environment of {python} has no PySpark.")
    return found[0]


def build_jars(processes: Processes) -> dict[str, Path]:
    """Builds the jars for spark-submit as the README says, if sources changed; they go by the configuration's keys."""
    arguments = ("-Pcluster", "-pl", "jobs/spark,pipelines")
    build_where_changed(processes, "build-cluster", arguments, list(JARS.values()), print)
    return JARS


@dataclass(frozen=True)
class Worker:
    """A worker with room for so many cores and gigabytes, Spark properties and environment variables of its own.

    Spark takes addresses for machines: workers at two addresses of this one are on two.
    """

    name: str
    cores: int = 1
    gigabytes: int = 2
    address: str = "127.0.0.1"
    properties: Mapping[str, object] = field(default_factory=dict)
    environment: Mapping[str, str] = field(default_factory=dict)


class Spark:
    """A master and workers; what a driver has to be told, and which processes may be killed."""

    def __init__(self, processes: Processes, home: Path, folder: Path, env: Mapping[str, str] | None = None) -> None:
        """Starts the master, below a folder that is there; env is for all processes of the cluster."""
        self.home = home
        self.folder = folder
        self.workers: dict[str, Popen[bytes]] = {}
        self._processes = processes
        self._env = {
            **(env or {}),
            "SPARK_HOME": str(home),
            "SPARK_LOCAL_IP": "127.0.0.1",
            "SPARK_DAEMON_MEMORY": "512m",
            "SPARK_NO_DAEMONIZE": "1",
            "PYSPARK_PYTHON": os.devnull,
            # Nothing of a Spark that this machine may have.
            "SPARK_CONF_DIR": str(folder / "spark-conf"),
        }
        (folder / "spark-conf").mkdir(exist_ok=True)
        self.master, log = self._start("master", "master.Master", "--host", "127.0.0.1", "--port", 0)
        # It chooses its ports itself and tells.
        self.address = told(log, r"Starting Spark master at (spark://\S+)")
        self.page = told(log, r"MasterWebUI.* started at (http://\S+)")

    def start(self, worker: Worker) -> None:
        """Starts a worker and waits until the master knows it; its files are below folder/NAME."""
        place = self.folder / worker.name
        place.mkdir(exist_ok=True)
        properties = place / "worker.properties"
        lines = [f"{key} {value}\n" for key, value in worker.properties.items()]
        properties.write_text("".join(lines), encoding="utf-8")
        child, log = self._start(
            worker.name,
            "worker.Worker",
            *("--host", worker.address, "--work-dir", place),
            *("--cores", worker.cores, "--memory", f"{worker.gigabytes}g"),
            *("--properties-file", properties, self.address),
            env={"SPARK_LOCAL_DIRS": str(place / "local"), "SPARK_LOCAL_IP": worker.address, **worker.environment},
        )
        self.workers[worker.name] = child
        told(log, r"(Successfully registered with master)")

    def start_history(self, events: str, properties: Mapping[str, str], env: Mapping[str, str], jar: Path) -> str:
        """Starts a history server over the event logs at an address, with the jar's classes for it; its own address."""
        file = self.folder / "history.properties"
        lines = {"spark.history.fs.logDirectory": events, "spark.history.ui.port": "0", **properties}
        file.write_text("".join(f"{key} {value}\n" for key, value in lines.items()), encoding="utf-8")
        line = [str(self.home / "bin" / "spark-class"), "org.apache.spark.deploy.history.HistoryServer"]
        with self._processes.log("history") as (log, file_of_log):
            self._processes.start(
                [*line, "--properties-file", str(file)],
                env={**self._env, "SPARK_DAEMON_CLASSPATH": str(jar), **env},
                cwd=self.folder,
                stdout=log,
                stderr=log,
            )
        return told(file_of_log, r"HistoryServer.* started at (http://\S+)")

    def _start(
        self, name: str, main_class: str, *arguments: object, env: Mapping[str, str] | None = None
    ) -> "tuple[Popen[bytes], Path]":
        line = [str(self.home / "bin" / "spark-class"), f"org.apache.spark.deploy.{main_class}"]
        line += ["--webui-port", "0", *(str(argument) for argument in arguments)]
        with self._processes.log(name) as (log, file):
            child = self._processes.start(
                line, env={**self._env, **(env or {})}, cwd=self.folder, stdout=log, stderr=log
            )
        return child, file

    def stop(self) -> None:
        """Ends the workers, with the executors and drivers that they run, and the master."""
        for child in [*self.workers.values(), self.master]:
            self._processes.end(child)

    def executors(self) -> list[int]:
        """Processes of executors that the workers run now."""
        return self._children(_EXECUTOR)

    def drivers(self) -> list[int]:
        """Processes of drivers that the workers run now (deploy mode cluster)."""
        return self._children(_DRIVER)

    def _children(self, word: str) -> list[int]:
        parents = {worker.pid for worker in self.workers.values()}
        return [pid for pid, parent, command in processes() if parent in parents and word in command]

    def pipeline_conf(self, jars: Mapping[str, Path]) -> Path:
        """Writes configuration for pipelines that submit each step; event logs are in events()."""
        lines = [f'spark.master = "{self.address}"', "pipeline.start = spark", f'pipeline.spark.home = "{self.home}"']
        lines += [f'pipeline.spark.{key} = "{path}"' for key, path in jars.items()]
        self.events.mkdir(exist_ok=True)
        properties = {
            **_DRIVER_HERE,
            "spark.driver.memory": "1500m",
            "spark.eventLog.enabled": "true",
            "spark.eventLog.dir": self.events.as_uri(),
        }
        return self._write_conf("pipeline.conf", lines, properties)

    def command_conf(self, class_path: str) -> Path:
        """Writes configuration for commands of bin/pose2gloss, whose classes executors take from a class path."""
        lines = [f'spark.master = "{self.address}"']
        return self._write_conf("command.conf", lines, {**_DRIVER_HERE, "spark.executor.extraClassPath": class_path})

    def _write_conf(self, name: str, lines: list[str], properties: Mapping[str, str]) -> Path:
        written = [*lines, *(f"spark.conf.{json.dumps(key)} = {json.dumps(one)}" for key, one in properties.items())]
        file = self.folder / name
        file.write_text("\n".join(written) + "\n", encoding="utf-8")
        return file

    @property
    def events(self) -> Path:
        """Folder of event logs."""
        return self.folder / "events"

    def active(self) -> list[str]:
        """Names of the applications that the master knows to be at work."""
        return [str(one["name"]) for one in self.state()["activeapps"]]

    def state(self) -> dict[str, Any]:
        """All that the master tells of itself."""
        with urllib.request.urlopen(f"{self.page}/json/", timeout=30) as answer:
            state: dict[str, Any] = json.load(answer)
            return state


def start_spark(
    children: Processes, home: Path, folder: Path, workers: Sequence[Worker], env: Mapping[str, str] | None = None
) -> Spark:
    """A master and its workers."""
    spark = Spark(children, home, folder, env)
    for worker in workers:
        spark.start(worker)
    return spark


GPU = "7"  # no number that anything takes for a default


def gpu(folder: Path) -> dict[str, object]:
    """Properties of a worker that offers the one GPU, which is a word of its discovery script."""
    script = folder / "discovery.sh"
    found = json.dumps({"name": "gpu", "addresses": [GPU]})
    script.write_text(f"#!/bin/sh\necho '{found}'\n", encoding="utf-8")
    script.chmod(0o755)
    return {"spark.worker.resource.gpu.amount": 1, "spark.worker.resource.gpu.discoveryScript": script}


def told(log: Path, pattern: str) -> str:
    """What a process says in its log, waited for."""
    deadline = time.monotonic() + _SECONDS_TO_START
    while time.monotonic() < deadline:
        found = re.search(pattern, log.read_text(encoding="utf-8", errors="replace"))
        if found:
            return found[1]
        time.sleep(0.2)
    raise ProofError(f"Spark does not say '{pattern}' in {_SECONDS_TO_START} s:\n{tail(log)}\n(log: {log})")


def processes() -> Iterator[tuple[int, int, str]]:
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
