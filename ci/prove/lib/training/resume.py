"""A training that is killed, and begun again with the same command."""

import os
import resource
import shutil
import signal
import subprocess
import time
from collections.abc import Callable
from pathlib import Path

from preparation.runs import generate
from proof import Proof, ProofError
from proof.processes import tail

SECONDS = 3600.0
PREPARATION = "resume"
_POLL = 0.001
_WEIGHTS = "variables.data-00000-of-00001"

# Of time, which no two runs have in common.
_TIMES = ("seconds=", "best.samplesPerSecond=", "best.secondsLeft=")


class Checkpoints:
    """The folder of a training's checkpoints as it is now."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def steps(self) -> list[int]:
        """Steps after which there is a checkpoint, in rising order."""
        if not self.folder.exists():
            return []
        return sorted(int(entry.name[5:]) for entry in self.folder.iterdir() if entry.name.startswith("step-"))

    def newest(self) -> int:
        """The last of them, 0 where there is none."""
        return max(self.steps(), default=0)

    def is_being_written(self) -> bool:
        """Whether there is one that has not got its name yet, with a part of its content."""
        try:
            return any(any(entry.iterdir()) for entry in self.folder.glob(".unfinished-*"))
        except FileNotFoundError:
            return False

    def _name(self, pointer: str) -> str:
        # A kill may come before the pointer to the newest one is written: the folder itself is what counts.
        if pointer == "latest":
            return f"step-{self.newest():012d}"
        return (self.folder / pointer).read_text(encoding="utf-8").strip()

    def content(self, pointer: str) -> tuple[bytes, list[str]]:
        """Variables, and where training stood without the times, of the latest or the best one."""
        named = self.folder / self._name(pointer)
        lines = (named / "state.properties").read_text(encoding="utf-8").splitlines()
        kept = sorted(line for line in lines if not line.startswith(("#", *_TIMES)))
        return (named / _WEIGHTS).read_bytes(), kept


class Training:
    """The same command in a folder of models of its own."""

    def __init__(self, proof: Proof, warehouse: Path, models: Path, settings: dict[str, object]) -> None:
        self._proof = proof
        self.models = models
        self.settings = {
            "catalog.warehouse": warehouse,
            "tracking.uri": "",
            "preparation.name": PREPARATION,
            "training.directory": models,
            "spark.master": "local[1]",
            **settings,
        }

    def _command(self) -> list[str]:
        words = [word for key, value in self.settings.items() for word in ("--set", f"{key}={value}")]
        return [str(self._proof.root / "bin" / "pose2gloss"), "train", *words]

    def checkpoints(self) -> Checkpoints:
        """Of the training that goes on, or else of the one that is done."""
        unfinished = sorted((self.models / "unfinished").glob(f"{PREPARATION}-*"))
        return Checkpoints((unfinished[0] if unfinished else self.models / PREPARATION) / "checkpoints")

    def run(self, *, largest_file: int | None = None, expect: int = 0) -> str:
        """Runs to the end and gives back the log; a limit on the size of files is a disk that fills."""
        name = f"train-{self.models.name}"
        command = self._command()
        if largest_file is not None:
            command = ["bash", "-c", f'ulimit -f {largest_file // 1024}; exec "$@"', "limited", *command]
        self._proof.processes.run(command, name=name, seconds=SECONDS, expect=(expect,))
        return (self._proof.folder / "logs" / f"{name}.log").read_text(encoding="utf-8", errors="replace")

    def kill_when(self, moment: Callable[[Checkpoints], bool]) -> None:
        """Starts, and sends SIGKILL to all of its processes as soon as a moment has come."""
        with self._proof.processes.log(f"train-{self.models.name}-killed") as (log, file):
            child = self._proof.processes.start(self._command(), stdout=subprocess.DEVNULL, stderr=log)
            deadline = time.monotonic() + SECONDS
            while not moment(self.checkpoints()):
                if child.poll() is not None:
                    raise ProofError(f"the training ended before it could be killed:\n{tail(file)}\n(log: {file})")
                if time.monotonic() > deadline:
                    raise ProofError(f"the moment for killing did not come within {SECONDS:.0f} s; the log is {file}.")
                time.sleep(_POLL)
            os.killpg(child.pid, signal.SIGKILL)
            child.wait()
            self._proof.processes.end(child)

    def model(self) -> bytes:
        """Variables of the exported model."""
        return (self.models / PREPARATION / "model" / "variables" / _WEIGHTS).read_bytes()

    def clear(self) -> None:
        """Forgets all."""
        shutil.rmtree(self.models, ignore_errors=True)


def prepare(proof: Proof, warehouse: Path, glosses: int) -> None:
    """Real landmarks as tables, through the commands that a user has."""
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    proof.processes.run([str(proof.root / "bin" / "pose2gloss"), "build"], name="build", seconds=1800)
    generate(proof, warehouse, "--glosses", glosses)
    for step in ("split", "augment", "transform"):
        proof.pose2gloss(
            step,
            *("--set", f"catalog.warehouse={warehouse}", "--set", "tracking.uri="),
            *("--set", f"preparation.name={PREPARATION}"),
            seconds=SECONDS,
            name=step,
        )
