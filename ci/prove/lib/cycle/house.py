"""Small houses of their own: a tracking server, tables, and data that arrive in lots."""

import csv
import json
import os
import re
import signal
import struct
import subprocess
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager, nullcontext
from pathlib import Path
from typing import Any

from proof import Proof, ProofError
from proof.processes import tail
from registry.api import Api, tags
from registry.server import own_mlflow

MODEL, ALIAS, PIPELINE, EXPERIMENT = "letters", "production", "cycle", "cycle"
SECONDS = 1800
# Languages that come in the second lot, which is larger than what the first has to train on, and, filmed from afar, in the
# third; those of validation and test (conf/demo.conf) are there from the beginning.
LATER, LAST = ("bzs", "cse", "ise", "svk", "jos", "csq", "ukl", "eso"), ("ssp", "swl", "fsl")
# Where a .pose file has its picture's width and height: after the number of its version.
_DIMENSIONS = 4
# Without statistics, which no other step needs.
_CHAIN = ("ingest", "extract", "split", "augment", "transform", "train", "evaluate", "compare", "promote")
_SMALL = {"POSE2GLOSS_JAVA_OPTS": "-Xmx800m"}


class House:
    """Commands of bin/pose2gloss with one configuration, one tracking server and one folder."""

    def __init__(
        self, proof: Proof, tracking: str, folder: Path, experiment: str, options: Sequence[str], **env: str
    ) -> None:
        self.proof = proof
        self.tracking = tracking
        self.api = Api(tracking)
        self.folder = folder
        self.experiment = experiment
        self.options: list[str] = list(options)
        self.env = env
        self.set(
            {
                "catalog.warehouse": folder / "warehouse",
                "training.directory": folder / "models",
                "tracking.uri": tracking,
                "tracking.experiment": experiment,
                "pipeline.heartbeat": "2 s",
                "triggers.table": "videos",
                "triggers.cool-down": "1 s",
                "triggers.poll": "1 s",
            }
        )

    def set(self, values: Mapping[str, object]) -> None:
        """From here on, for every command."""
        for key, value in values.items():
            self.options += ["--set", f"{key}={value}"]

    def run(self, *words: str, expect: int = 0) -> dict[str, Any]:
        """A command to its end."""
        name = "-".join(word for word in words[:2] if not word.startswith("-"))
        line = self._line(words)
        return self.proof.pose2gloss(*line, seconds=SECONDS, name=name, env=self.env, expect=(expect,))

    def _line(self, words: Sequence[str]) -> list[str]:
        """What the words set holds before the house's own settings: the last one does."""
        command = 2 if words[0] in ("pipeline", "trigger", "tables") else 1
        return [*words[:command], *self.options, *words[command:]]

    def start(self, name: str, *words: str) -> "tuple[subprocess.Popen[bytes], Path]":
        """A command in the background, with its log."""
        log = self.proof.folder / "logs" / f"{name}.log"
        log.parent.mkdir(parents=True, exist_ok=True)
        with log.open("wb") as file:
            line = [str(self.proof.root / "bin" / "pose2gloss"), *self._line(words)]
            return self.proof.processes.start(line, env={**_SMALL, **self.env}, stdout=file, stderr=file), log

    def runs(self, **wanted: str) -> list[dict[str, Any]]:
        """Runs with tags, the newest first; keys have __ for a dot and _ for a dash."""
        found = self.api.post("runs/search", experiment_ids=[self.api.experiment(self.experiment)], max_results=1000)
        wanted = {key.replace("__", ".").replace("_", "-"): value for key, value in wanted.items()}
        return [run for run in found.get("runs", []) if wanted.items() <= tags(run["data"]).items()]

    def pipelines(self, **wanted: str) -> list[dict[str, Any]]:
        """Runs of the pipeline."""
        return self.runs(**{"pose2gloss__step": "pipeline", **wanted})

    def pipeline(self, run: str) -> dict[str, Any]:
        """A run by its id."""
        return dict(self.api.get("runs/get", run_id=run)["run"])

    def result(self, run: str, step: str) -> dict[str, Any]:
        """What a step of a pipeline's run gave back."""
        for found in self.runs(**{"mlflow__parentRunId": run, "pose2gloss__step": step}):
            return dict(json.loads(tags(found["data"])["pose2gloss.result"]))
        raise ProofError(f"the run {run} has no step {step}.")

    def served(self, model: str = MODEL) -> int:
        """The version of a model that is served, 0 for none."""
        found = self.api.get("registered-models/alias", name=model, alias=ALIAS)
        return int(found.get("model_version", {}).get("version", 0))

    def decided(self, promoted: Mapping[str, Any], moved: bool) -> None:
        """Whether a new version took over as the promotion tells, which has its reason; moved: another one is served now."""
        right = bool(promoted["promoted"]) == moved and bool(promoted["reason"])
        self.proof.figure("promoted, or refused with a reason", promoted["promoted"], "decided", right)
        self.proof.note(f"The decision: {promoted['reason']}")

    def until(self, what: str, holds: Any, log: Path) -> None:
        """Waits for something."""
        deadline = time.monotonic() + SECONDS
        while not holds():
            if time.monotonic() > deadline:
                raise ProofError(f"{what} did not come within {SECONDS} s:\n{tail(log)}\n(log: {log})")
            time.sleep(0.5)


