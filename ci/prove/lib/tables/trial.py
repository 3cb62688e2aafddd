"""A warehouse that proofs change and look into."""

import json
from pathlib import Path
from typing import Any

from extraction.clips import Source, files
from proof import Proof

SECONDS = 3600.0
LANDMARKS = Path("pose2gloss", "landmarks")


class Trial:
    """One warehouse, changed by jobs/benchmarks' TableTrial and by bin/pose2gloss."""

    def __init__(self, proof: Proof, warehouse: Path) -> None:
        self._proof = proof
        self.warehouse = warehouse

    def run(self, command: str, *arguments: object) -> Any:
        """What a command of TableTrial prints."""
        words = self._proof.java("org.pose2gloss.benchmarks.TableTrial", command, self.warehouse, *arguments, heap="2g")
        ended = self._proof.processes.run(words, name=f"trial-{command}", seconds=SECONDS)
        return json.loads(ended.stdout.splitlines()[-1])

    def tables(self, *arguments: object, expect: tuple[int, ...] = (0,)) -> dict[str, Any]:
        """The result record of a command of bin/pose2gloss tables."""
        return self._proof.pose2gloss(
            "tables", *arguments, *self._settings(), seconds=SECONDS, name="tables", expect=expect
        )

    def extract(self, clips: int) -> None:
        """Fills the tables with the landmarks of real clips."""
        source = Source(self.warehouse.parent / "clips")
        for clip in files(self._proof)[:clips]:
            source.add(clip)
        self._proof.say(f"extracting landmarks of {clips} clips")
        sources = ("--set", f"ingest.sources={source.setting()}")
        self._proof.pose2gloss("ingest", *self._settings(), *sources, seconds=SECONDS, name="ingest")
        self._proof.pose2gloss("extract", *self._settings(), seconds=SECONDS, name="extract")

    def _settings(self) -> tuple[str, ...]:
        return ("--set", f"catalog.warehouse={self.warehouse}", "--set", "tracking.uri=")

    def stored(self) -> dict[str, tuple[int, int]]:
        """Rows' and deletions' files of the landmarks as they lie there: size and time of the last change."""
        folder = self.warehouse / LANDMARKS / "data"
        found = {file: file.stat() for file in folder.rglob("*.parquet")}
        return {str(file): (stat.st_size, stat.st_mtime_ns) for file, stat in found.items()}


def path(location: str) -> str:
    """The path of a local file's address."""
    return location.removeprefix("file:").replace("///", "/")
