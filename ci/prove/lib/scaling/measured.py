"""The extract job on the real clips, on a cluster of one or two executors, as Spark's event log tells it."""

import hashlib
import statistics
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from cluster.events import events
from cluster.spark import Worker, distribution, start_spark
from extraction.clips import Source
from extraction.jobs import Jobs
from proof import Proof, ProofError
from scaling.model import Clip, Costs

SECONDS = 3600
_JOB = "landmarks of"  # how the description of the job that extracts begins, after the command's name
_MEGABYTE = 1e6


@dataclass(frozen=True)
class Task:
    """One pack; times in seconds since 1970."""

    pack: int
    started: float
    ended: float
    executor: str


@dataclass(frozen=True)
class Extraction:
    """One run of the command."""

    began: float
    ended: float
    tasks: list[Task]  # in the order in which they started
    record: dict[str, object]

    def seconds(self) -> float:
        """From the start of the command to its end."""
        return self.ended - self.began

    def frames_a_second(self) -> float:
        """While tasks ran."""
        running = max(task.ended for task in self.tasks) - self.tasks[0].started
        return float(str(self.record["frames"])) / running


class Clips:
    """Clips in the order in which the job plans them, with what each takes."""

    def __init__(self, jobs: Jobs, files: Sequence[Path]) -> None:
        # The plan goes by content.
        self.files = sorted(files, key=lambda file: hashlib.sha256(file.read_bytes()).hexdigest())
        self.clips: list[Clip] = []
        self.rows = [line.split("\t") for line in jobs.run("WorkMeasured", *self.files, seconds=SECONDS)]
        for file, row in zip(self.files, self.rows):
            self.clips.append(Clip(float(row[6]), float(row[4]), file.stat().st_size / _MEGABYTE))

    def part(self, step: int) -> "Clips":
        """Every so manieth of them."""
        some = Clips.__new__(Clips)
        some.files, some.rows, some.clips = self.files[::step], self.rows[::step], self.clips[::step]
        return some

    def frames(self) -> int:
        """Of all of them."""
        return sum(int(row[1]) for row in self.rows)


def extraction(proof: Proof, jobs: Jobs, folder: Path, clips: Clips, executors: int) -> Extraction:
    """Ingests, then extracts on a cluster of so many executors of one core."""
    folder.mkdir()
    source = Source(folder / "clips")
    for file in clips.files:
        source.add(file)
    settings = ["--set", f"catalog.warehouse={folder / 'warehouse'}", "--set", "tracking.uri="]
    sources = f"ingest.sources={source.setting()}"
    proof.pose2gloss("ingest", *settings, "--set", sources, seconds=SECONDS, name="ingest")
    workers = [Worker("worker", cores=executors, gigabytes=executors)]
    spark = start_spark(proof.processes, distribution(proof.processes), folder, workers)
    spark.events.mkdir()
    log = folder / "events.conf"
    log.write_text(
        f'spark.conf {{ "spark.eventLog.enabled" = "true", "spark.eventLog.dir" = "{spark.events.as_uri()}" }}\n',
        encoding="utf-8",
    )
    confs = ("--conf", spark.command_conf(jobs.class_path()), "--conf", log)
    began = time.time()
    record = proof.pose2gloss("extract", *confs, *settings, seconds=SECONDS, name=f"extract-{folder.name}")
    ended = time.time()
    spark.stop()
    return Extraction(began, ended, _tasks(spark.events), record)


def _tasks(folder: Path) -> list[Task]:
    logs = [file for file in folder.iterdir() if not file.name.startswith(".")]
    if len(logs) != 1:
        raise ProofError(f"{folder} holds {len(logs)} event logs instead of one.")
    stages: set[int] = set()
    tasks = []
    for event in events(logs[0]):
        if event["Event"] == "SparkListenerJobStart":
            if _JOB in event["Properties"].get("spark.job.description", ""):
                stages.update(event["Stage IDs"])
        elif event["Event"] == "SparkListenerTaskEnd" and event["Stage ID"] in stages:
            info = event["Task Info"]
            times = (info["Launch Time"] / 1000, info["Finish Time"] / 1000)
            tasks.append(Task(info["Index"], *times, info["Executor ID"]))
    if not tasks:
        raise ProofError(f"{logs[0]} tells of no task that extracted.")
    return sorted(tasks, key=lambda task: task.started)


def costs(run: Extraction, packs: Sequence[Sequence[int]], clips: Sequence[Clip]) -> Costs:
    """What a run on one core took beside the videos."""
    more = [task.ended - task.started - sum(clips[item].seconds for item in packs[task.pack]) for task in run.tasks]
    usual = max(0.0, statistics.median(more[1:])) if len(more) > 1 else 0.0
    return Costs(
        until_first_task=run.tasks[0].started - run.began,
        first_task=max(0.0, more[0] - usual),
        task=usual,
        after_last_task=run.ended - max(task.ended for task in run.tasks),
    )
