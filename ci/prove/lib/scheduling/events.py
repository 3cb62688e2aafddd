"""What Spark itself has written down of an application: its event log."""

import json
from dataclasses import dataclass
from pathlib import Path

from proof import ProofError


@dataclass(frozen=True)
class Application:
    """One training as Spark saw it; times in seconds since 1970."""

    submitted: float  # when its job was
    started: float  # when its task was
    ended: float
    tasks: int
    gpus: list[str]  # addresses that its executors held


def application(folder: Path) -> Application:
    """Reads the one log in a folder."""
    logs = [file for file in folder.iterdir() if not file.name.startswith(".")]
    if len(logs) != 1:
        raise ProofError(f"{folder} holds {len(logs)} event logs instead of one.")
    submitted, starts, ends, gpus = 0.0, [], [], []
    with logs[0].open(encoding="utf-8") as lines:
        for line in lines:
            event = json.loads(line)
            kind = event["Event"]
            if kind == "SparkListenerJobStart":
                submitted = event["Submission Time"] / 1000
            elif kind == "SparkListenerExecutorAdded":
                gpus += event["Executor Info"]["Resources"].get("gpu", {}).get("addresses", [])
            elif kind == "SparkListenerTaskEnd":
                starts.append(event["Task Info"]["Launch Time"] / 1000)
                ends.append(event["Task Info"]["Finish Time"] / 1000)
    if not starts:
        raise ProofError(f"{logs[0]} tells of no task.")
    return Application(submitted, min(starts), max(ends), len(starts), gpus)
