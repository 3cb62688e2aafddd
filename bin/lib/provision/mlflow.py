"""MLflow in a virtual environment, every package pinned by its hash."""

import json
import os
import sys
from pathlib import Path

from provision.errors import SetupError
from provision.part import Part
from provision.stamp import STAMP_NAME, write_stamp
from provision.tools import Tool
from provision.wheels import require_venv
from provision.workplace import Workplace

_UNFINISHED = ".unfinished"


class Mlflow(Part):
    """`.venv` at the repository root.

    A virtual environment cannot be renamed (its scripts name its path), so it is made in its place:
    marked unfinished first and stamped last.
    """

    name = "mlflow"
    title = "MLflow (PyPI)"

    def __init__(self, workplace: Workplace) -> None:
        super().__init__(workplace)
        self._lock = workplace.pins / "mlflow.lock"
        self._sizes: dict[str, int] = json.loads((workplace.pins / "mlflow.json").read_text(encoding="utf-8"))

    @property
    def target(self) -> Path:
        return self.workplace.root / ".venv"

    @property
    def download_bytes(self) -> int:
        return self._sizes["download_bytes"]

    @property
    def disk_bytes(self) -> int:
        return self._sizes["disk_bytes"]

    def pinned(self) -> list[bytes]:
        # A clone that was moved, or another Python, needs the environment anew.
        python = f"{sys.version_info[0]}.{sys.version_info[1]}"
        return [self._lock.read_bytes(), os.fsencode(self.target), python.encode()]

    def what_is_wrong(self) -> str | None:
        if reason := super().what_is_wrong():
            return reason
        for program in ("python", "mlflow"):
            # Follows links: a Python that was uninstalled leaves one that leads nowhere.
            if not os.access(self.target / "bin" / program, os.X_OK):
                return f"bin/{program} does not start"
        return None

    def make(self) -> None:
        require_venv()
        self._make_way()
        self.target.mkdir()
        (self.target / _UNFINISHED).touch()
        with self.workplace.temporary(self.name) as work:
            python = str(self.target / "bin" / "python")
            tool = Tool(self.workplace, self.name, "pip", "MLflow's packages")
            tool.run([sys.executable, "-m", "venv", str(self.target)], work)
            quiet = ("--progress-bar", "off", "--no-user")
            lock = ("--require-hashes", "-r", str(self._lock))
            tool.run([python, "-m", "pip", "install", *quiet, *lock], work)
            tool.run([str(self.target / "bin" / "mlflow"), "--version"], work)
        write_stamp(self.target, self.fingerprint())
        (self.target / _UNFINISHED).unlink()

    def _make_way(self) -> None:
        """Removes an environment that setup made; never one that somebody else made."""
        folder = self.target
        if not folder.exists():
            return
        ours = any((folder / mark).exists() for mark in (_UNFINISHED, STAMP_NAME))
        if not ours and any(folder.iterdir()):
            raise SetupError(f"{folder} is there already and was not made by setup: move it away and run setup again.")
        # Renamed before it is deleted: half deleted, it would no longer be known as ours.
        with self.workplace.temporary("replaced") as attic:
            os.rename(folder, attic / "venv")
