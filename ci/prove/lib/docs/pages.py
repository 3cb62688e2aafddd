"""The pages of the documentation, in the order in which a newcomer reads them, and their blocks of commands.

A block of commands begins with three backquotes and the word bash. Words after it say more:

  bash                      run by ci/prove/readme as written, a line after the other
  bash terminal             started in a terminal of its own and left there; the lines after it find it listening
  bash not-run: REASON      not run by ci/prove/readme, with the reason
"""

import re
from dataclasses import dataclass
from pathlib import Path

PAGES = """README docs/laptop docs/steps docs/tables docs/wlasl docs/pipeline docs/tracking docs/serving docs/cluster docs/object-store docs/kubernetes
docs/faults docs/gpu docs/security docs/configuration docs/results docs/limits docs/architecture notebooks-reference/README CONTRIBUTING""".split()

_FENCE = re.compile(r"^```(?P<info>.*)$")


@dataclass(frozen=True)
class Command:
    """One line of a block, continued lines joined."""

    page: str
    line: int
    text: str
    terminal: bool
    not_run: str  # the reason; empty where it is run


@dataclass(frozen=True)
class Page:
    """A page's name (docs/laptop.md), its text outside of blocks, and its commands."""

    name: str
    prose: str
    commands: tuple[Command, ...]


def pages(root: Path) -> list[Page]:
    """All of them; pages of docs that are not in the order are an error."""
    listed = [f"{name}.md" for name in PAGES]
    there = [str(file.relative_to(root)) for file in sorted((root / "docs").glob("*.md"))]
    forgotten = [name for name in there if name not in listed]
    if forgotten:
        raise ValueError(f"ci/prove/lib/docs/pages.py does not name {', '.join(forgotten)}.")
    return [read(name, (root / name).read_text(encoding="utf-8")) for name in listed]


def read(name: str, text: str) -> Page:
    """A page from its Markdown."""
    prose: list[str] = []
    commands: list[Command] = []
    block: str | None = None
    held = ""
    for number, line in enumerate(text.splitlines(), 1):
        fence = _FENCE.match(line)
        if fence:
            block = fence["info"].strip() if block is None else None
        elif block is None:
            prose.append(line)
        elif block.split(" ")[0] == "bash":
            held += line
            if held.endswith("\\"):
                held = held[:-1]
                continue
            if held.strip() and not held.lstrip().startswith("#"):
                _, _, mark = block.partition(" ")
                reason = mark.removeprefix("not-run:").strip() if mark.startswith("not-run:") else ""
                if mark not in ("", "terminal") and not reason:
                    raise ValueError(f"{name}, line {number}: nobody knows a block marked '{mark}'.")
                commands.append(Command(name, number, held.strip(), mark == "terminal", reason))
            held = ""
    return Page(name, "\n".join(prose), tuple(commands))
