"""What Spark itself has written down of applications: their event logs."""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from proof import ProofError


@dataclass(frozen=True)
class Application:
    """One application as Spark saw it; times in seconds since 1970, 0 where there was none."""

    name: str
    submitted: float  # when its last job was
    started: float  # when its first task was
    ended: float  # when its last task did
    tasks: int
    gpus: tuple[str, ...]  # addresses that its executors held


def applications(folder: Path) -> list[Application]:
    """Those that have ended, of a folder of event logs."""
    ended = (file for file in sorted(folder.iterdir()) if not file.name.startswith("."))
    return [_read(file) for file in ended if not file.name.endswith(".inprogress")]


def application(folder: Path) -> Application:
    """The one of a folder, which has run a task."""
    found = applications(folder)
    if len(found) != 1 or not found[0].tasks:
        raise ProofError(f"{folder} holds event logs of {len(found)} applications instead of one that ran a task.")
    return found[0]


def _read(file: Path) -> Application:
    name, submitted, gpus = "", 0.0, list[str]()
    starts, ends = list[float](), list[float]()
    for event in events(file):
        kind = event["Event"]
        if kind == "SparkListenerApplicationStart":
            name = str(event["App Name"])
        elif kind == "SparkListenerJobStart":
            submitted = event["Submission Time"] / 1000
        elif kind == "SparkListenerExecutorAdded":
            gpus += event["Executor Info"]["Resources"].get("gpu", {}).get("addresses", [])
        elif kind == "SparkListenerTaskEnd":
            starts.append(event["Task Info"]["Launch Time"] / 1000)
            ends.append(event["Task Info"]["Finish Time"] / 1000)
    return Application(name, submitted, min(starts, default=0), max(ends, default=0), len(starts), tuple(gpus))


def events(file: Path) -> Iterator[dict[str, Any]]:
    """All that one log tells, in its order."""
    with file.open(encoding="utf-8") as lines:
        for line in lines:
            yield json.loads(line)
