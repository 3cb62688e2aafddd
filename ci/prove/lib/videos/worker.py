"""The Java process that reads copies, watched from outside: it may die or hang at any of them."""

import json
import selectors
import subprocess
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from proof import Proof, ProofError
from proof.processes import tail

# A copy has its own time limit; what does not heed it is ended after this much more.
_GRACE_SECONDS = 60
_SECONDS_TO_START = 120


@dataclass
class Outcome:
    """How the reading of one copy ended: read, refused, unexpected, died or hung."""

    number: int
    source: str
    kind: str
    file: str
    end: str = ""
    message: str = ""
    frames: int = 0
    extracted: bool = False
    seconds: float = 0.0
    peak_memory_bytes: int = field(default=0, compare=False)

    def sentence_is_plain(self) -> bool:
        """Whether a refusal names the file and says why in one line without Java's words."""
        start = f"The video {self.file} "
        plain = self.message.startswith(start) and self.message.endswith(".") and "\n" not in self.message
        return plain and "Exception" not in self.message


def outcomes(
    proof: Proof, videos: Sequence[Path], count: int, folder: Path, *, seconds: int, options: Sequence[object]
) -> Iterator[Outcome]:
    """One outcome a copy, in order; where a process dies or hangs, the next one goes on behind that copy."""
    number = 0
    while number < count:
        for outcome in _process(proof, videos, number, count, folder, seconds, options):
            yield outcome
            number = outcome.number + 1


def _process(
    proof: Proof, videos: Sequence[Path], first: int, count: int, folder: Path, seconds: int, options: Sequence[object]
) -> Iterator[Outcome]:
    """The outcomes of one process: all that are left, or those up to the copy at which it died or hung."""
    command = proof.java(
        "org.pose2gloss.benchmarks.DamagedVideos",
        *("--from", first, "--to", count, "--folder", folder, "--seconds", seconds, *options, *videos),
        heap="512m",
        options=("-XX:-CreateCoredumpOnCrash", f"-XX:ErrorFile={proof.folder}/crash-%p.log"),
    )
    with proof.processes.log(f"worker-{first}") as (log, file):
        child = proof.processes.start(["nice", *command], stdout=subprocess.PIPE, stderr=log)
        begun: Outcome | None = None
        try:
            for line in _lines(child, seconds + _GRACE_SECONDS):
                record = json.loads(line)
                if begun is None:
                    begun = Outcome(**record)
                else:
                    yield Outcome(**{**vars(begun), **record})
                    begun = None
        except TimeoutError:
            if begun is None:
                raise ProofError(f"the worker does not go on; its log is {file}.") from None
            begun.end = "hung"
        finally:
            proof.processes.end(child)
        if begun is not None:
            if not begun.end:
                begun.end, begun.message = "died", f"exit status {child.returncode}"
            yield begun
        elif child.returncode != 0:
            raise ProofError(f"the worker ended with exit status {child.returncode}:\n{tail(file)}\n(log: {file})")


def _lines(child: "subprocess.Popen[bytes]", seconds: float) -> Iterator[bytes]:
    """Lines of stdout; TimeoutError where one takes longer than it may."""
    assert child.stdout is not None
    rest = b""
    limit = time.monotonic() + seconds + _SECONDS_TO_START
    with selectors.DefaultSelector() as selector:
        selector.register(child.stdout, selectors.EVENT_READ)
        while True:
            if not selector.select(max(0.0, limit - time.monotonic())):
                raise TimeoutError
            read = child.stdout.read1(1 << 16)  # type: ignore[attr-defined]
            if not read:
                child.wait()
                return
            *lines, rest = (rest + read).split(b"\n")
            yield from lines
            if lines:
                limit = time.monotonic() + seconds
