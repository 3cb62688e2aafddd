"""A standalone cluster of Spark's own distribution, and the jars that are submitted to it."""

import json
import os
import re
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from proof import Proof, ProofError
from proof.processes import tail

GPU = "7"  # no number that anything takes for a default
_SECONDS_TO_START = 180
_SECONDS_TO_BUILD = 1800


def distribution(python: Path) -> Path:
    """Spark's home in an environment that has PySpark."""
    found = list(python.parent.parent.glob("lib/python3.*/site-packages/pyspark"))
    if len(found) != 1:
        raise ProofError(f"the environment of {python} has no PySpark.")
    return found[0]


def jars(proof: Proof) -> dict[str, Path]:
    """Jars for spark-submit by the configuration's keys, built first."""
    proof.say("building the jars for spark-submit, which takes minutes")
    modules = {"jobs-jar": "jobs/spark/target/pose2gloss-jobs.jar"}
    modules["pipelines-jar"] = "pipelines/target/pose2gloss-pipelines.jar"
    line = ["mvn", "-B", "-ntp", "-Pcluster", "-DskipTests", "-Dspotless.check.skip"]
    line += ["-pl", "jobs/spark,pipelines", "-am", "package"]
    proof.processes.run(line, name="build-cluster", seconds=_SECONDS_TO_BUILD, cwd=proof.root)
    return {key: proof.root / path for key, path in modules.items()}


@dataclass(frozen=True)
class Application:
    """An application as its event log tells of it."""

    name: str
    gpus: tuple[str, ...]  # addresses that its executors held


class Cluster:
    """A master and one worker."""

    def __init__(self, address: str, page: str, folder: Path) -> None:
        self.address = address
        self._page = page
        self._events = folder / "events"
        self.conf = folder / "cluster.conf"

    def configure(self, home: Path, jars: dict[str, Path]) -> None:
        """Writes what pipelines are told."""
        lines = [f'spark.master = "{self.address}"', "pipeline.start = spark", f'pipeline.spark.home = "{home}"']
        lines += [f'pipeline.spark.{key} = "{path}"' for key, path in jars.items()]
        properties = {
            "spark.driver.host": "127.0.0.1",
            "spark.driver.bindAddress": "127.0.0.1",
            "spark.driver.memory": "1500m",
            "spark.executor.memory": "1g",
            "spark.executor.cores": "1",
            "spark.ui.enabled": "false",
            "spark.eventLog.enabled": "true",
            "spark.eventLog.dir": self._events.as_uri(),
            "spark.executor.extraJavaOptions": "-Dorg.bytedeco.javacpp.maxBytes=0"
            " -Dorg.bytedeco.javacpp.maxPhysicalBytes=0",
        }
        lines += [f"spark.conf.{json.dumps(key)} = {json.dumps(value)}" for key, value in properties.items()]
        self._events.mkdir()
        self.conf.write_text("\n".join(lines) + "\n", encoding="utf-8")

    def applications(self) -> list[Application]:
        """Those that have ended."""
        found = []
        for file in sorted(self._events.iterdir()):
            if file.name.startswith(".") or file.name.endswith(".inprogress"):
                continue
            name, gpus = "", list[str]()
            with file.open(encoding="utf-8") as lines:
                for line in lines:
                    event: dict[str, Any] = json.loads(line)
                    if event["Event"] == "SparkListenerApplicationStart":
                        name = event["App Name"]
                    elif event["Event"] == "SparkListenerExecutorAdded":
                        gpus += event["Executor Info"]["Resources"].get("gpu", {}).get("addresses", [])
            found.append(Application(name, tuple(gpus)))
        return found

    def active(self) -> list[str]:
        """Names of the applications that the master knows to be at work."""
        with urllib.request.urlopen(f"{self._page}/json/", timeout=30) as answer:
            return [str(one["name"]) for one in json.load(answer)["activeapps"]]


@contextmanager
def cluster(proof: Proof, home: Path, folder: Path, cores: int = 1) -> Iterator[Cluster]:
    """One worker of so many cores and one GPU, which is a word of its discovery script."""
    script = folder / "discovery.sh"
    found = json.dumps({"name": "gpu", "addresses": [GPU]})
    script.write_text(f"#!/bin/sh\necho '{found}'\n", encoding="utf-8")
    script.chmod(0o755)
    properties = folder / "worker.properties"
    properties.write_text(
        f"spark.worker.resource.gpu.amount 1\nspark.worker.resource.gpu.discoveryScript {script}\n", encoding="utf-8"
    )
    environment = {
        "SPARK_HOME": str(home),
        "SPARK_LOCAL_IP": "127.0.0.1",
        "SPARK_DAEMON_MEMORY": "512m",
        "SPARK_NO_DAEMONIZE": "1",
        "PYSPARK_PYTHON": os.devnull,
    }

    def start(name: str, main_class: str, *arguments: object) -> Path:
        with proof.processes.log(name) as (log, file):
            line = [str(home / "bin" / "spark-class"), f"org.apache.spark.deploy.{main_class}", "--host", "127.0.0.1"]
            line += ["--webui-port", "0", *(str(argument) for argument in arguments)]
            proof.processes.start(line, env=environment, cwd=folder, stdout=log, stderr=log)
        return file

    # They choose their ports themselves and tell.
    master = start("master", "master.Master", "--port", 0)
    address = _told(master, r"Starting Spark master at (spark://\S+)")
    page = _told(master, r"MasterWebUI.* started at (http://\S+)")
    worker = start(
        *("worker", "worker.Worker", "--cores", cores, "--memory", f"{2 * cores}g", "--work-dir", folder / "work"),
        *("--properties-file", properties, address),
    )
    _told(worker, r"(Successfully registered with master)")
    yield Cluster(address, page, folder)


def _told(log: Path, pattern: str) -> str:
    deadline = time.monotonic() + _SECONDS_TO_START
    while time.monotonic() < deadline:
        found = re.search(pattern, log.read_text(encoding="utf-8", errors="replace"))
        if found:
            return found[1]
        time.sleep(0.2)
    raise ProofError(f"Spark does not say '{pattern}' in {_SECONDS_TO_START} s:\n{tail(log)}\n(log: {log})")
