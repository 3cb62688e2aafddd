"""What planning an extraction takes the driver, by the number of videos."""

from dataclasses import dataclass
from pathlib import Path

from extraction.jobs import Jobs
from proof import Proof

SLOTS = 512
SECONDS = 1800
GRAPH = "holistic at some settings, of a length as signatures have it"
_HEAP = "3g"
_MEGABYTE = 1e6


@dataclass(frozen=True)
class Planned:
    """One plan; bytes of the driver's heap."""

    videos: int
    todo: int
    packs: int
    reading: float
    choosing: float
    packing: float
    task_bytes: int
    kept_bytes: int
    peak_bytes: int

    def seconds(self) -> float:
        """From the tables to tasks that can be sent."""
        return self.reading + self.choosing + self.packing

    def cells(self, name: str) -> list[str]:
        """Of a table."""
        return [
            name,
            f"{self.videos:,}",
            f"{self.todo:,}",
            f"{self.packs:,}",
            *(f"{value:.1f}" for value in (self.reading, self.choosing, self.packing)),
            f"{self.kept_bytes / _MEGABYTE:.0f}",
            f"{self.kept_bytes / self.videos:.0f}",
            f"{self.task_bytes / max(1, self.todo):.0f}",
            f"{self.peak_bytes / _MEGABYTE:.0f}",
        ]


HEADER = (
    *("table", "videos", "to extract", "tasks", "reading, s", "choosing, s", "packing, s"),
    *("kept, MB", "kept, bytes a video", "sent, bytes a video", "heap at most, MB"),
)


def plan(proof: Proof, jobs: Jobs, folder: Path, videos: int, done: int) -> Planned:
    """Plans the extraction of a generated table of which so many videos have landmarks."""
    warehouse = folder / f"plan-{videos}-{done}"
    proof.say(f"planning {videos:,} videos, {done:,} of them done")
    _run(proof, jobs, "MakeVideos", warehouse, videos, done, GRAPH)
    words = _run(proof, jobs, "PlanTrial", warehouse, SLOTS, GRAPH).split()
    planned = Planned(
        *(int(word) for word in words[:3]),
        *(float(word) for word in words[3:6]),
        *(int(word) for word in words[6:]),
    )
    if planned.videos != videos or planned.todo != videos - done:
        raise AssertionError(f"planned {planned.videos} videos and {planned.todo} to extract, not {videos} and {done}")
    return planned


def _run(proof: Proof, jobs: Jobs, name: str, *arguments: object) -> str:
    command = jobs.java(f"org.pose2gloss.jobs.{name}", *arguments, heap=_HEAP)
    return proof.processes.run(command, name=name, seconds=SECONDS).stdout
