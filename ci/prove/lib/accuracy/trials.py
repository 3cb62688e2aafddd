"""Trials of both recipes; one that was done is not done again."""

import json
import shutil
from dataclasses import dataclass
from pathlib import Path

from proof import Proof

MAIN = "org.pose2gloss.benchmarks.accuracy"
HOURS = 3600
LIBRARY = Path(__file__).resolve().parents[1]


@dataclass(frozen=True)
class Trials:
    """Runs trials and keeps what they reached in a folder."""

    proof: Proof
    kept: Path

    def ours(self, name: str, data: str, part: int, seed: int, **options: object) -> dict:
        """What our recipe reaches on a part of data."""
        given = [f"--{key.replace('_', '-')}={value}" for key, value in options.items()]
        return self._once(
            name,
            lambda outcome: self.proof.java(
                f"{MAIN}.AccuracyTrial",
                *("--root", self.proof.data(), "--data", data, "--part", part, "--seed", seed),
                *("--folder", self.folder(name), "--outcome", outcome, *given),
                heap="4g",
            ),
        )

    def original(self, name: str, data: str, part: int, seed: int, max_frames: int) -> dict:
        """What the original's recipe reaches on the same."""
        examples = self.kept / "examples" / data
        if not (examples / "places.npy").exists():
            command = self.proof.java(f"{MAIN}.AccuracyData", self.proof.data(), data, examples, heap="4g")
            self.proof.processes.run(command, name=f"examples-{data}", seconds=HOURS)
        return self._once(
            name,
            lambda outcome: [
                *(str(self.proof.environment("keras")), "-m", "accuracy.original", str(examples), str(outcome)),
                *("--part", str(part), "--seed", str(seed), "--max-frames", str(max_frames)),
            ],
        )

    def seeds(self, name: str, parts: int, least: int) -> range:
        """From 1 on, as many as are asked for, or more where all parts of more were done before."""
        most = least
        while all((self.kept / f"{name}-{part}-{most + 1}.json").exists() for part in range(parts)):
            most += 1
        return range(1, most + 1)

    def folder(self, name: str) -> Path:
        """Where a training of ours leaves its weights."""
        return self.kept / "trainings" / name

    def _once(self, name, command) -> dict:
        outcome = self.kept / f"{name}.json"
        if not outcome.exists():
            self.kept.mkdir(parents=True, exist_ok=True)
            unfinished = outcome.with_suffix(".unfinished")
            self.proof.processes.run(
                command(unfinished), name=name, seconds=12 * HOURS, env={"PYTHONPATH": str(LIBRARY)}
            )
            unfinished.rename(outcome)
            self.proof.say(f"{name}: {outcome.read_text(encoding='utf-8')}")
        return json.loads(outcome.read_text(encoding="utf-8"))

    def forget(self) -> None:
        """Removes what was kept."""
        shutil.rmtree(self.kept, ignore_errors=True)
