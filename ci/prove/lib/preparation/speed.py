"""The figures of ci/prove/prepare-speed."""

import json
import statistics
from collections.abc import Callable
from pathlib import Path

from extraction.jobs import Jobs
from preparation.runs import (
    GIGABYTE,
    MEGABYTE,
    STEPS,
    Run,
    build,
    generate,
    run,
    step,
    table_bytes,
    two_cores,
)
from proof import Proof
from proof.figures import number

HEAP = "512m"
LEAST_FASTER = 2.0
MOST_MEMORY = 0.25
GLOSSES = 100
NUMBERS_A_FRAME = 540
OURS, PEER = "pose2gloss", "NumPy"
TINY = "pose2gloss of ten videos"
WAYS = (OURS, PEER)


def measure(proof: Proof) -> None:
    """Lets both ways prepare the same landmarks in turn."""
    cores = two_cores()
    build(proof)
    python = proof.environment("numpy")
    rounds = 1 if proof.quick else proof.options.rounds
    with proof.temporary() as folder:
        bench = Bench(proof, folder, str(python))
        runs: dict[str, list[Run]] = {name: [] for name in (*WAYS, f"{OURS} start", f"{PEER} start", TINY)}
        for turn in range(rounds):
            for name in runs:
                runs[name].append(bench.run(name))
                proof.say(f"round {turn + 1} of {rounds}: {name}: {runs[name][-1].seconds:.1f} s")
        _figures(proof, bench, runs)
    proof.note(
        f"Medians of {rounds} rounds in which the ways take turns, on {cores} cores. {OURS} is three commands, split,"
        f" augment and transform, each with a Java heap of {HEAP}: their times are added, their memory is the most of"
        " any. Start is Java, the settings, the catalog and a session of Spark, ended at once, three times; of NumPy,"
        " Python with its import. What Spark and Java do slower the first time they do it counts as work."
        f" augmentation-frequency is {proof.options.frequency}. NumPy reads one uncompressed .npz of all 553 points,"
        " float32, and writes padded arrays, uncompressed; pose2gloss reads and writes compressed tables, examples"
        " not padded. Files come from the system's cache for both."
    )


class Bench:
    """The same landmarks as tables and as one NumPy archive."""

    def __init__(self, proof: Proof, folder: Path, python: str) -> None:
        self._proof = proof
        self._python = python
        self.warehouse = folder / "warehouse"
        self.archive = folder / "landmarks.npz"
        self.metadata = folder / "metadata.json"
        self.output = folder / "numpy"
        proof.say("generating")
        glosses = GLOSSES // 10 if proof.quick else GLOSSES
        self.made = json.loads(generate(proof, self.warehouse, "--glosses", glosses))
        self._few = folder / "few"
        generate(proof, self._few, "--glosses", 1, "--times", 0.25)
        export = "org.pose2gloss.benchmarks.generate.TableToNumpy"
        run(proof, proof.java(export, self.warehouse, self.archive, self.metadata), "export")
        self._jobs = Jobs(proof, folder / "start", Path(__file__).with_name("java"))
        self.records: dict[str, dict[str, int]] = {}

    def run(self, name: str) -> Run:
        """Once."""
        ways: dict[str, Callable[[], Run]] = {
            OURS: self._ours,
            PEER: self._peer,
            f"{OURS} start": self._our_start,
            f"{PEER} start": self._peer_start,
            TINY: self._tiny,
        }
        return ways[name]()

    def _ours(self) -> Run:
        runs = self._steps(self.warehouse)
        for command, ended in zip(STEPS, runs):
            self._proof.say(f"{command}: {ended.seconds:.1f} s, {ended.peak_bytes / MEGABYTE:.0f} MB")
        self.records[OURS] = json.loads(runs[-1].last_line)
        return _together(runs)

    def _tiny(self) -> Run:
        return _together(self._steps(self._few))

    def _steps(self, warehouse: Path) -> list[Run]:
        settings = {
            "preparation.name": "speed",
            "preparation.augmentation-frequency": self._proof.options.frequency,
            "spark.master": "local[2]",
        }
        java = f"-Xmx{HEAP}"
        return [step(self._proof, command, warehouse, settings, java) for command in STEPS]

    def _peer(self) -> Run:
        files = (Path(__file__).with_name("numpy_way.py"), self.archive, self.metadata, self.output)
        program = [self._python, *(str(file) for file in files)]
        ended = run(self._proof, [*program, "--copies", str(self._proof.options.frequency)], "numpy")
        self.records[PEER] = json.loads(ended.last_line)
        return ended

    def _our_start(self) -> Run:
        command = self._jobs.java(
            "org.pose2gloss.jobs.SparkStart",
            *("--set", f"catalog.warehouse={self.warehouse}", "--set", "spark.master=local[2]"),
            heap=HEAP,
        )
        return _together([run(self._proof, command, "start") for _ in STEPS])

    def _peer_start(self) -> Run:
        return run(self._proof, [self._python, "-c", "import numpy"], "numpy-start")


def _together(runs: list[Run]) -> Run:
    return Run(runs[-1].last_line, sum(one.seconds for one in runs), max(one.peak_bytes for one in runs))


def _figures(proof: Proof, bench: Bench, runs: dict[str, list[Run]]) -> None:
    seconds = {name: statistics.median(one.seconds for one in several) for name, several in runs.items()}
    memory = {name: statistics.median(one.peak_bytes for one in runs[name]) for name in WAYS}
    work = {name: seconds[name] - seconds[f"{name} start"] for name in WAYS}
    ours, peer = bench.records[OURS], bench.records[PEER]
    for split in ("train", "validation", "test"):
        proof.figure(f"{split} examples", ours[split], f"= NumPy's {peer[split]}", ours[split] == peer[split])
    proof.figure("time with starts, NumPy : pose2gloss", seconds[PEER] / seconds[OURS])
    proof.at_least("time without starts, NumPy : pose2gloss", work[PEER] / work[OURS], LEAST_FASTER)
    beyond = seconds[OURS] - seconds[TINY]
    if beyond > 0:
        title = "time, NumPy without start : pose2gloss without what ten videos take it"
        proof.figure(title, work[PEER] / beyond)
    proof.at_most("peak memory, pose2gloss : NumPy", memory[OURS] / memory[PEER], MOST_MEMORY)
    padding, frames = peer["padding_frames"], peer["frames"]
    proof.figure("numbers of the padded arrays that are padding", padding * NUMBERS_A_FRAME)
    proof.figure("of all their numbers", padding / (padding + frames))
    read = {OURS: table_bytes(bench.warehouse, "landmarks"), PEER: bench.archive.stat().st_size}
    written = {
        # Each round replaced the rows of the one before, whose files are still there.
        OURS: table_bytes(bench.warehouse, "examples") / len(runs[OURS]),
        PEER: sum(file.stat().st_size for file in bench.output.iterdir()),
    }
    proof.table(
        f"Preparation of {bench.made['videos']:,} videos of {bench.made['glosses']} glosses",
        ("way", "time, s", "of it start, s", "peak memory, MB", "reads, GB", "writes, GB"),
        [
            [
                name,
                f"{seconds[name]:.1f}",
                number(seconds[f"{name} start"]),
                f"{memory[name] / MEGABYTE:.0f}",
                f"{read[name] / GIGABYTE:.2f}",
                f"{written[name] / GIGABYTE:.2f}",
            ]
            for name in WAYS
        ],
    )
    proof.detail("runs", {name: [one.__dict__ for one in several] for name, several in runs.items()})
