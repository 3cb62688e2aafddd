"""The figures of ci/prove/prepare-scale."""

import json
import shutil
from dataclasses import dataclass

from preparation.runs import (
    GIGABYTE,
    MEGABYTE,
    STEPS,
    build,
    generate,
    heap_after_collection,
    step,
    table_bytes,
    two_cores,
)
from proof import Proof

HEAP = "4g"
MOST_SECONDS = 600
MOST_GROWTH = 1.15
FREQUENCY = 1  # as the original's pipeline
SETTINGS = {
    "preparation.name": "scale",
    "preparation.augmentation-frequency": FREQUENCY,
    "spark.master": "local[2]",
}


@dataclass(frozen=True)
class Size:
    """One size and what it took: seconds, peak memory and heap after collection by step."""

    name: str
    videos: int
    frames: int
    raw_bytes: int
    landmark_bytes: int
    example_bytes: int
    examples: int
    seconds: dict[str, float]
    peaks: dict[str, int]
    heaps: dict[str, int]

    def all_seconds(self) -> float:
        """All steps together."""
        return sum(self.seconds.values())


def measure(proof: Proof) -> None:
    """Prepares half, once and twice as many videos as WLASL has."""
    cores = two_cores()
    build(proof)
    names = {"0.01x": 0.1, "0.02x": 0.2} if proof.quick else {"0.5x": 0.5, "1x": 1.0, "2x": 2.0}
    sizes = [_size(proof, name, times) for name, times in names.items()]
    single, double = sizes[-2:]
    for size in sizes:
        proof.figure(f"{size.name}: videos", size.videos)
        for name in STEPS:
            proof.figure(f"{size.name}: {name}", size.seconds[name], unit="s")
    proof.at_most(f"{single.name}: split, augment and transform", single.all_seconds(), MOST_SECONDS, "s")
    for name in STEPS:
        growth = double.peaks[name] / single.peaks[name]
        title = f"{name}: peak memory, {double.name} : {single.name}"
        if proof.quick:  # The heap is hardly used yet: what is seen is how Java starts.
            proof.figure(title, growth)
        else:
            proof.at_most(title, growth, MOST_GROWTH)
    _table(proof, sizes)
    proof.detail("sizes", [size.__dict__ for size in sizes])
    proof.note(
        f"{cores} cores, Java heap of {HEAP}. {double.name} has twice the videos of {single.name}, each made of another"
        f" mixture of real ones. augmentation-frequency {FREQUENCY}, as the original's pipeline. Times are of the whole"
        " commands, the start of Java and Spark included. Peak memory is that of the process as the kernel counts it;"
        " heap after collection the most that a garbage collection left, which includes what is no longer used but"
        " not collected yet."
    )


def _size(proof: Proof, name: str, times: float) -> Size:
    with proof.temporary() as folder:
        warehouse = folder / "warehouse"
        proof.say(f"{name}: generating")
        options = ("--times", times, *(("--glosses", 100) if proof.quick else ()))
        made = json.loads(generate(proof, warehouse, *options))
        runs, records, heaps = {}, {}, {}
        for command in STEPS:
            log = folder / f"{command}-gc.log"
            java = f"-Xmx{HEAP} -Xlog:gc:file={log}:uptime:filecount=0"
            runs[command] = step(proof, command, warehouse, SETTINGS, java)
            records[command] = json.loads(runs[command].last_line)
            heaps[command] = heap_after_collection(log)
            peak = runs[command].peak_bytes / MEGABYTE
            proof.say(f"{name}: {command}: {runs[command].seconds:.1f} s, {peak:.0f} MB at most")
        _check(proof, name, made["videos"], records)
        size = Size(
            name=name,
            videos=made["videos"],
            frames=made["frames"],
            raw_bytes=made["raw_bytes"],
            landmark_bytes=made["bytes"],
            example_bytes=table_bytes(warehouse, "examples"),
            examples=_examples(records["transform"]),
            seconds={command: ended.seconds for command, ended in runs.items()},
            peaks={command: ended.peak_bytes for command, ended in runs.items()},
            heaps=heaps,
        )
        shutil.rmtree(warehouse)
        return size


def _check(proof: Proof, name: str, videos: int, records: dict[str, dict[str, int]]) -> None:
    """Nothing was lost on the way; the metadata's splits are all known."""
    split = records["split"]
    samples = sum(split[part] for part in ("train", "validation", "test"))
    proof.figure(f"{name}: samples", samples, f"= {videos}", samples == videos)
    expected = split["train"] * (1 + FREQUENCY)
    train = records["transform"]["train"]
    proof.figure(f"{name}: training examples", train, f"= {expected}", train == expected)


def _examples(record: dict[str, int]) -> int:
    return sum(record[part] for part in ("train", "validation", "test"))


def _table(proof: Proof, sizes: list[Size]) -> None:
    header = [
        *("size", "videos", "frames a video", "landmarks", "examples", *(f"{name}, s" for name in STEPS)),
        *("all, s", "peak memory, MB", "heap after collection, MB"),
    ]
    rows = []
    for size in sizes:
        rows.append(
            [
                size.name,
                f"{size.videos:,}",
                f"{size.frames / size.videos:.1f}",
                f"{size.raw_bytes / GIGABYTE:.2f} GB, stored {size.landmark_bytes / GIGABYTE:.2f}",
                f"{size.examples:,}, stored {size.example_bytes / GIGABYTE:.2f} GB",
                *(f"{size.seconds[name]:.1f}" for name in STEPS),
                f"{size.all_seconds():.1f}",
                " / ".join(f"{size.peaks[name] / MEGABYTE:.0f}" for name in STEPS),
                " / ".join(f"{size.heaps[name] / MEGABYTE:.0f}" for name in STEPS),
            ]
        )
    proof.table("Preparation of tables of several sizes; memory of split / augment / transform", header, rows)
