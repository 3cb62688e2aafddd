"""Measured numbers, what they should be, and tables of them."""

import json
import math
from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass

Value = float | int | str | bool | None


@dataclass(frozen=True)
class Figure:
    """One line of a proof's table; holds is None where there is no target."""

    name: str
    value: Value
    unit: str
    target: str
    holds: bool | None

    def cells(self) -> list[str]:
        """The line as text: figure, measured, target, holds."""
        measured = f"{number(self.value)} {self.unit}".strip()
        return [self.name, measured, self.target, {True: "yes", False: "NO", None: ""}[self.holds]]

    def record(self) -> dict[str, object]:
        """The line as JSON."""
        return asdict(self)


HEADER = ("figure", "measured", "target", "holds")


def number(value: Value) -> str:
    """A number to three digits that count, or whole; other values as they are."""
    if value is None or (isinstance(value, float) and not math.isfinite(value)):
        return "none"
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, str):
        return value
    if isinstance(value, int) or abs(value) >= 1000:
        return f"{round(value):,}"
    return f"{value:.3g}" if abs(value) < 99.95 else f"{value:.1f}"


def plain(header: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    """A table for a terminal."""
    lines = [list(header), *(list(row) for row in rows)]
    widths = [max(len(line[i]) for line in lines) for i in range(len(header))]
    texts = ["  ".join(cell.ljust(width) for cell, width in zip(line, widths)).rstrip() for line in lines]
    return "\n".join([texts[0], "  ".join("-" * width for width in widths), *texts[1:]])


def markdown(header: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    """The same in Markdown."""

    def line(cells: Sequence[str]) -> str:
        return "| " + " | ".join(cell.replace("|", "\\|") for cell in cells) + " |"

    return "\n".join([line(header), "|" + "---|" * len(header), *(line(row) for row in rows)])


def to_json(record: object) -> str:
    """JSON that every reader takes: numbers that are none become null."""
    return json.dumps(_finite(record), indent=1, ensure_ascii=False, allow_nan=False) + "\n"


def _finite(value: object) -> object:
    if isinstance(value, float) and not math.isfinite(value):
        return None
    if isinstance(value, dict):
        return {str(key): _finite(inner) for key, inner in value.items()}
    if isinstance(value, (list, tuple)):
        return [_finite(inner) for inner in value]
    return value
