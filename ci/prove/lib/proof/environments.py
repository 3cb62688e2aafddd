"""Virtual environments of pinned packages, every one checked by its hash."""

import fcntl
import hashlib
import re
import shutil
import subprocess
from collections.abc import Callable
from pathlib import Path

from proof.errors import ProofError
from proof.places import PROGRAMS, RESULTS, shown
from proof.processes import Processes

_SECONDS_TO_INSTALL = 1800
_STAMP = ".made-from"
_ASK = (
    "import sys, importlib.util as u;"
    "print(*sys.version_info[:2], int(u.find_spec('venv') is not None and u.find_spec('ensurepip') is not None))"
)


def environment(name: str, processes: Processes, say: Callable[[str], None]) -> Path:
    """The Python of the environment that ci/prove/requirements/NAME.txt describes; made, and said so, at first.

    The file's first line says which Pythons its packages are for ("# Python 3.10 to 3.12").
    """
    requirements = PROGRAMS / "requirements" / f"{name}.txt"
    content = requirements.read_bytes()
    folder = RESULTS / "venvs" / name
    folder.parent.mkdir(parents=True, exist_ok=True)
    with (folder.parent / f"{name}.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        made_from = f"{hashlib.sha256(content).hexdigest()} {folder}\n"
        stamp, python = folder / _STAMP, folder / "bin" / "python"
        if not (stamp.exists() and stamp.read_text(encoding="utf-8") == made_from and _version(str(python))):
            base = _python_for(requirements, content.decode("utf-8"))
            say(f"making the virtual environment {name}: its packages are downloaded, which takes minutes")
            shutil.rmtree(folder, ignore_errors=True)
            _make(name, base, folder, requirements, processes)
            stamp.write_text(made_from, encoding="utf-8")
    return python


def _make(name: str, base: str, folder: Path, requirements: Path, processes: Processes) -> None:
    processes.run([base, "-m", "venv", str(folder)], name=f"{name}-venv", seconds=300)
    processes.run(
        [
            *(str(folder / "bin" / "python"), "-m", "pip", "install", "--progress-bar", "off", "--no-user"),
            *("--only-binary=:all:", "--require-hashes", "-r", str(requirements)),
        ],
        name=f"{name}-pip",
        seconds=_SECONDS_TO_INSTALL,
        env={"PIP_DISABLE_PIP_VERSION_CHECK": "1", "PIP_NO_INPUT": "1", "PIP_REQUIRE_VIRTUALENV": "0"},
    )


def _python_for(requirements: Path, text: str) -> str:
    """A Python on this machine that the packages are for, the newest first."""
    stated = re.match(r"# Python 3\.(\d+) to 3\.(\d+)", text)
    if not stated:
        raise ProofError(f"the first line of {shown(requirements)} does not say for which Pythons it is.")
    lowest, highest = int(stated[1]), int(stated[2])
    for candidate in ["python3", *(f"python3.{minor}" for minor in range(highest, lowest - 1, -1))]:
        found = _version(candidate)
        if found is not None and found[0] == 3 and lowest <= found[1] <= highest:
            return candidate
    raise ProofError(
        f"{shown(requirements)} needs a Python 3.{lowest} to 3.{highest} with its venv module, and none is on the"
        f" PATH as python3 or python3.{lowest} to python3.{highest}: install one (Debian and Ubuntu:"
        f" python3.{highest} and python3.{highest}-venv; elsewhere uv or pyenv)."
    )


def _version(python: str) -> tuple[int, int] | None:
    """Major and minor version of a Python that starts and can make environments."""
    try:
        answer = subprocess.run([python, "-c", _ASK], capture_output=True, text=True, timeout=60)
        major, minor, able = (int(word) for word in answer.stdout.split())
    except (OSError, ValueError, subprocess.TimeoutExpired):
        return None
    return (major, minor) if able else None
