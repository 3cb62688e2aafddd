"""Notebooks as they are committed: no outputs but small pictures, no counts, nothing of the machine that ran them."""

import base64
import json
from pathlib import Path
from typing import Any

LARGEST_PICTURE = 64 * 1024
PICTURE = "image/png"


def faults(notebook: Path) -> list[str]:
    """What is wrong with a committed notebook, a sentence each."""
    found = []
    for number, cell in enumerate(_read(notebook)["cells"], 1):
        where = f"{notebook.name}, cell {number}"
        if cell.get("execution_count") is not None:
            found.append(f"{where} has the count of an execution.")
        for output in cell.get("outputs", []):
            kinds = sorted(output.get("data", {})) or [output["output_type"]]
            if kinds != [PICTURE]:
                found.append(f"{where} has an output that is no picture: {', '.join(kinds)}.")
            elif (size := _size(output)) > LARGEST_PICTURE:
                found.append(f"{where} has a picture of {size} bytes, more than {LARGEST_PICTURE}.")
    return found


def stripped(executed: Path) -> str:
    """An executed notebook as it is committed: small pictures stay, all other outputs go."""
    notebook = _read(executed)
    for cell in notebook["cells"]:
        cell["metadata"] = {}
        if cell["cell_type"] != "code":
            continue
        cell["execution_count"] = None
        cell["outputs"] = [
            {"data": {PICTURE: output["data"][PICTURE]}, "metadata": {}, "output_type": "display_data"}
            for output in cell["outputs"]
            if PICTURE in output.get("data", {}) and _size(output) <= LARGEST_PICTURE
        ]
    notebook["metadata"] = {
        "kernelspec": {"display_name": "Python 3", "language": "python", "name": "python3"},
        "language_info": {"name": "python"},
    }
    return json.dumps(notebook, indent=1, ensure_ascii=False) + "\n"


def _size(output: dict[str, Any]) -> int:
    return len(base64.b64decode("".join(output["data"][PICTURE])))


def _read(file: Path) -> dict[str, Any]:
    return dict(json.loads(file.read_text(encoding="utf-8")))
