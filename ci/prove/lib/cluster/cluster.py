"""All parts of a cluster at once, and what programs are told of them."""

import json
import os
import shutil
import signal
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from cluster.parts import BUCKET, Database, Store, TrackingServer, start_database, start_store, start_tracking
from cluster.spark import JARS, Spark, Worker, distribution, start_spark
from proof.places import ROOT
from proof.processes import Processes

# In the environment of every process of a cluster, what those start themselves included.
MARK = "POSE2GLOSS_CLUSTER"
_SECONDS_TO_END = 15

WORKERS = (Worker("worker-1", cores=1, gigabytes=4), Worker("worker-2", cores=1, gigabytes=4))


@dataclass(frozen=True)
class Cluster:
    """Spark, an S3 store, PostgreSQL for the catalog, MLflow; all below one folder."""

    folder: Path
    spark: Spark
    store: Store
    database: Database
    tracking: TrackingServer

    @property
    def conf(self) -> Path:
        """Configuration of our commands (--conf): catalog, warehouse and models in this cluster."""
        return self.folder / "cluster.conf"

    def environment(self) -> dict[str, str]:
        """Of a program that uses the cluster: spark-submit on the PATH, its defaults, credentials, addresses."""
        return {
            **self.store.environment(),
            "SPARK_HOME": str(self.spark.home),
            "SPARK_CONF_DIR": str(self.folder / "conf"),
            "SPARK_LOCAL_IP": "127.0.0.1",
            "PATH": f"{self.spark.home / 'bin'}{os.pathsep}{os.environ['PATH']}",
            "MLFLOW_TRACKING_URI": self.tracking.address,
            "POSE2GLOSS_CATALOG_PASSWORD": self.database.password,
            "POSE2GLOSS_CLUSTER_CONF": str(self.conf),
        }

    def write(self) -> None:
        """Writes the files that environment() names."""
        defaults = {
            "spark.master": self.spark.address,
            "spark.driver.host": "127.0.0.1",
            "spark.driver.bindAddress": "127.0.0.1",
            "spark.driver.memory": "1g",
            # A driver that a standalone worker starts is not given what Spark needs of Java 17.
            "spark.driver.extraJavaOptions": " ".join(_add_opens()),
            "spark.executor.memory": "1g",
            "spark.executor.cores": "1",
            "spark.ui.port": "0",
            "spark.eventLog.enabled": "true",
            "spark.eventLog.dir": self.spark.events.as_uri(),
            **{f"spark.hadoop.{key}": value for key, value in self.store.hadoop().items()},
        }
        self.spark.events.mkdir(parents=True, exist_ok=True)
        folder = self.folder / "conf"
        folder.mkdir(exist_ok=True)
        lines = [f"{key} {value}\n" for key, value in defaults.items()]
        (folder / "spark-defaults.conf").write_text("".join(lines), encoding="utf-8")
        shutil.copy(ROOT / "conf" / "log4j2.properties", folder)
        self.conf.write_text(
            f"""catalog {{
  type = jdbc
  warehouse = "s3a://{BUCKET}/warehouse"
  properties {{
    uri = "{self.database.url()}"
    "jdbc.user" = "{self.database.user}"
    "jdbc.password" = ${{POSE2GLOSS_CATALOG_PASSWORD}}
  }}
}}
training.directory = "s3a://{BUCKET}/models"
""",
            encoding="utf-8",
        )

    def submit(self, command: str, *arguments: str, jar: str = "jobs-jar", mode: str = "client") -> list[str]:
        """The command line of a job, as the README has it, with this cluster's configuration.

        A command of a command follows it after a space: "tracking flush".
        """
        main = {"jobs-jar": "org.pose2gloss.jobs.Main", "pipelines-jar": "org.pose2gloss.pipelines.Main"}[jar]
        line = ["spark-submit", "--deploy-mode", mode, "--class", main]
        if mode == "cluster":
            # Otherwise it ends when the master has taken the job.
            line += ["--conf", "spark.standalone.submit.waitAppCompletion=true"]
        return [*line, str(JARS[jar]), *command.split(), "--conf", str(self.conf), *arguments]


def _add_opens() -> list[str]:
    """Those of conf/java.options, which every Java of ours is started with."""
    lines = (ROOT / "conf" / "java.options").read_text(encoding="utf-8").splitlines()
    return [line for line in lines if line.startswith("--add-opens")]


def start_cluster(
    children: Processes, folder: Path, workers: Sequence[Worker] = WORKERS, env: Mapping[str, str] | None = None
) -> Cluster:
    """Starts all parts below a folder; they end with the processes that they are started by."""
    folder.mkdir(parents=True, exist_ok=True)
    store = start_store(children, folder, env=env)
    database = start_database(children, folder, env=env)
    tracking = start_tracking(children, folder / "mlflow", store, env=env)
    spark = start_spark(children, distribution(children), folder, workers, env=env)
    cluster = Cluster(folder, spark, store, database, tracking)
    cluster.write()
    return cluster


def marked(folder: Path) -> list[int]:
    """Processes that carry the mark of a cluster in a folder, whoever started them."""
    mark = f"{MARK}={folder}".encode()
    found = []
    for process in Path("/proc").iterdir():
        try:
            if process.name.isdigit() and mark in (process / "environ").read_bytes().split(b"\0"):
                found.append(int(process.name))
        except OSError:
            continue
    return found


def end_marked(folder: Path) -> int:
    """Ends them; gives back how many there were."""
    count = len(marked(folder))
    for kind in (signal.SIGTERM, signal.SIGKILL):
        for process in marked(folder):
            try:
                os.kill(process, kind)
            except ProcessLookupError:
                continue
        deadline = time.monotonic() + _SECONDS_TO_END
        while marked(folder) and time.monotonic() < deadline:
            time.sleep(0.1)
    return count


def write_environment(cluster: Cluster, file: Path) -> None:
    """Keeps environment() for later programs; readable by its owner alone, since credentials are in it."""
    with open(os.open(file, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "w", encoding="utf-8") as opened:
        json.dump({key: value for key, value in cluster.environment().items() if key != "PATH"}, opened, indent=1)
