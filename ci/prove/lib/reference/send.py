"""Sends the frames of clips, as OpenCV decodes them, to a program that reads them on its stdin.

The way they are sent is that of org.pose2gloss.benchmarks.FramePipe.
"""

import argparse
import struct
import sys
from pathlib import Path

from reference.solutions import decode


def main() -> int:
    """Sends all; ends early where the reader does."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--frames", type=int, default=None, help="only the first so many of each clip")
    parser.add_argument("clips", type=Path, nargs="+")
    options = parser.parse_args()
    out = sys.stdout.buffer
    try:
        for clip in options.clips:
            name = str(clip).encode()
            out.write(struct.pack(">i", len(name)) + name)
            for frame in decode(clip, options.frames):
                height, width = frame.shape[:2]
                out.write(struct.pack(">ii", width, height))
                out.write(memoryview(frame).cast("B"))
            out.write(struct.pack(">i", 0))
        out.flush()
    except BrokenPipeError:
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
