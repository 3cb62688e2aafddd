"""How fast MediaPipe's Python solutions get through clips: decoding included, loading and warming up not.

Prints a line of JSON when it is ready, waits for a line on stdin, extracts, and prints a second one.
"""

import argparse
import json
import multiprocessing
import resource
import sys
import time
from collections.abc import Iterable
from multiprocessing.connection import Connection
from pathlib import Path


def main() -> int:
    """Either way of driving the solutions."""
    started = time.monotonic()
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument(
        "--processes", type=int, default=0, help="so many, each with all solutions in turn; 0: one, a thread for each"
    )
    parser.add_argument("--warm-up", type=Path, action="append", default=[], help="a clip to extract first")
    parser.add_argument("clips", type=Path, nargs="+")
    options = parser.parse_args()
    if options.processes:
        return _processes(options, started)
    return _threads(options, started)


def extract(solutions: "Solutions", clips: Iterable[Path]) -> dict[str, float]:  # type: ignore[name-defined] # noqa: F821
    """Extracts clips; what was done."""
    from reference.solutions import decode

    cpu = time.process_time()
    done = {"frames": 0, "hands": 0, "poses": 0, "faces": 0}
    for clip in clips:
        for frame in decode(clip):
            found = solutions.process(frame)
            done["frames"] += 1
            done["hands"] += len(found.labels)
            done["poses"] += found.pose is not None
            done["faces"] += found.face is not None
        solutions.reset()
    return {**done, "cpu_seconds": time.process_time() - cpu}


def _load(threads: bool, warm_up: list[Path]) -> "tuple[Solutions, float]":  # type: ignore[name-defined] # noqa: F821
    """Loads and warms up; the solutions, and when they were loaded."""
    from reference.solutions import Solutions

    solutions = Solutions(threads=threads)
    loaded = time.monotonic()
    extract(solutions, warm_up)
    return solutions, loaded


def _peak_memory() -> int:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024


def _threads(options: argparse.Namespace, started: float) -> int:
    """As the original drove them."""
    solutions, loaded = _load(True, options.warm_up)
    _say({"start_up_seconds": loaded - started, "warm_up_seconds": time.monotonic() - loaded})
    if not sys.stdin.readline():
        return 1
    begun = time.monotonic()
    done = extract(solutions, options.clips)
    _say({**done, "seconds": time.monotonic() - begun, "peak_memory_bytes": _peak_memory()})
    return 0


def _processes(options: argparse.Namespace, started: float) -> int:
    """The better way to use several cores: each process takes the next clip that is left."""
    spawn = multiprocessing.get_context("spawn")
    clips = spawn.Queue()
    for clip in options.clips:
        clips.put(clip)
    for _ in range(options.processes):
        clips.put(None)
    pairs = [spawn.Pipe() for _ in range(options.processes)]
    workers = [spawn.Process(target=_worker, args=(end, clips, options.warm_up), daemon=True) for _, end in pairs]
    for worker in workers:
        worker.start()
    loaded = max(ours.recv() for ours, _ in pairs)
    _say({"start_up_seconds": loaded - started, "warm_up_seconds": time.monotonic() - loaded})
    if not sys.stdin.readline():
        return 1
    begun = time.monotonic()
    for ours, _ in pairs:
        ours.send("go")
    parts = [ours.recv() for ours, _ in pairs]
    seconds = time.monotonic() - begun
    total = {name: sum(part[name] for part in parts) for name in parts[0]}
    total["peak_memory_bytes"] += _peak_memory()
    _say({**total, "seconds": seconds})
    for worker in workers:
        worker.join()
    return 0


def _worker(end: Connection, clips: "multiprocessing.Queue[Path | None]", warm_up: list[Path]) -> None:
    solutions, loaded = _load(False, warm_up)
    end.send(loaded)
    end.recv()
    done = extract(solutions, iter(clips.get, None))
    end.send({**done, "peak_memory_bytes": _peak_memory()})


def _say(record: dict[str, float]) -> None:
    print(json.dumps(record), flush=True)


if __name__ == "__main__":
    sys.exit(main())
