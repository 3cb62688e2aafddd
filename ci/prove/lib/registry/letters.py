"""The commands of bin/pose2gloss on the letters of the demo."""

import subprocess
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from proof import Proof
from registry.api import Api

SECONDS = 1800
_DATA = '[{kind = pose-lexicon, name = letters, path = "%s", gloss-pattern = "[A-Z]"}]'


class Letters:
    """Tables and models in a folder, runs on a tracking server; settings are added to every command."""

    def __init__(self, proof: Proof, tracking: str, folder: Path, **settings: object) -> None:
        self.proof = proof
        self.api = Api(tracking)
        data = _DATA % (proof.root / ".setup" / "demo" / "fingerspelling")
        self._options: list[str] = ["--conf", str(proof.root / "conf" / "demo.conf")]
        for key, value in {
            "ingest.sources": data,
            "catalog.warehouse": folder / "warehouse",
            "training.directory": folder / "models",
            "tracking.uri": tracking,
            "tracking.outbox": folder / "outbox",
            **settings,
        }.items():
            self._options += ["--set", f"{key}={value}"]

    def prepare(self) -> None:
        """Makes the tables."""
        for step in ("ingest", "extract", "split", "augment", "transform"):
            self.run(step)

    def run(self, command: str, *words: str, expect: int = 0, **settings: object) -> dict[str, Any]:
        """A command to its end; keys of settings have __ for a dot and _ for a dash."""
        return self.proof.pose2gloss(
            *self.words(command, *words, **settings), seconds=SECONDS, name=command, expect=(expect,)
        )

    def fails(self, command: str, *words: str, **settings: object) -> str:
        """A command that ends with exit status 1, and its log."""
        name = f"{command}-fails"
        line = [str(self.proof.root / "bin" / "pose2gloss"), *self.words(command, *words, **settings)]
        self.proof.processes.run(line, name=name, seconds=SECONDS, expect=(1,))
        return (self.proof.folder / "logs" / f"{name}.log").read_text(encoding="utf-8")

    def words(self, command: str, *words: str, **settings: object) -> list[str]:
        """A command line."""
        more = [f"{key.replace('__', '.').replace('_', '-')}={value}" for key, value in settings.items()]
        return [*command.split(), *self._options, *(word for one in more for word in ("--set", one)), *words]

    def start(
        self, command: str, name: str, env: Mapping[str, str] | None = None, **settings: object
    ) -> "tuple[subprocess.Popen[bytes], Path, Path]":
        """A command in the background, with its output and its log."""
        out, log = self.proof.folder / "logs" / f"{name}.out", self.proof.folder / "logs" / f"{name}.log"
        out.parent.mkdir(parents=True, exist_ok=True)
        with out.open("wb") as stdout, log.open("wb") as stderr:
            line = [str(self.proof.root / "bin" / "pose2gloss"), *self.words(command, **settings)]
            return self.proof.processes.start(line, env=env, stdout=stdout, stderr=stderr), out, log
