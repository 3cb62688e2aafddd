"""The figures of ci/prove/landmark-parity."""

from dataclasses import asdict
from pathlib import Path

import numpy as np

from landmarks import holistic
from landmarks.errors import AXES, PartError, all_parts, compare
from landmarks.work import extract_ours, extract_reference, graphs
from proof import Proof
from proof.figures import number
from reference.cache import landmarks
from reference.clips import FOOTBALL, QUICK_FRAMES, all_clips
from reference.sequences import PARTS, Sequence, read_rows
from reference.solutions import CONFIDENCE, VERSIONS

GRAPH = "solutions"
LEAST_AGREEMENT = {"right hand": 95, "left hand": 95, "pose": 98, "face": 98}  # per cent of frames
MOST_MEDIAN, MOST_P95 = 0.3, 1.5  # per cent of the picture's larger side
WORST = 3


def measure(proof: Proof) -> None:
    """Extracts, compares, and puts it into the proof."""
    most = QUICK_FRAMES if proof.quick else None
    clips = all_clips(proof.data, proof.quick)
    cache = extract_reference(proof, clips, most, proof.options.fresh)
    with proof.temporary() as out:
        lines = extract_ours(proof, clips, most, out, [GRAPH], own=True)
        references = {clip.name: landmarks(clip, cache, most) for clip in clips}
        theirs = {name: reference.sequence for name, reference in references.items()}
        ours = {name: _read(out / f"{name}.{GRAPH}.npy", one) for name, one in theirs.items()}
        football = [clip for clip in clips if clip.name == FOOTBALL]
        names, _ = graphs(proof)
        extract_ours(proof, football, most, out, names, own=False)
        by_graph = {name: _read(out / f"{FOOTBALL}.{name}.npy", theirs[FOOTBALL]) for name in names}
        # No such file: our decoder's frames are the given ones, and so are their landmarks.
        own = {
            name: _read(file, one) if (file := out / f"{name}.own.npy").exists() else ours[name]
            for name, one in theirs.items()
        }
    frames = sum(one.frames for one in theirs.values())
    twins = sum(reference.twins for reference in references.values())
    threes = sum(int(np.sum(reference.hands > 2)) for reference in references.values())
    proof.figure("clips", len(clips))
    proof.figure("frames", frames)
    _parts(proof, all_parts([(theirs[name], ours[name]) for name in theirs]))
    _decoding(proof, lines)
    caused = all_parts([(ours[name], own[name]) for name in theirs])
    whole = all_parts([(theirs[name], own[name]) for name in theirs])
    for part, error in caused.items():
        proof.figure(f"{part}: presence agrees, our frames against OpenCV's", error.agree, unit="%")
        proof.figure(f"{part}: 95th percentile x or y, our frames against OpenCV's", max(error.p95[:2]), unit="%")
    for part, error in whole.items():
        proof.figure(f"{part}: presence agrees, decoding and graph together", error.agree, unit="%")
        proof.figure(f"{part}: 95th percentile x or y, decoding and graph together", max(error.p95[:2]), unit="%")
    _holistic(proof, {"MediaPipe's solutions": theirs[FOOTBALL], **by_graph})
    _worst(proof, theirs, ours)
    proof.note(
        f"Reference: {VERSIONS}; Hands (2), Pose (complexity 1), FaceMesh (1, refined), detection and tracking"
        f" confidence {CONFIDENCE}, video mode, reset between clips. Frames decoded once by OpenCV for both. Errors are"
        " of single points in frames where both have the part, in per cent of the picture's larger side; z has the"
        " scale of x."
    )
    proof.note(
        "MediaPipe names hands as in a mirrored picture: its Left is the signer's right hand. In"
        f" {twins} of {frames} frames it gave two hands the same name; there the surer one keeps it, as in ours. In"
        f" {threes} frames it gave three hands, though two is the most it was told to find; the least sure is left out."
    )


def _read(file: Path, reference: Sequence) -> Sequence:
    return read_rows(file, reference.width, reference.height)


