"""The figures of ci/prove/extract-memory."""

import json
from pathlib import Path

from proof import Proof
from videos.formats import ffmpeg

# 1920 x 1080, H.264.
CLIP = "01065.mp4"
SHORT_SECONDS = 2
LONG_SECONDS, QUICK_LONG_SECONDS = 600, 20
# Heap that the process may take beside the models and the decoder, which lie outside. The serial collector lets the
# heap grow when what is in use grows; others let garbage fill what there is, so that a longer run always has more.
HEAP = "512m"
OPTIONS = ("-XX:+UseSerialGC",)
MOST_MORE_MIB = 64
_SECONDS_TO_EXTRACT = 5400


def measure(proof: Proof) -> None:
    """A process each for a short and a long video, that decodes it or extracts its landmarks."""
    clip = proof.data("wlasl-clips", "videos", CLIP)
    long_seconds = QUICK_LONG_SECONDS if proof.quick else LONG_SECONDS
    with proof.temporary() as folder:
        short = _looped(proof, clip, folder, SHORT_SECONDS)
        long = _looped(proof, clip, folder, long_seconds)
        size = long.stat().st_size / 2**20
        proof.figure(f"file of {long_seconds} s", size, unit="MiB")
        _compare(proof, "decoding", short, long, "--decode-only")
        _compare(proof, "extracting", short, long)
    proof.note(
        f"A real clip of 1920 x 1080 pixels, repeated to {SHORT_SECONDS} s and {long_seconds} s; peak memory of a"
        f" process that reads the one video and nothing else, models loaded, heap at most {HEAP} (serial collector), as"
        " the kernel counts it. What a video's landmarks need grows with its frames, 7 KB each, and is allowed for:"
        " twice, since they are collected in blocks and then joined."
    )


def _looped(proof: Proof, clip: Path, folder: Path, seconds: int) -> Path:
    """The clip's packets again and again, not coded anew."""
    file = folder / f"{seconds}.mp4"
    ffmpeg(proof, file.name, "-stream_loop", "-1", "-i", clip, "-an", "-c", "copy", "-t", seconds, file)
    return file


def _compare(proof: Proof, what: str, short: Path, long: Path, *options: str) -> None:
    results = {}
    for video in (short, long):
        command = proof.java("org.pose2gloss.benchmarks.ExtractionMemory", *options, video, heap=HEAP, options=OPTIONS)
        ended = proof.processes.run(command, name=f"{what}-{video.stem}", seconds=_SECONDS_TO_EXTRACT)
        result = json.loads(ended.stdout)
        results[video] = result
        frames, peak = result["frames"], result["peak_memory_bytes"] / 2**20
        proof.figure(f"{what} {video.stem} s, {frames:,} frames: peak memory", peak, unit="MiB")
        proof.detail(f"{what} {video.stem} s", result)
    landmarks = results[long]["landmark_bytes"] / 2**20
    if landmarks:
        proof.figure("landmarks of the long one", landmarks, unit="MiB")
    more = (results[long]["peak_memory_bytes"] - results[short]["peak_memory_bytes"]) / 2**20
    beside = " beside its landmarks" if landmarks else ""
    proof.at_most(f"{what}: the long one needs more{beside}", more - 2 * landmarks, MOST_MORE_MIB, "MiB")
