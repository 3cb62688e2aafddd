"""What a command takes while it runs: memory of its processes, and files that it keeps for a while."""

import os
import re
import threading
from pathlib import Path
from types import TracebackType

_SECONDS_BETWEEN_LOOKS = 0.1


class Watch:
    """Looks at processes that have the folder of temporary files in their command line, and at that folder."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.peak_memory = 0
        self.peak_disk = 0
        self._ended = threading.Event()
        self._thread = threading.Thread(target=self._look_on, daemon=True)
        folder.mkdir()

    def env(self, *options: str) -> dict[str, str]:
        """What makes bin/pose2gloss write its temporary files there, with more options for Java."""
        words = [f"-Djava.io.tmpdir={self.folder}", *options]
        return {"POSE2GLOSS_JAVA_OPTS": " ".join(words), "TMPDIR": str(self.folder)}

    def left(self) -> list[str]:
        """Files that are there."""
        return sorted(str(path.relative_to(self.folder)) for path in self.folder.rglob("*") if path.is_file())

    def __enter__(self) -> "Watch":
        self._thread.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._ended.set()
        self._thread.join()

    def _look_on(self) -> None:
        while not self._ended.wait(_SECONDS_BETWEEN_LOOKS):
            self.peak_memory = max([self.peak_memory, *self._memory()])
            self.peak_disk = max(self.peak_disk, self._disk())

    def _memory(self) -> list[int]:
        """Peak memory of each process in bytes, as the kernel counts it."""
        peaks = []
        for process in Path("/proc").iterdir():
            if not process.name.isdigit() or int(process.name) == os.getpid():
                continue
            try:
                if str(self.folder).encode() in (process / "cmdline").read_bytes():
                    found = re.search(r"^VmHWM:\s*(\d+) kB", (process / "status").read_text(), re.MULTILINE)
                    peaks += [int(found[1]) * 1024] if found else []
            except OSError:
                continue
        return peaks

    def _disk(self) -> int:
        total = 0
        for path in self.folder.rglob("*"):
            try:
                total += path.lstat().st_blocks * 512
            except OSError:
                continue
        return total