def _parts(proof: Proof, errors: dict[str, PartError]) -> None:
    for part, error in errors.items():
        proof.at_least(f"{part}: presence agrees", error.agree, LEAST_AGREEMENT[part], "%")
        for axis in range(2):
            proof.at_most(f"{part}: error in {AXES[axis]}, median", error.median[axis], MOST_MEDIAN, "%")
            proof.at_most(f"{part}: error in {AXES[axis]}, 95th percentile", error.p95[axis], MOST_P95, "%")
        proof.figure(f"{part}: error in z, median", error.median[2], unit="%")
        proof.figure(f"{part}: error in z, 95th percentile", error.p95[2], unit="%")
    proof.detail("parts", {part: asdict(error) for part, error in errors.items()})


def _decoding(proof: Proof, lines: list[dict[str, object]]) -> None:
    """OpenCV's frames against those of our decoder."""
    results = {Path(str(line["video"])).name: dict(line["decoding"]) for line in lines}  # type: ignore[call-overload]
    compared = sum(one["compared"] for one in results.values())
    other_count = sorted(name for name, one in results.items() if one["given"] != one["own"])
    proof.figure(
        "decoding: frames equal in every byte", 100 * sum(o["equal"] for o in results.values()) / compared, unit="%"
    )
    proof.figure("decoding: clips with another number of frames", len(other_count))
    mean = sum(one["mean"] * one["compared"] for one in results.values()) / compared
    proof.figure("decoding: mean absolute difference of a channel, of 255", mean)
    proof.figure("decoding: largest difference of a channel, of 255", max(one["largest"] for one in results.values()))
    if other_count:
        proof.note(
            "Clips of which OpenCV and our decoder give another number of frames (OpenCV, ours): "
            + ", ".join(f"{name} ({results[name]['given']}, {results[name]['own']})" for name in other_count)
            + "."
        )
    proof.detail("decoding", results)


def _holistic(proof: Proof, ways: dict[str, Sequence]) -> None:
    """A second reference: what somebody else made of one clip with MediaPipe Holistic."""
    third = holistic.read(proof.data("pose-format", FOOTBALL.replace(".mp4", ".holistic.pose")))
    rows = []
    for part in PARTS:
        for name, one in ways.items():
            error = compare([(third, one)], part)
            median, p95 = max(error.median[:2]), max(error.p95[:2])
            rows.append(
                [part, name, f"{error.agree:.1f} %", str(error.both), *(f"{number(e)} %" for e in (median, p95))]
            )
    proof.table(
        f"{FOOTBALL} against a file of its landmarks by MediaPipe Holistic, which is another graph",
        ("part", "of", "presence agrees", "frames in both", "median, x or y", "95th percentile"),
        rows,
    )


def _worst(proof: Proof, theirs: dict[str, Sequence], ours: dict[str, Sequence]) -> None:
    """Clips that are furthest off, by part: by error, and by presence."""
    rows, details = [], {}
    for part in PARTS:
        by_clip = {name: compare([(theirs[name], ours[name])], part) for name in theirs}
        details[part] = {name: asdict(error) for name, error in by_clip.items()}
        apart = sorted(by_clip, key=lambda name: -np.nan_to_num(max(by_clip[name].p95[:2])))[:WORST]
        absent = [n for n in sorted(by_clip, key=lambda n: by_clip[n].agree) if by_clip[n].agree < 100][:WORST]
        rows += [[part, "error", name, _spread(by_clip[name]), f"{by_clip[name].agree:.1f} %"] for name in apart]
        rows += [[part, "presence", name, _spread(by_clip[name]), f"{by_clip[name].agree:.1f} %"] for name in absent]
    proof.table(
        "Worst clips by error and by presence",
        ("part", "worst by", "clip", "95th percentile, x or y", "presence agrees"),
        rows,
        readme=False,
    )
    proof.detail("clips", details)


def _spread(error: PartError) -> str:
    return f"{max(error.p95[:2]):.2f} %" if error.both else "none in both"
