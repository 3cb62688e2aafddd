"""The results of all programs as one page: a line for each, then every figure."""

import json
import re
from pathlib import Path

from proof.errors import ProofError
from proof.figures import Figure, markdown
from proof.places import RESULTS, ROOT

BEGIN = "<!-- results: written by ci/prove/all --docs -->"
END = "<!-- results end -->"
NOTHING = "No program of `ci/prove` has been run in full here yet."
_HEADING = re.compile(r"^## `ci/prove/([a-z0-9-]+)`\n\n", re.MULTILINE)
_JUDGED = re.compile(r"^(.*) \*\*(\d+ of \d+) targets hold\.\*\*", re.MULTILINE)


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


def page(names: list[str], before: str = "") -> str:
    """Markdown: a line for every program that was run, then what it measured.

    A program that was not run here keeps what the page said before, another machine's run.
    """
    kept = _sections(before)
    sections = {}
    for name in names:
        record = load(name)
        text = _section(record) if record is not None else kept.get(name)
        if text is not None:
            sections[name] = text
    if not sections:
        return NOTHING
    rows = [
        [f"[`ci/prove/{name}`](#ciprove{name})", *(found.groups() if (found := _JUDGED.search(text)) else ("", ""))]
        for name, text in sections.items()
    ]
    return "\n\n".join(
        [
            markdown(("program", "what it measures", "targets that hold"), rows),
            *(f"## `ci/prove/{name}`\n\n{text}" for name, text in sections.items()),
        ]
    )


def _section(record: dict[str, object]) -> str:
    machine = dict(record["machine"])  # type: ignore[call-overload]
    figures = [Figure(**figure) for figure in record["figures"]]  # type: ignore[attr-defined]
    judged = [figure for figure in figures if figure.target]
    commit = str(record["commit"] or "unknown")
    dirty = "+" if commit.endswith("+") else ""
    text = (
        f"{record['title']} **{sum(bool(figure.holds) for figure in judged)} of {len(judged)} targets hold.**\n\n"
        f"On {machine['cores']} cores of {machine['cpu']}, Java {machine['java']}; {str(machine['date'])[:10]},"
        f" commit {commit[:8]}{dirty}.\n\n"
        + markdown(("figure", "measured", "target", "holds"), (figure.cells() for figure in figures))
        + "".join(
            f"\n\n{table['title']}:\n\n{markdown(table['header'], table['rows'])}"
            for table in record["tables"]  # type: ignore[attr-defined]
            if table["readme"]
        )
        + "".join(f"\n\n{note}" for note in record["notes"])  # type: ignore[attr-defined]
    )
    # Where the repository lay on that machine is nobody's business; inside it every reader finds a file.
    return text.replace(f"{ROOT}/", "")


def _sections(content: str) -> dict[str, str]:
    """What a page says of each program."""
    _, _, rest = content.partition(BEGIN)
    parts = _HEADING.split(rest.partition(END)[0])
    return {name: text.strip() for name, text in zip(parts[1::2], parts[2::2], strict=True)}


def put_into(file: Path, names: list[str]) -> None:
    """Replaces what stands between the markers of a page."""
    content = file.read_text(encoding="utf-8")
    before, begin, rest = content.partition(BEGIN)
    _, end, after = rest.partition(END)
    if not begin or not end:
        raise ProofError(f"{file} lacks the lines {BEGIN} and {END}, between which the results go.")
    file.write_text(f"{before}{BEGIN}\n\n{page(names, content)}\n\n{END}{after}", encoding="utf-8")
