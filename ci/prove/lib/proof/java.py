"""Starting our own Java: the programs of jobs/benchmarks and the commands of bin/pose2gloss."""

import fcntl
import os
import re
import shutil
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

from proof.errors import ProofError
from proof.places import ROOT, shown
from proof.processes import Processes

BENCHMARKS = ROOT / "jobs" / "benchmarks"
_SECONDS_TO_BUILD = 1800


def program() -> str:
    """The java that bin/pose2gloss would take."""
    home = os.environ.get("JAVA_HOME")
    found = str(Path(home) / "bin" / "java") if home else shutil.which("java")
    if not found or not os.access(found, os.X_OK):
        raise ProofError("no Java found: install a JDK 17 (Debian and Ubuntu: openjdk-17-jdk) or set JAVA_HOME to one.")
    return found


def version() -> str | None:
    """Version of that Java, from the JDK's release file; None where there is no Java."""
    try:
        release = Path(os.path.realpath(program())).parent.parent / "release"
        found = re.search(r'^JAVA_VERSION="([^"]*)"', release.read_text(encoding="utf-8"), re.MULTILINE)
    except (ProofError, OSError):
        return None
    return found.group(1) if found else None


def build(processes: Processes, say: Callable[[str], None]) -> None:
    """Builds jobs/benchmarks and what it needs, if sources changed since the last time."""
    # The class path is written last in a build, so that its time is the build's.
    written = BENCHMARKS / "target" / "classpath" / "runtime"
    build_where_changed(processes, "build", ("-pl", "jobs/benchmarks"), [written], say)


def build_where_changed(
    processes: Processes, name: str, arguments: Sequence[str], made: Sequence[Path], say: Callable[[str], None]
) -> None:
    """Runs Maven's package, unless all that it would make is there and newer than the sources."""
    lock_file = ROOT / ".setup" / "build-lock"  # bin/pose2gloss builds under the same one
    lock_file.parent.mkdir(exist_ok=True)
    with lock_file.open("a") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if _is_newest(made):
            return
        if shutil.which("mvn") is None:
            raise ProofError("no Maven found: install Maven 3.8 or newer (Debian and Ubuntu: maven).")
        say("building where sources changed (the first time Maven downloads libraries, which takes minutes)")
        line = ["mvn", "-B", "-ntp", "-DskipTests", "-Dspotless.check.skip", *arguments, "-am", "package"]
        processes.run(line, name=name, seconds=_SECONDS_TO_BUILD, cwd=ROOT)


def _is_newest(made: Sequence[Path]) -> bool:
    try:
        since = min(file.stat().st_mtime for file in made)
    except OSError:
        return False
    return all(source.stat().st_mtime <= since for source in _sources())


def _sources() -> Iterator[Path]:
    """Files and folders: of a file that was removed only its folder's time is left."""
    yield from (ROOT / "pom.xml", ROOT / "conf" / "reference.conf", ROOT / "pipelines" / "pom.xml")
    yield from ROOT.glob("jobs/*/pom.xml")
    for folder in (ROOT / ".setup" / "models", *ROOT.glob("jobs/*/src/main"), ROOT / "pipelines" / "src" / "main"):
        if folder.exists():
            yield folder
            yield from folder.rglob("*")


def command(main_class: str, arguments: Sequence[str], heap: str, options: Sequence[str]) -> list[str]:
    """The command line of a main class on the class path of jobs/benchmarks, which is built."""
    path = class_path(BENCHMARKS, "pose2gloss-benchmarks", ("runtime",))
    return command_on(path, main_class, arguments, heap, options)


def command_on(path: str, main_class: str, arguments: Sequence[object], heap: str, options: Sequence[str]) -> list[str]:
    """The command line of a main class on any class path."""
    return [
        *(program(), f"-Xmx{heap}", f"@{ROOT / 'conf' / 'java.options'}", f"-Dpose2gloss.root={ROOT}"),
        *options,
        *("-cp", path, main_class, *(str(argument) for argument in arguments)),
    ]


def class_path(module: Path, name: str, scopes: Sequence[str]) -> str:
    """The jar NAME-VERSION.jar of a module that is built, and what it needs by scopes (runtime, provided)."""
    target = module / "target"
    jars = [jar for jar in target.glob(f"{name}-*.jar") if "sources" not in jar.name]
    if len(jars) != 1:
        raise ProofError(f"{shown(target)} has {len(jars)} jars instead of one: run mvn clean.")
    needed = [(target / "classpath" / scope).read_text(encoding="utf-8").strip() for scope in scopes]
    return ":".join([str(jars[0]), *needed])
