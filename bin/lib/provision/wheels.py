"""Fetching wheels by a lock file with hashes."""

import importlib.util
import sys
from pathlib import Path

from provision.errors import SetupError
from provision.tools import Tool
from provision.workplace import Workplace


def require_venv() -> None:
    """Says what to install where this Python was cut down, as Linux distributions do."""
    if importlib.util.find_spec("venv") is None or importlib.util.find_spec("ensurepip") is None:
        raise SetupError(
            f"Python {sys.version_info[0]}.{sys.version_info[1]} at {sys.executable} cannot make virtual environments:"
            " install its venv package (Debian and Ubuntu: python3-venv) and run setup again."
        )


def download_wheels(workplace: Workplace, lock: Path, package: str, folder: Path, log: str) -> None:
    """Downloads the wheels of a lock file into a folder; pip verifies their SHA-256."""
    tool = Tool(workplace, log, "pip", package)
    python = sys.executable
    if importlib.util.find_spec("pip") is None:
        require_venv()
        private = folder.parent / "pip"
        tool.run([sys.executable, "-m", "venv", str(private)], folder)
        python = str(private / "bin" / "python")
    tool.run(
        [
            *(python, "-m", "pip", "download", "--progress-bar", "off"),
            # Nothing of these wheels is run: which Python they ask for does not matter.
            *("--no-deps", "--only-binary=:all:", "--require-hashes", "--ignore-requires-python"),
            *("-r", str(lock), "-d", str(folder)),
        ],
        folder,
    )


def only_file(folder: Path, pattern: str, package: str) -> Path:
    """The one file that a download was to bring."""
    files = sorted(folder.glob(pattern))
    if len(files) != 1:
        raise SetupError(f"the download of {package} brought {len(files)} files {pattern} instead of one.")
    return files[0]
