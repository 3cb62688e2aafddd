"""What must be true of the pages and needs no run: links, files, keys and options exist, commands are well formed."""

import re
import shlex
import subprocess
from collections.abc import Callable, Iterable
from pathlib import Path

from docs.pages import Command, Page

_LINK = re.compile(r"\]\((?!https?:|mailto:)([^)#\s]*)(?:#([^)\s]+))?\)")
_CODE = re.compile(r"`([^`\n]+)`")
_HEADING = re.compile(r"^#+ (.+)$", re.MULTILINE)
# What stands in the repository: bin/..., conf/..., ...; ... or capitals stand for something else.
_FILE = re.compile(r"^(?:bin|ci|conf|docs|jobs|pipelines|notebooks-reference)/[a-z0-9][\w./-]*$")
_ASSIGNED = re.compile(r"--set[= ]['\"]?([a-z][\w.-]*)=")
_OPTION = re.compile(r"^--[a-z][a-z-]*")


def links(root: Path, pages: Iterable[Page]) -> list[str]:
    """Links within the repository that lead nowhere."""
    found = []
    for page in pages:
        for target, anchor in _LINK.findall(page.prose):
            file = ((root / page.name).parent / target).resolve() if target else root / page.name
            if not file.exists():
                found.append(f"{page.name}: the link to {target} leads nowhere.")
            elif anchor and anchor not in _anchors(file):
                found.append(f"{page.name}: {target or 'the page'} has no heading #{anchor}.")
    return found


def _anchors(file: Path) -> set[str]:
    headings = _HEADING.findall(re.sub(r"```.*?```", "", file.read_text(encoding="utf-8"), flags=re.DOTALL))
    return {re.sub(r"[^\w\- ]", "", heading.lower()).replace(" ", "-") for heading in headings}


def files(root: Path, pages: Iterable[Page]) -> list[str]:
    """Names of files of the repository that are not there."""
    found = []
    for page in pages:
        words = [word for code in _CODE.findall(page.prose) for word in code.split()]
        words += [word for command in page.commands for word in _words(command)]
        for word in words:
            name = word.removeprefix("./").rstrip(".,:;")
            # What lies in a folder target is made by a build.
            if _FILE.match(name) and "target" not in name.split("/") and not (root / name).exists():
                found.append(f"{page.name}: there is no {name}.")
    return sorted(set(found))


def keys(root: Path, pages: Iterable[Page]) -> list[str]:
    """Keys of the configuration that are set or named and do not exist; docs/configuration.md has those that do."""
    text = (root / "docs" / "configuration.md").read_text(encoding="utf-8")
    known = set(re.findall(r"^\| `([\w.-]+)` \|", text, re.MULTILINE))
    sections = set(re.findall(r"^## `([\w.-]+)`$", text, re.MULTILINE))
    opened = tuple(f"{key}." for key in known if f"| `{key}` | `{{}}` |" in text)
    tops = {section.split(".")[0] for section in sections}
    found = []
    for page in pages:
        if page.name == "docs/tables.md":  # whose columns are named like sections
            continue
        named = [key for command in page.commands for key in _ASSIGNED.findall(command.text)]
        for code in _CODE.findall(page.prose):
            key = re.match(r"^(?:--set )?([a-z]+(?:\.[a-z][\w-]*)+)(?:[ =].*)?$", code)
            if key and key[1].split(".")[0] in tops and not key[1].endswith((".conf", ".md", ".json", ".txt", ".csv")):
                named.append(key[1])
        found += [
            f"{page.name}: there is no key {key}."
            for key in named
            if key not in known and key not in sections and not key.startswith(opened) and not key.startswith("spark.")
        ]
    return sorted(set(found))


def syntax(commands: Iterable[Command]) -> list[str]:
    """Lines that bash cannot read."""
    found = []
    for command in commands:
        ended = subprocess.run(["bash", "-nc", command.text], capture_output=True, text=True)
        if ended.returncode != 0:
            found.append(f"{command.page}, line {command.line}: {ended.stderr.strip()}")
    return found


def options(commands: Iterable[Command], helped: Callable[[list[str]], str | None]) -> list[str]:
    """Commands of bin/pose2gloss or ci/prove, and their options, that their --help does not know.

    helped gives the help of a program and its subcommands, None where there is none.
    """
    known: dict[tuple[str, ...], str | None] = {}
    found = []
    for command in commands:
        for words in _programs(command):
            program = _program(words)
            if "$" in "".join(program):
                continue
            if program not in known:
                known[program] = helped(list(program))
            text = known[program]
            where = f"{command.page}, line {command.line}"
            if text is None:
                found.append(f"{where}: there is no command {' '.join(program)}.")
                continue
            for word in words[len(program) :]:
                option = _OPTION.match(word)
                if option and not re.search(rf"(?<![\w-]){re.escape(option[0])}(?![\w-])", text):
                    found.append(f"{where}: {' '.join(program)} has no option {option[0]}.")
    return found


def _words(command: Command) -> list[str]:
    try:
        return shlex.split(command.text, comments=True)
    except ValueError:
        return []


def _programs(command: Command) -> Iterable[list[str]]:
    """The calls of our programs in a line: what stands between ;, |, && and the like."""
    words = shlex.shlex(command.text, posix=True, punctuation_chars=True)
    words.whitespace_split = True
    call: list[str] = []
    try:
        for word in [*words, ";"]:
            if set(word) <= set("();|&<>") or word in ("do", "done", "then", "else", "fi"):
                if call and re.fullmatch(r"bin/pose2gloss|ci/[\w/-]+", call[0]):
                    yield call
                call = []
            elif call or not re.fullmatch(r"[A-Z_0-9]+=\S*", word):
                call.append(word)
    except ValueError:  # which bash says better
        return


def _program(words: list[str]) -> tuple[str, ...]:
    """bin/pose2gloss COMMAND [SUBCOMMAND], or a program of ci."""
    if words[0] != "bin/pose2gloss":
        return (words[0],)
    groups = ("pipeline", "trigger", "tables", "tracking")
    length = 2
    if len(words) > 2 and words[1] in groups and re.fullmatch(r"[a-z]+", words[2]):
        length = 3
    return tuple(words[:length])
