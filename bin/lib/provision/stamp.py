"""A stamp says from which pins a folder was made and which files it must hold."""

import hashlib
import json
import os
from collections.abc import Iterable
from pathlib import Path

STAMP_NAME = ".stamp.json"

# Goes into every fingerprint: raise it when the way a folder is laid out changes.
_LAYOUT = 1


def fingerprint(pins: Iterable[bytes]) -> str:
    """Hash of the contents of the files that pin a part."""
    digest = hashlib.sha256(f"layout {_LAYOUT}".encode())
    for content in pins:
        digest.update(len(content).to_bytes(8, "big"))
        digest.update(content)
    return digest.hexdigest()


def write_stamp(folder: Path, pins: str, files: Iterable[Path] = ()) -> None:
    """Stamps a finished folder, at once or not at all; `files` are those that must stay as they are."""
    record = {
        "pins": pins,
        "files": {file.relative_to(folder).as_posix(): file.stat().st_size for file in files},
    }
    unfinished = folder / f"{STAMP_NAME}.part"
    unfinished.write_text(json.dumps(record, indent=1) + "\n", encoding="utf-8")
    os.replace(unfinished, folder / STAMP_NAME)


def what_is_wrong(folder: Path, pins: str) -> str | None:
    """Why a folder does not hold what the pins ask for; None when it does."""
    try:
        record = json.loads((folder / STAMP_NAME).read_text(encoding="utf-8"))
        stamped, files = record["pins"], dict(record["files"])
    except FileNotFoundError:
        return "not there yet" if not folder.exists() else "not finished"
    except (ValueError, KeyError, TypeError, OSError):
        return "its stamp cannot be read"
    if stamped != pins:
        return "made from other versions"
    for name, size in files.items():
        try:
            found = (folder / name).stat().st_size
        except OSError:
            return f"{name} is missing"
        if found != size:
            return f"{name} has {found} bytes instead of {size}"
    return None
