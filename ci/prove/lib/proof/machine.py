"""On which machine and on which state of the sources a proof was made."""

import os
import platform
import re
import subprocess
from datetime import datetime, timezone
from pathlib import Path

from proof.places import ROOT


def cores() -> int:
    """Processor cores that this process may use."""
    return len(os.sched_getaffinity(0))


def facts(java: str | None) -> dict[str, object]:
    """What a reader has to know of the machine; java is the version in use, if one is."""
    return {
        "cpu": _first(Path("/proc/cpuinfo"), r"^model name\s*:\s*(.+)$") or platform.processor() or platform.machine(),
        "cores": cores(),
        "memory_mb": int(_first(Path("/proc/meminfo"), r"^MemTotal:\s*(\d+) kB") or 0) // 1024,
        "system": f"{platform.system()} {platform.release()}",
        "java": java,
        "python": platform.python_version(),
        "date": datetime.now(timezone.utc).isoformat(timespec="seconds"),
        # Others at work on the machine make every time longer.
        "load_average": round(os.getloadavg()[0], 2),
    }


def _first(file: Path, pattern: str) -> str | None:
    try:
        found = re.search(pattern, file.read_text(encoding="utf-8", errors="replace"), re.MULTILINE)
    except OSError:
        return None
    return found.group(1).strip() if found else None


def commit() -> str | None:
    """The commit of the sources, with a + where files were changed since; None outside of git."""
    head = _git("rev-parse", "HEAD")
    if head is None:
        return None
    return head + ("+" if _git("status", "--porcelain", "--untracked-files=no") else "")


def _git(*arguments: str) -> str | None:
    try:
        ended = subprocess.run(["git", "-C", str(ROOT), *arguments], capture_output=True, text=True)
    except OSError:
        return None
    return ended.stdout.strip() if ended.returncode == 0 else None
