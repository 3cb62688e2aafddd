"""Trials of both recipes; one that was done is not done again."""

import json
import shutil
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from accuracy.record import Seed, pooled
from proof import Proof

MAIN = "org.pose2gloss.benchmarks.accuracy"
HOURS = 3600
LIBRARY = Path(__file__).resolve().parents[1]


@dataclass(frozen=True)
class Trials:
    """Runs trials and keeps what they reached in a folder; seeds that are recorded are not run."""

    proof: Proof
    kept: Path
    recorded: Mapping[Seed, dict] = field(default_factory=dict)
    reached: dict[Seed, dict] = field(default_factory=dict)

    def ours(self, recipe: str, data: str, part: int, seed: int, **options: object) -> dict:
        """What a recipe of ours reaches on a part of data."""
        given = [f"--{key.replace('_', '-')}={value}" for key, value in options.items()]
        return self._once(
            _trial(recipe, part, seed),
            lambda outcome: self.proof.java(
                f"{MAIN}.AccuracyTrial",
                *("--root", self.proof.data(), "--data", data, "--part", part, "--seed", seed),
                *("--folder", self.folder(recipe, part, seed), "--outcome", outcome, *given),
                heap="4g",
            ),
        )

    def original(self, data: str, part: int, seed: int, max_frames: int) -> dict:
        """What the original's recipe reaches on the same."""
        examples = self.kept / "examples" / data

        def command(outcome: Path) -> list[str]:
            if not (examples / "places.npy").exists():
                line = self.proof.java(f"{MAIN}.AccuracyData", self.proof.data(), data, examples, heap="4g")
                self.proof.processes.run(line, name=f"examples-{data}", seconds=HOURS)
            return [
                *(str(self.proof.environment("keras")), "-m", "accuracy.original", str(examples), str(outcome)),
                *("--part", str(part), "--seed", str(seed), "--max-frames", str(max_frames)),
            ]

        return self._once(_trial(f"original-{data}", part, seed), command)

    def pooled(self, name: str, parts: int, least: int, run: Callable[[int, int], dict]) -> list[dict]:
        """What each seed of a recipe reaches on all parts: at least so many seeds, more where more were done before.

        run is given a part and a seed that are not recorded.
        """
        seeds: list[dict] = []
        while len(seeds) < least or self._is_done(Seed(name, parts, len(seeds) + 1)):
            seed = Seed(name, parts, len(seeds) + 1)
            if seed in self.recorded:
                seeds.append(self.recorded[seed])
            else:
                self.reached[seed] = pooled([run(part, seed.seed) for part in range(parts)])
                seeds.append(self.reached[seed])
        return seeds

    def _is_done(self, seed: Seed) -> bool:
        kept = [self.kept / f"{_trial(seed.name, part, seed.seed)}.json" for part in range(seed.parts)]
        return seed in self.recorded or all(file.exists() for file in kept)

    def folder(self, recipe: str, part: int, seed: int) -> Path:
        """Where a training of ours leaves its weights."""
        return self.kept / "trainings" / _trial(recipe, part, seed)

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


def _trial(recipe: str, part: int, seed: int) -> str:
    return f"{recipe}-{part}-{seed}"
