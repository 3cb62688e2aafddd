"""A cluster whose parts can be hurt, a small data set in it, and what its tables hold."""

import os
import shutil
import signal
import subprocess
import time
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import IO
from urllib.parse import urlsplit

from cluster.cluster import start_cluster
from cluster.parts import BUCKET, hadoop
from cluster.spark import JARS, Worker, build_jars, start_spark
from extraction.clips import Source, files
from extraction.jobs import Jobs
from faults.proxy import Proxy
from proof import Proof, ProofError
from proof.processes import tail

SECONDS = 900
WORKERS = (Worker("worker-1", cores=1, gigabytes=2), Worker("worker-2", cores=1, gigabytes=2))
STEPS = ("extract", "split", "augment", "transform", "train")
TABLES = {
    "extract": ("landmarks", "failures"),
    "split": ("samples",),
    "augment": ("augmented",),
    "transform": ("examples", "labels"),
    "train": (),
}
# Rows lie as their input's do, and extraction commits in the order in which tasks end.
UNORDERED = ("landmarks", "failures", "augmented")
PREPARATION = "faults"
PARTITIONS = 6
_MODEL = Path("models") / PREPARATION / "model"
_WEIGHTS = Path("variables") / "variables.data-00000-of-00001"
_EARLIER = 0.75
NATIVE = "-Dorg.bytedeco.javacpp.maxBytes=0 -Dorg.bytedeco.javacpp.maxPhysicalBytes=0"

Rows = list[tuple[str, str]]


@dataclass
class Content:
    """What readers see: rows of tables as key and digest, and the weights of the published model."""

    tables: dict[str, Rows] = field(default_factory=dict)
    model: bytes | None = None

    def ordered(self) -> dict[str, Rows]:
        """Rows in an order of their own where the table promises none."""
        return {name: sorted(rows) if name in UNORDERED else rows for name, rows in self.tables.items()}

    def differences(self, other: "Content", steps: Sequence[str]) -> list[str]:
        """What some steps have made differently, each thing in words; nothing where all is the same."""
        found = []
        ours, theirs = self.ordered(), other.ordered()
        for name in (name for step in steps for name in TABLES[step]):
            if ours[name] != theirs[name]:
                more, less = Counter(ours[name]) - Counter(theirs[name]), Counter(theirs[name]) - Counter(ours[name])
                what = f"{more.total()} rows more and {less.total()} fewer" if more or less else "another order"
                found.append(f"{name}: {what}")
        if "train" in steps and self.model != other.model:
            found.append("model: " + ("other weights" if self.model else "none"))
        return found


