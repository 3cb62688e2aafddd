"""Where setup works: the folders it may write to, its lock, its voice."""

import fcntl
import os
import shutil
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from provision.errors import SetupError
from provision.sizes import megabytes


class Workplace:
    """One repository's `.setup` folder.

    Only the holder of the lock writes below it. The lock is an flock, which the kernel frees with the
    last process that holds it: children inherit it, so a child that outlives a killed setup keeps the
    next one waiting instead of writing into the same folder.
    """

    def __init__(self, root: Path, quiet: bool) -> None:
        self.root = root
        self.quiet = quiet
        self.folder = root / ".setup"
        self.pins = root / "conf" / "setup"
        self.logs = self.folder / "logs"
        self.scratch = self.folder / "tmp"
        self.lock_descriptor: int | None = None

    def say(self, sentence: str) -> None:
        """Tells the user; on stderr, because stdout is for results."""
        print(f"setup: {sentence}", file=sys.stderr, flush=True)

    def shown(self, path: Path) -> str:
        """A path as the user would type it from the repository root."""
        try:
            return str(path.relative_to(self.root))
        except ValueError:
            return str(path)

    @contextmanager
    def lock(self) -> Iterator[None]:
        """Holds the lock; waits for another setup to end."""
        try:
            self.folder.mkdir(parents=True, exist_ok=True)
            descriptor = os.open(self.folder / "lock", os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o644)
        except OSError as error:
            raise SetupError(f"cannot write to {self.folder}: {error.strerror}.") from error
        try:
            self._acquire(descriptor)
            os.ftruncate(descriptor, 0)
            os.pwrite(descriptor, str(os.getpid()).encode(), 0)
            self.lock_descriptor = descriptor
            self._sweep()
            yield
        finally:
            self.lock_descriptor = None
            os.close(descriptor)

    def _acquire(self, descriptor: int) -> None:
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
            return
        except BlockingIOError:
            holder = os.pread(descriptor, 20, 0).decode(errors="replace") or "unknown"
            self.say(f"another setup (process {holder}) is at work here; waiting for it.")
        started = time.monotonic()
        fcntl.flock(descriptor, fcntl.LOCK_EX)
        self.say(f"the other setup ended after {time.monotonic() - started:.0f} s; going on.")

    def _sweep(self) -> None:
        """Removes what an interrupted setup left: with the lock held nobody else uses it."""
        shutil.rmtree(self.scratch, ignore_errors=True)

    @contextmanager
    def temporary(self, name: str) -> Iterator[Path]:
        """A folder on the same file system as its later place, gone afterwards."""
        self.scratch.mkdir(parents=True, exist_ok=True)
        folder = Path(tempfile.mkdtemp(prefix=f"{name}-", dir=self.scratch))
        try:
            yield folder
        finally:
            shutil.rmtree(folder, ignore_errors=True)

    def log(self, name: str) -> Path:
        """The log file of one tool's run, emptied."""
        self.logs.mkdir(parents=True, exist_ok=True)
        file = self.logs / f"{name}.log"
        file.write_bytes(b"")
        return file

    def require_space(self, needed: int, purpose: str) -> None:
        """Refuses before anything is downloaded when the disk cannot take it."""
        free = shutil.disk_usage(self.root).free
        if free < needed:
            raise SetupError(
                f"{purpose} needs {megabytes(needed)} of free disk space at {self.root}, and there are"
                f" {megabytes(free)}: make room and run setup again."
            )

    def put_in_place(self, made: Path, target: Path) -> None:
        """Renames a finished folder to its place; an earlier one goes away."""
        target.parent.mkdir(parents=True, exist_ok=True)
        with self.temporary("replaced") as attic:
            if target.exists():
                os.rename(target, attic / "old")
            os.rename(made, target)
