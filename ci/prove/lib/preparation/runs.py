"""Commands run to their end with their time and their peak memory."""

import os
import re
import tempfile
import time
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from proof import Proof, ProofError
from proof.processes import tail

SECONDS = 3600.0
STEPS = ("split", "augment", "transform")
GIGABYTE = 1e9
MEGABYTE = 1e6


@dataclass(frozen=True)
class Run:
    """What a command printed and took; peak_bytes is the most memory that its process ever had."""

    last_line: str
    seconds: float
    peak_bytes: int


def run(proof: Proof, command: Sequence[str], name: str, env: Mapping[str, str] | None = None) -> Run:
    """Runs a command; the kernel says at its end how much memory it had at most."""
    with proof.processes.log(name) as (log, file), tempfile.TemporaryFile() as out:
        started = time.monotonic()
        child = proof.processes.start(command, env=env, stdout=out, stderr=log)
        process, status, usage = 0, 0, None
        while process == 0:
            process, status, usage = os.wait4(child.pid, os.WNOHANG)
            if process == 0:
                if time.monotonic() - started > SECONDS:
                    raise ProofError(f"{name} took more than {SECONDS:.0f} s; its log is {file}.")
                time.sleep(0.02)
        seconds = time.monotonic() - started
        child.returncode = os.waitstatus_to_exitcode(status)
        proof.processes.end(child)
        if child.returncode != 0 or usage is None:
            raise ProofError(f"{name} ended with exit status {child.returncode}:\n{tail(file)}\n(log: {file})")
        out.seek(0)
        lines = out.read().decode("utf-8", errors="replace").splitlines()
        return Run(lines[-1] if lines else "", seconds, usage.ru_maxrss * 1024)


def step(proof: Proof, command: str, warehouse: Path, settings: Mapping[str, object], java: str) -> Run:
    """One command of bin/pose2gloss on a warehouse, with options for its Java."""
    words = [word for key, value in settings.items() for word in ("--set", f"{key}={value}")]
    return run(
        proof,
        [
            *(str(proof.root / "bin" / "pose2gloss"), command),
            *("--set", f"catalog.warehouse={warehouse}", "--set", "tracking.uri=", *words),
        ],
        command,
        env={"POSE2GLOSS_JAVA_OPTS": java},
    )


def build(proof: Proof) -> None:
    """Builds before anything is timed."""
    proof.say("building (the first time Maven downloads libraries, which takes minutes)")
    proof.processes.run([str(proof.root / "bin" / "pose2gloss"), "build"], name="build", seconds=1800)


def generate(proof: Proof, warehouse: Path, *options: object) -> str:
    """Fills the tables of videos and landmarks; gives back the result as JSON."""
    return run(
        proof,
        proof.java(
            "org.pose2gloss.benchmarks.generate.GenerateLandmarks",
            *("--data", proof.data(), "--warehouse", warehouse, *options),
            heap="2g",
        ),
        "generate",
    ).last_line


def two_cores() -> int:
    """Keeps this program and all that it starts to two cores, or one where there is no second."""
    cores = sorted(os.sched_getaffinity(0))[:2]
    os.sched_setaffinity(0, cores)
    return len(cores)


def table_bytes(warehouse: Path, table: str) -> int:
    """What the files of a table's data take, older versions included."""
    return sum(file.stat().st_size for file in (warehouse / "pose2gloss" / table / "data").rglob("*.parquet"))


def heap_after_collection(log: Path) -> int:
    """Most bytes that were left in the heap by a garbage collection; 0 where there was none."""
    return max(_left(log.read_text(encoding="utf-8")), default=0)


def _left(text: str) -> Iterator[int]:
    for found in re.finditer(r"GC\(\d+\) Pause .* \d+[KMG]->(\d+)([KMG])\(", text):
        yield int(found[1]) << {"K": 10, "M": 20, "G": 30}[found[2]]