class House:
    """Everything runs below one folder and ends with the proof."""

    def __init__(self, proof: Proof, folder: Path, clips: int, pattern: str, epochs: int) -> None:
        self.proof = proof
        self.folder = folder
        folder.mkdir(parents=True, exist_ok=True)
        proof.say("building")
        build_jars(proof.processes)
        jobs = Jobs(proof, folder / "classes")
        proof.say("starting the cluster")
        self.cluster = start_cluster(proof.processes, folder / "cluster", WORKERS)
        self.store = Proxy(_port(self.cluster.store.endpoint))
        self.tracking = Proxy(_port(self.cluster.tracking.address))
        self.temporary = folder / "tmp"
        self.temporary.mkdir()
        self.conf = folder / "faults.conf"
        self.conf.write_text(self._settings(epochs), encoding="utf-8")
        self.watch = Watch(proof, jobs, self._confs(), self.environment())
        self.clips = clips
        self._ingest(clips, pattern)
        self.store.requests.clear()

    def _settings(self, epochs: int) -> str:
        properties = hadoop(f"http://127.0.0.1:{self.store.port}")
        lines = "".join(f'  "hadoop.{key}" = "{value}"\n' for key, value in properties.items())
        return f"""catalog.properties {{
{lines}}}
tracking.uri = ""
tracking.outbox = "{self.folder / "outbox"}"
extract.commit-seconds = 0.5
extract.partitions = {PARTITIONS}
extract.max-failed-fraction = 1
extract.overlay = 0
preparation {{
  name = "{PREPARATION}"
  split-by = stratified
  validation-fraction = 0.3
  test-fraction = 0.1
  max-frames = 48
}}
network {{
  frames = 8
  width = 32
  groups = 1
}}
training {{
  epochs = {epochs}
  batch-size = 8
  threads = 1
  checkpoint-every-steps = 2
  device = cpu
}}
"""

    def _confs(self) -> list[str]:
        return ["--conf", str(self.cluster.conf), "--conf", str(self.conf)]

    def environment(self) -> dict[str, str]:
        """Of every program that works in the cluster."""
        return self.cluster.environment()

    def _ingest(self, clips: int, pattern: str) -> None:
        """Clips in the object store, and letters as .pose files on this disk."""
        source = Source(self.folder / "clips")
        for clip in files(self.proof)[:clips]:
            source.add(clip, gloss="A")
        store = self.cluster.store
        python = self.proof.environment("object-store")
        line = [str(python), str(Path(__file__).with_name("upload.py")), store.endpoint, BUCKET]
        line += [str(source.folder), "clips"]
        self.proof.processes.run(line, name="upload", seconds=SECONDS, env=store.environment())
        letters = self.proof.root / ".setup" / "demo" / "fingerspelling"
        setup = [str(self.proof.root / "bin" / "pose2gloss"), "setup", "demo-data", "--quiet"]
        self.proof.processes.run(setup, name="setup", seconds=SECONDS)
        address = f"s3a://{BUCKET}/clips"
        sources = self.folder / "sources.conf"
        sources.write_text(
            f"""ingest.sources = [
  {{ kind = videos, name = clips, path = "{address}", labels = "{address}/labels.csv" }}
  {{ kind = pose-lexicon, name = letters, path = "{letters}", gloss-pattern = "{pattern}" }}
]
""",
            encoding="utf-8",
        )
        ingest = ("ingest", *self._confs(), "--conf", sources)
        self.proof.pose2gloss(*ingest, seconds=SECONDS, name="ingest", env=self.environment())

    # ---- commands --------------------------------------------------------------------------------

    def start(self, step: str, *settings: str, spark: Mapping[str, object] | None = None, name: str = "") -> "Running":
        """Submits a step, its jar where it lies: nothing of it has to be sent."""
        properties = {
            "spark.executor.memory": "768m",
            "spark.executor.extraJavaOptions": f"{NATIVE} -Djava.io.tmpdir={self.temporary}",
            "spark.hadoop.hadoop.tmp.dir": self.temporary / "hadoop",
            **(spark or {}),
        }
        line = self.cluster.submit(step, "--conf", str(self.conf), *settings)
        at = line.index(str(JARS["jobs-jar"]))
        words = [word for key, value in properties.items() for word in ("--conf", f"{key}={value}")]
        line = [*line[:at], *words, f"local:{line[at]}", *line[at + 1 :]]
        line[0] = str(self.cluster.spark.home / "bin" / line[0])
        return Running(self.proof, name or step, line, self.environment())

    def at_work(self, step: str, seconds: float, part: float, *settings: str) -> "tuple[Running, float]":
        """A step from nothing, up to a part of the seconds that it takes; gives back up to which.

        If it is done by then it is begun again, and left alone for a shorter time.
        """
        while True:
            self.clear((step,))
            running = self.start(step, *settings, name=f"{step}-disturbed")
            if running.until(seconds * part):
                return running, part
            running.wait()
            part *= _EARLIER

    def run(self, step: str, *settings: str, spark: Mapping[str, object] | None = None, name: str = "") -> "Ended":
        """To its end, which must be a good one."""
        ended = self.start(step, *settings, spark=spark, name=name).wait()
        if ended.status != 0:
            raise ProofError(f"{name or step} ended with exit status {ended.status}:\n{tail(ended.log)}")
        return ended

    # ---- state -----------------------------------------------------------------------------------

    def content(self, steps: Sequence[str] = STEPS) -> Content:
        """What is there now of what some steps make."""
        content = Content({name: self.watch.rows(name) for step in steps for name in TABLES[step]})
        if "train" in steps:
            content.model = self.model()
        return content

    def model(self) -> bytes | None:
        """Weights of the model that readers find; None where there is none."""
        folder = self.cluster.store.folder / BUCKET / _MODEL
        if not (folder / "saved_model.pb").exists():
            return None
        weights = folder / _WEIGHTS
        return weights.read_bytes() if weights.exists() else b""

    def clear(self, steps: Sequence[str]) -> None:
        """Forgets what some steps have made."""
        for step in steps:
            for name in TABLES[step]:
                self.watch.drop(name)
        if "train" in steps:
            shutil.rmtree(self.cluster.store.folder / BUCKET / "models", ignore_errors=True)
            shutil.rmtree(self.temporary / "pose2gloss-training", ignore_errors=True)

    def missing_files(self, steps: Sequence[str]) -> int:
        """Files that the newest versions need and that are not there."""
        return sum(self.watch.gone(name) for step in steps for name in TABLES[step])

    # ---- harm ------------------------------------------------------------------------------------

    def restart_worker(self, name: str) -> None:
        """In the place of one that was killed."""
        self.proof.processes.end(self.cluster.spark.workers[name])
        self.cluster.spark.start(next(worker for worker in WORKERS if worker.name == name))

    def kill_spark(self) -> None:
        """Kills master, workers and executors, and starts others."""
        spark = self.cluster.spark
        for process in spark.executors():
            kill(process)
        for child in [spark.master, *spark.workers.values()]:
            kill(child.pid)
        self.new_spark(WORKERS)

    def new_spark(self, workers: Sequence[Worker]) -> None:
        """Another master and other workers than there were."""
        old = self.cluster.spark
        old.stop()
        spark = start_spark(self.proof.processes, old.home, old.folder, workers)
        self.cluster = replace(self.cluster, spark=spark)
        self.cluster.write()

    def close(self) -> None:
        """Ends what is not a process of the proof."""
        self.store.close()
        self.tracking.close()


