"""The results of all programs: every figure on a page of its own, a line each in the README."""

import json
from pathlib import Path

from proof.errors import ProofError
from proof.figures import Figure, markdown
from proof.places import RESULTS

BEGIN = "<!-- results: written by ci/prove/all --readme -->"
END = "<!-- results end -->"
NOTHING = "No program of `ci/prove` has been run in full here yet."


def load(name: str) -> dict[str, object] | None:
    """The last full run of a program; None where there is none."""
    file = RESULTS / "full" / f"{name}.json"
    try:
        record = json.loads(file.read_text(encoding="utf-8"))
    except FileNotFoundError:
        return None
    except ValueError as error:
        raise ProofError(f"{file} is no JSON: run ci/prove/{name} again.") from error
    if not isinstance(record, dict):
        raise ProofError(f"{file} is no result: run ci/prove/{name} again.")
    return record


def section(names: list[str]) -> str:
    """Markdown: a table for every program that was run, and on which machine."""
    parts, machines = [], []
    for name in names:
        record = load(name)
        if record is None:
            continue
        machine = dict(record["machine"])  # type: ignore[call-overload]
        where = f"{machine['cores']} cores of {machine['cpu']}, Java {machine['java']}"
        if where not in machines:
            machines.append(where)
        figures = [Figure(**figure) for figure in record["figures"]]  # type: ignore[attr-defined]
        commit = str(record["commit"] or "unknown")
        dirty = "+" if commit.endswith("+") else ""
        parts.append(
            f"**`ci/prove/{name}`**: {record['title']} ({str(machine['date'])[:10]}, commit {commit[:8]}{dirty})\n\n"
            + markdown(("figure", "measured", "target", "holds"), (figure.cells() for figure in figures))
            + "".join(
                f"\n\n{table['title']}:\n\n{markdown(table['header'], table['rows'])}"
                for table in record["tables"]  # type: ignore[attr-defined]
                if table["readme"]
            )
            + "".join(f"\n\n{note}" for note in record["notes"])  # type: ignore[attr-defined]
        )
    if not parts:
        return NOTHING
    return "\n\n".join([f"On {'; '.join(machines)}.", *parts])


def summary(names: list[str]) -> str:
    """Markdown: a line for every program that was run."""
    rows = []
    for name in names:
        record = load(name)
        if record is None:
            continue
        judged = [figure for figure in record["figures"] if figure["target"]]  # type: ignore[attr-defined]
        held = sum(bool(figure["holds"]) for figure in judged)
        rows.append([f"`ci/prove/{name}`", str(record["title"]), f"{held} of {len(judged)}"])
    return markdown(("program", "what it measures", "targets that hold"), rows) if rows else NOTHING


def put_into(page: Path, text: str) -> None:
    """Replaces what stands between the markers of a page."""
    content = page.read_text(encoding="utf-8")
    before, begin, rest = content.partition(BEGIN)
    _, end, after = rest.partition(END)
    if not begin or not end:
        raise ProofError(f"{page} lacks the lines {BEGIN} and {END}, between which the results go.")
    page.write_text(f"{before}{BEGIN}\n\n{text}\n\n{END}{after}", encoding="utf-8")
