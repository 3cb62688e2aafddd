"""The classes of the Spark jobs, and small programs of the proofs that look behind them."""

import subprocess
from collections.abc import Sequence
from pathlib import Path

from proof import Proof, ProofError
from proof import java as jdk

_SOURCES = Path(__file__).resolve().parent / "java"


class Jobs:
    """Runs main classes beside the jobs' own, built first by bin/pose2gloss."""

    def __init__(self, proof: Proof, folder: Path, programs: Path = _SOURCES) -> None:
        self._proof = proof
        proof.say("building where sources changed (the first time Maven downloads libraries, which takes minutes)")
        # Every command builds first, but the one named so, which builds whether sources changed or not.
        proof.processes.run([str(proof.root / "bin" / "pose2gloss"), "extract", "--help"], name="build", seconds=1800)
        self._classes = folder / "classes"
        java = Path(jdk.program())
        compiler = java.with_name("javac")
        sources = [str(source) for source in sorted(programs.glob("*.java"))]
        proof.processes.run(
            [str(compiler), "-nowarn", "-d", str(self._classes), "-cp", self.class_path(), *sources],
            name="javac",
            seconds=300,
        )

    def class_path(self) -> str:
        """All classes that a driver, a master, a worker or an executor needs."""
        module = self._proof.root / "jobs" / "spark"
        return f"{self._classes}:{jdk.class_path(module, 'pose2gloss-jobs', ('runtime', 'provided'))}"

    def java(self, main_class: str, *arguments: object, heap: str = "1g", options: Sequence[str] = ()) -> list[str]:
        """The command line of a main class."""
        log = f"-Dlog4j2.configurationFile={self._proof.root / 'conf' / 'log4j2.properties'}"
        return jdk.command_on(self.class_path(), main_class, arguments, heap, [log, *options])

    def run(self, name: str, *arguments: object, seconds: float) -> list[str]:
        """Lines on stdout of one of the programs beside this file."""
        command = self.java(f"org.pose2gloss.jobs.{name}", *arguments)
        return self._proof.processes.run(command, name=name, seconds=seconds).stdout.splitlines()

    def packs(self, seconds: Sequence[float], slots: int) -> list[list[int]]:
        """Packs as extraction makes them of such estimates, as indices, in the order in which they start."""
        ended = subprocess.run(
            self.java("org.pose2gloss.jobs.PackTrial", slots),
            input="\n".join(str(value) for value in seconds),
            capture_output=True,
            text=True,
            timeout=300,
        )
        if ended.returncode != 0:
            raise ProofError(f"packing ended with exit status {ended.returncode}:\n{ended.stderr[-2000:]}")
        return [[int(word) for word in line.split()] for line in ended.stdout.splitlines()]

    def rows(self, warehouse: Path) -> dict[str, list[tuple[str, str]]]:
        """What a reader sees of landmarks and failures: id and digest of each row, in the order of ids."""
        tables: dict[str, list[tuple[str, str]]] = {"landmarks": [], "failures": []}
        for line in self.run("LandmarkDigest", warehouse, seconds=300):
            table, identifier, digest = line.split("\t")
            tables[table].append((identifier, digest))
        return {table: sorted(rows) for table, rows in tables.items()}