def kill(process: int) -> None:
    """With signal 9; one that is gone is no error."""
    try:
        os.kill(process, signal.SIGKILL)
    except ProcessLookupError:
        return


def _port(address: str) -> int:
    port = urlsplit(address).port
    if port is None:
        raise ProofError(f"{address} names no port.")
    return port


@dataclass(frozen=True)
class Ended:
    """How a command ended."""

    status: int
    seconds: float
    log: Path

    def said(self) -> str:
        """All that it told on the way."""
        return self.log.read_text(encoding="utf-8", errors="replace")


class Running:
    """A command under way."""

    def __init__(self, proof: Proof, name: str, line: Sequence[str], environment: Mapping[str, str]) -> None:
        self._proof = proof
        self.name = name
        self.began = time.monotonic()
        with proof.processes.log(name) as (log, self.log), self.log.with_suffix(".out").open("wb") as out:
            self.child = proof.processes.start(line, env=environment, stdout=out, stderr=log)

    def until(self, seconds: float) -> bool:
        """Waits until it has run so long; whether it still runs then."""
        deadline = self.began + seconds
        while self.child.poll() is None and time.monotonic() < deadline:
            time.sleep(0.02)
        return self.child.poll() is None

    def wait(self) -> Ended:
        """Until its end."""
        try:
            status = self.child.wait(timeout=max(1.0, SECONDS - (time.monotonic() - self.began)))
        except subprocess.TimeoutExpired as error:
            raise ProofError(f"{self.name} took more than {SECONDS} s; its log is {self.log}.") from error
        finally:
            self._proof.processes.end(self.child)
        return Ended(status, time.monotonic() - self.began, self.log)


class Watch:
    """A process of ours that looks at the tables."""

    def __init__(self, proof: Proof, jobs: Jobs, confs: Sequence[str], environment: Mapping[str, str]) -> None:
        with proof.processes.log("table-watch") as (log, self._log):
            self._child = proof.processes.start(
                jobs.java("org.pose2gloss.jobs.TableWatch", *confs, heap="256m"),
                env=environment,
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=log,
            )

    def _ask(self, *words: str) -> list[str]:
        asked, answers = _pipe(self._child.stdin), _pipe(self._child.stdout)
        asked.write((" ".join(words) + "\n").encode())
        asked.flush()
        lines = []
        while (line := answers.readline().decode()) != ".\n":
            if not line:
                raise ProofError(f"the program that looks at tables has ended:\n{tail(self._log)}")
            lines.append(line.rstrip("\n"))
        return lines

    def rows(self, table: str) -> Rows:
        """Key and digest of each row in the order of reading; nothing where there is no table."""
        return [(key, digest) for key, digest in (line.split("\t") for line in self._ask("rows", table))]

    def gone(self, table: str) -> int:
        """Files that the newest version needs and that are not there."""
        return int(self._ask("gone", table)[0])

    def drop(self, table: str) -> None:
        """Removes a table and its files."""
        self._ask("drop", table)


def _pipe(end: IO[bytes] | None) -> IO[bytes]:
    if end is None:
        raise AssertionError("started without a pipe")
    return end
