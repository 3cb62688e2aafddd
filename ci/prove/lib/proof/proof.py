"""One proof: what it measures, on what, and whether its targets hold."""

import argparse
import json
import os
import shutil
import sys
import tempfile
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from proof import environments, java, machine, places
from proof.errors import ProofError
from proof.figures import HEADER, Figure, Value, number, plain, to_json
from proof.processes import Processes


class Proof:
    """Collects figures while a program measures, and tells them at the end."""

    def __init__(self, name: str, title: str, options: argparse.Namespace) -> None:
        self.name = name
        self.title = title
        self.options = options
        self.quick: bool = options.quick
        self.root = places.ROOT
        self.folder = places.RESULTS / name  # for pictures, logs and whatever else a person may want to look at
        self.cache = places.CACHE
        self.processes = Processes(self.folder / "logs")
        self._machine = machine.facts(java.version())
        self._started = time.monotonic()
        self._figures: list[Figure] = []
        self._notes: list[str] = []
        self._tables: list[dict[str, Any]] = []
        self._details: dict[str, object] = {}

    # ---- what was measured ------------------------------------------------------------------------

    def figure(self, name: str, value: Value, target: str = "", holds: bool | None = None, unit: str = "") -> None:
        """A line of the table. With a target, holds says whether it is met; without one, None."""
        if bool(target) != (holds is not None):
            raise ValueError(f"{name}: a target and whether it holds belong together.")
        self._figures.append(Figure(name, value, unit, target, None if holds is None else bool(holds)))

    def at_least(self, name: str, value: float, least: float, unit: str = "") -> None:
        """A figure whose target is a lower bound; a value that is no number does not hold."""
        self.figure(name, value, f">= {number(least)} {unit}".strip(), value >= least, unit)

    def at_most(self, name: str, value: float, most: float, unit: str = "") -> None:
        """A figure whose target is an upper bound; a value that is no number does not hold."""
        self.figure(name, value, f"<= {number(most)} {unit}".strip(), value <= most, unit)

    def yes(self, name: str, holds: bool) -> None:
        """A figure that is yes or no, and has to be yes."""
        self.figure(name, held := bool(holds), "= yes", held)

    def note(self, sentence: str) -> None:
        """A sentence below the table: what a reader needs to take the figures rightly."""
        self._notes.append(sentence)

    def table(self, title: str, header: Sequence[str], rows: Sequence[Sequence[str]], readme: bool = True) -> None:
        """A table of its own below the figures; readme says whether it is for docs/results.md too."""
        self._tables.append(
            {"title": title, "header": list(header), "rows": [list(row) for row in rows], "readme": readme}
        )

    def detail(self, name: str, value: object) -> None:
        """More than a table holds (per clip, per round); goes into the JSON file."""
        self._details[name] = value

    def say(self, sentence: str) -> None:
        """Progress, on stderr."""
        print(f"{self.name}: {sentence}", file=sys.stderr, flush=True)

    # ---- what measuring needs ---------------------------------------------------------------------

    def data(self, *parts: str) -> Path:
        """A file or folder of the data; ends the program with status 3 and a sentence where there is none."""
        return places.data(*parts)

    def environment(self, name: str) -> Path:
        """The Python of a virtual environment of pinned packages (ci/prove/requirements/NAME.txt)."""
        return environments.environment(name, self.processes, self.say)

    def java(self, main_class: str, *arguments: object, heap: str = "1g", options: Sequence[str] = ()) -> list[str]:
        """The command line of a main class of jobs/benchmarks or what it depends on; builds first if needed."""
        java.build(self.processes, self.say)
        return java.command(main_class, [str(argument) for argument in arguments], heap, options)

    def pose2gloss(
        self,
        *arguments: object,
        seconds: float,
        name: str = "pose2gloss",
        env: Mapping[str, str] | None = None,
        expect: Sequence[int] = (0,),
    ) -> dict[str, object]:
        """Runs a command of bin/pose2gloss and gives back its result record."""
        command = [str(self.root / "bin" / "pose2gloss"), *(str(argument) for argument in arguments)]
        ended = self.processes.run(command, name=name, seconds=seconds, env=env, expect=expect)
        lines = ended.stdout.strip().splitlines()
        try:
            record = json.loads(lines[-1])
        except (IndexError, ValueError) as error:
            raise ProofError(f"the last line of pose2gloss {arguments[0]} is no JSON: {lines[-1:]}.") from error
        if not isinstance(record, dict):
            raise ProofError(f"the last line of pose2gloss {arguments[0]} is no JSON object: {lines[-1]}.")
        return record

    @contextmanager
    def temporary(self) -> Iterator[Path]:
        """A folder below target/prove, gone afterwards."""
        places.RESULTS.mkdir(parents=True, exist_ok=True)
        folder = Path(tempfile.mkdtemp(prefix=f"{self.name}-", dir=places.RESULTS))
        folder.chmod(0o755)  # A PostgreSQL in it does not run as root and has to get there.
        try:
            yield folder
        finally:
            shutil.rmtree(folder, ignore_errors=True)

    # ---- the end -----------------------------------------------------------------------------------

    def finish(self) -> int:
        """Prints the table, writes the JSON file, and gives back the exit status: 0 only if all targets hold."""
        judged = [figure for figure in self._figures if figure.holds is not None]
        holds = bool(judged) and all(figure.holds for figure in judged)
        print(f"\n{self.title}\n")
        print(plain(HEADER, (figure.cells() for figure in self._figures)))
        for table in self._tables:
            print(f"\n{table['title']}\n\n{plain(table['header'], table['rows'])}")
        for sentence in self._notes:
            print(f"\n{sentence}")
        missed = sum(not figure.holds for figure in judged)
        print(f"\n{len(judged) - missed} of {len(judged)} targets hold.", flush=True)
        self._write(holds)
        return 0 if holds else 1

    def _write(self, holds: bool) -> None:
        """target/prove/NAME.json is the last run; target/prove/full/NAME.json the last that was not --quick."""
        record = to_json(
            {
                "name": self.name,
                "title": self.title,
                "quick": self.quick,
                "holds": holds,
                "commit": machine.commit(),
                "seconds": round(time.monotonic() - self._started, 1),
                "machine": self._machine,
                "figures": [figure.record() for figure in self._figures],
                "tables": self._tables,
                "notes": self._notes,
                "details": self._details,
            }
        )
        folders = [places.RESULTS] if self.quick else [places.RESULTS, places.RESULTS / "full"]
        for folder in folders:
            folder.mkdir(parents=True, exist_ok=True)
            unfinished = folder / f"{self.name}.json.part"
            unfinished.write_text(record, encoding="utf-8")
            os.replace(unfinished, folder / f"{self.name}.json")