class Letters(House):
    """A house of signed letters: one model, one pipeline, three lots of data."""

    def __init__(self, proof: Proof, tracking: str, folder: Path, train: Sequence[str] = ()) -> None:
        super().__init__(proof, tracking, folder, EXPERIMENT, ["--conf", str(proof.root / "conf" / "demo.conf")])
        self.data = folder / "data"
        self.epochs = 4 if proof.quick else 30
        self._all = proof.root / ".setup" / "demo" / "fingerspelling"
        own = {"train": f", set = {json.dumps(list(train))}"} if train else {}
        steps = ", ".join(
            f"{{name = {name}, needs = [{needs}], may-fail = {str(name == 'compare').lower()}{own.get(name, '')}}}"
            for name, needs in zip(_CHAIN, ("", *_CHAIN), strict=False)
        )
        source = f'{{kind = pose-lexicon, name = letters, path = "{self.data}", gloss-pattern = "[A-Z]"}}'
        self.set(
            {
                "ingest.sources": f"[{source}]",
                "training.epochs": self.epochs,
                "model.name": MODEL,
                "pipeline.name": PIPELINE,
                "pipeline.steps": f"[{steps}]",
            }
        )

    def arrive(self, later: bool, last: bool = False) -> int:
        """Files of the first lot, and of the others if they are there; gives back how many letters there are now."""
        away = [*(() if later else LATER), *(() if last else LAST)]
        with (self._all / "index.csv").open(encoding="utf-8", newline="") as index:
            rows = list(csv.DictReader(index))
        here = [row for row in rows if row["signed_language"] not in away]
        for row in here:
            target = self.data / row["path"]
            target.parent.mkdir(parents=True, exist_ok=True)
            if not target.exists():
                pose = (self._all / row["path"]).read_bytes()
                target.write_bytes(_from_far(pose) if row["signed_language"] in LAST else pose)
        with (self.data / "index.csv").open("w", encoding="utf-8", newline="") as index:
            writer = csv.DictWriter(index, fieldnames=list(rows[0]))
            writer.writeheader()
            writer.writerows(here)
        return len({row["path"] for row in here if re.fullmatch("[A-Z]", row["glosses"])})


def _from_far(pose: bytes) -> bytes:
    """A .pose file as if its picture were twice as wide and high: who signs is half as large in a corner of it."""
    changed = bytearray(pose)
    width, height = struct.unpack_from("<HH", pose, _DIMENSIONS)
    struct.pack_into("<HH", changed, _DIMENSIONS, 2 * width, 2 * height)
    return bytes(changed)


def kill(child: "subprocess.Popen[bytes]") -> None:
    """kill -9 of one process alone: what it has started goes on."""
    os.kill(child.pid, signal.SIGKILL)
    child.wait()


@contextmanager
def tracked(proof: Proof, given: str = "") -> Iterator[tuple[str, Path]]:
    """Address of a tracking server, one of our own if none is given, and a folder; our own are gone afterwards."""
    proof.processes.run([str(proof.root / "bin" / "pose2gloss"), "trigger", "--help"], name="build", seconds=SECONDS)
    with (
        proof.temporary() as folder,
        nullcontext(given) if given else own_mlflow(proof, folder) as address,
    ):
        yield address, folder


@contextmanager
def house(proof: Proof, train: Sequence[str] = ()) -> Iterator[Letters]:
    """A house that is gone afterwards; train are assignments of that step alone."""
    with tracked(proof) as (tracking, folder):
        yield Letters(proof, tracking, folder, train)
