"""The reference's landmarks of every clip, made once per clip, version and setting.

Run as a module it makes those of the clips it is told; others ask for them by landmarks().
"""

import argparse
import hashlib
import sys
from pathlib import Path

from reference.sequences import Reference, collect, load, save
from reference.solutions import CONFIDENCE, VERSIONS, Solutions, decode

_FORMAT = 2


def file_of(clip: Path, cache: Path, most: int | None) -> Path:
    """Where a clip's landmarks are kept: its name holds all that they depend on."""
    key = hashlib.sha256(clip.read_bytes())
    key.update(f"{VERSIONS} confidence {CONFIDENCE} frames {most} format {_FORMAT}".encode())
    return cache / f"{clip.stem}-{key.hexdigest()[:20]}.npz"


def landmarks(clip: Path, cache: Path, most: int | None) -> Reference:
    """A clip's landmarks, which were made before."""
    return load(file_of(clip, cache, most))


def main() -> int:
    """Makes what is not there yet; prints a line a clip."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--cache", type=Path, required=True)
    parser.add_argument("--frames", type=int, default=None, help="only the first so many of each clip")
    parser.add_argument("clips", type=Path, nargs="+")
    options = parser.parse_args()
    solutions = Solutions(threads=False)
    for clip in options.clips:
        found, height, width = [], 0, 0
        for frame in decode(clip, options.frames):
            height, width = frame.shape[:2]
            found.append(solutions.process(frame))
        solutions.reset()
        if not found:
            print(f"OpenCV reads no frame of {clip}.", file=sys.stderr)
            return 1
        save(collect(found, width, height), file_of(clip, options.cache, options.frames))
        print(clip.name, flush=True)
    solutions.close()
    return 0


if __name__ == "__main__":
    sys.exit(main())
