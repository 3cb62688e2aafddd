"""Has the reference and our Java extract clips, several processes side by side."""

import json
import subprocess
import sys
import threading
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack
from pathlib import Path
from typing import IO

from proof import Proof, ProofError
from proof.machine import cores
from proof.places import PROGRAMS
from proof.processes import tail
from reference.cache import file_of

LIBRARY = {"PYTHONPATH": str(PROGRAMS / "lib")}


def graphs(proof: Proof) -> tuple[list[str], str]:
    """The names of our graphs, and of the default one."""
    ended = proof.processes.run(proof.java("org.pose2gloss.benchmarks.Graphs"), name="graphs", seconds=60)
    line = json.loads(ended.stdout)
    return list(line["all"]), str(line["usual"])


def shares(clips: Sequence[Path], count: int) -> list[list[Path]]:
    """Clips in so many parts of about the same size in bytes, none empty."""
    parts: list[list[Path]] = [[] for _ in range(min(count, len(clips)))]
    sizes = [0] * len(parts)
    for clip in sorted(clips, key=lambda one: (-one.stat().st_size, one.name)):
        least = sizes.index(min(sizes))
        parts[least].append(clip)
        sizes[least] += clip.stat().st_size
    return parts


def extract_reference(proof: Proof, clips: Sequence[Path], most: int | None, fresh: bool) -> Path:
    """Makes the reference's landmarks of the clips that have none yet; gives back the folder they are in."""
    cache = proof.cache / "reference"
    cache.mkdir(parents=True, exist_ok=True)
    missing = [clip for clip in clips if fresh or not file_of(clip, cache, most).exists()]
    if not missing:
        return cache
    proof.say(f"reference: MediaPipe in Python on {len(missing)} clips ({len(clips) - len(missing)} kept from before)")
    limit = [] if most is None else ["--frames", most]
    pipes = [
        [[sys.executable, "-m", "reference.cache", "--cache", cache, *limit, *share]]
        for share in shares(missing, cores())
    ]
    _all_at_once(proof, "reference", pipes, len(missing))
    return cache


def extract_ours(
    proof: Proof, clips: Sequence[Path], most: int | None, out: Path, graphs: Sequence[str], own: bool
) -> list[dict[str, object]]:
    """Has our Java extract the frames that OpenCV decodes; its line for each clip.

    It writes CLIP.GRAPH.npy for each graph (none named: all there are), and with own also CLIP.own.npy where our
    decoder's frames differ, by the first graph.
    """
    limit: list[object] = [] if most is None else ["--frames", most]
    options = [*(word for graph in graphs for word in ("--graph", graph)), *(["--own"] if own else []), *limit]
    java = proof.java("org.pose2gloss.benchmarks.GivenFrames", "--out", out, *options)
    proof.say(f"ours: {len(clips)} clips")
    pipes = [[[sys.executable, "-m", "reference.send", *limit, *share], java] for share in shares(clips, cores())]
    return [json.loads(line) for line in _all_at_once(proof, "ours", pipes, len(clips))]


def _all_at_once(proof: Proof, name: str, pipes: Sequence[Sequence[Sequence[object]]], clips: int) -> list[str]:
    """Runs pipes of commands side by side; the lines that their ends print, one a clip.

    Raises ProofError, with the end of its log, when one of the commands fails.
    """
    lines: list[str] = []
    done = threading.Lock()

    def read(stream: IO[bytes]) -> None:
        for line in stream:
            with done:
                lines.append(line.decode())
                if len(lines) % 20 == 0:
                    proof.say(f"  {len(lines)} of {clips} clips")

    with ExitStack() as logs, ThreadPoolExecutor(len(pipes)) as readers:
        children: list[tuple[subprocess.Popen[bytes], Path]] = []
        try:
            for i, pipe in enumerate(pipes):
                source: IO[bytes] | None = None
                for place, command in enumerate(pipe):
                    log, file = logs.enter_context(proof.processes.log(f"{name}-{i}{'abc'[place]}"))
                    child = proof.processes.start(
                        [str(word) for word in command],
                        env=LIBRARY,
                        stdin=source or subprocess.DEVNULL,
                        stdout=subprocess.PIPE,
                        stderr=log,
                    )
                    if source is not None:
                        source.close()  # the reader's end is the child's alone, so that the writer sees it end
                    source = child.stdout
                    children.append((child, file))
                assert source is not None
                readers.submit(read, source)
            for child, file in children:
                if child.wait() != 0:
                    raise ProofError(f"{name} ended with exit status {child.returncode}:\n{tail(file)}\n(log: {file})")
        finally:
            # An interrupt too leaves the readers at their ends, so that the pool can be left.
            for child, _ in children:
                proof.processes.end(child)
    return lines
