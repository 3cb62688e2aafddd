"""What seeds of trials reached before, here or on another machine."""

import csv
import math
from pathlib import Path
from typing import NamedTuple

from proof import machine

RECORD = Path(__file__).with_name("record.csv")
NUMBERS = ("judged", "top1", "top5", "seconds")
COLUMNS = ("name", "parts", "seed", *NUMBERS, "processor", "commit")


class Seed(NamedTuple):
    """One seed of a recipe on the first parts of some data."""

    name: str
    parts: int
    seed: int


def pooled(trials: list[dict]) -> dict:
    """Of the trials of all parts: shares of all that was judged, and seconds of the longest training."""
    judged = sum(trial["judged"] for trial in trials)
    shares = {key: sum(trial[key] * trial["judged"] for trial in trials) / judged for key in ("top1", "top5")}
    return {"judged": judged, **shares, "seconds": max(trial["seconds"] for trial in trials)}


def read(file: Path) -> dict[Seed, dict]:
    """All that a record has; seconds that nobody noted are no number."""
    if not file.exists():
        return {}
    with file.open(encoding="utf-8", newline="") as opened:
        return {
            Seed(row["name"], int(row["parts"]), int(row["seed"])): row
            | {key: float(row[key] or "nan") for key in NUMBERS}
            for row in csv.DictReader(opened)
        }


def add(file: Path, reached: dict[Seed, dict]) -> None:
    """Adds what was reached here, in place of what a record had of the same seeds."""
    here = {"processor": machine.facts(None)["cpu"], "commit": (machine.commit() or "unknown")[:8]}
    rows = read(file) | {seed: {**one, **here} for seed, one in reached.items()}
    with file.open("w", encoding="utf-8", newline="") as opened:
        writer = csv.DictWriter(opened, COLUMNS, extrasaction="ignore", lineterminator="\n")
        writer.writeheader()
        for seed in sorted(rows):
            numbers = {key: "" if math.isnan(rows[seed][key]) else f"{rows[seed][key]:.4g}" for key in NUMBERS}
            writer.writerow(rows[seed] | numbers | seed._asdict())
