"""The figures of ci/prove/landmark-coverage."""

import random
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from landmarks import second_look, sheets
from landmarks.hands import MOVING, NEAR, SIDES, VISIBLE, Verdict, Wrists, judge, wrists
from landmarks.spots import Spot
from landmarks.work import extract_ours, extract_reference, graphs
from proof import Proof
from proof.figures import number
from proof.places import shown
from reference.cache import landmarks
from reference.clips import QUICK_FRAMES, all_clips
from reference.sequences import Sequence, read_rows
from reference.solutions import CONFIDENCE, VERSIONS, rate

LEAST_OF_MISSED = 100 / 3  # per cent
SPEEDS = ((MOVING, 1), (1, 2), (2, 3), (3, float("inf")))  # shoulder widths a second
SAMPLES = 48
LOOKS = 150
SEED = 7
REFERENCE = "MediaPipe in Python"


@dataclass
class Clip:
    """A clip, what is to be seen in it, and what each way found there."""

    file: Path
    seen: Wrists
    found: dict[str, Sequence]
    verdicts: dict[str, Verdict]


def measure(proof: Proof) -> None:
    """Extracts, judges, draws, and puts it into the proof."""
    most = QUICK_FRAMES if proof.quick else None
    files = all_clips(proof.data, proof.quick)
    names, usual = graphs(proof)
    cache = extract_reference(proof, files, most, fresh=False)
    with proof.temporary() as out:
        extract_ours(proof, files, most, out, names, own=False)
        clips = [_clip(file, landmarks(file, cache, most).sequence, out, names) for file in files]
    moving = _all(clips, lambda clip: clip.seen.moving)
    proof.figure("clips", len(clips))
    proof.figure("frames", sum(len(clip.seen.moving) for clip in clips))
    proof.figure("moving hands in view", int(moving.sum()))
    false = _false(clips, REFERENCE)
    proof.figure(f"{REFERENCE}: found of the moving hands in view", _share(_found(clips, REFERENCE)[moving]), unit="%")
    proof.figure(f"{REFERENCE}: false of the hands it gives (suspected)", false, unit="%")
    for name in names:
        _graph(proof, clips, name, moving, false, name == usual)
    _tables(proof, clips, names, moving)
    _second_look(proof, clips, names)
    _sheets(proof, clips, names)
    proof.note(
        f"Reference: {VERSIONS}, Hands (2) with confidences {CONFIDENCE}. A moving hand in view: its wrist, by the"
        f" reference's pose, is visible (> {VISIBLE}), inside the picture with the roots of its fingers, and faster"
        f" than {MOVING} shoulder widths a second. Found: a hand's wrist is within {NEAR} shoulder widths of it. False"
        " (suspected): a hand that is near no wrist, a second one on the same place, or one whose shape differs for a"
        " single frame. ci/prove/lib/landmarks/hands.py gives the reasons; contact sheets are in"
        f" {shown(proof.folder)}. The second look misses blurred hands too: the row of hands that the reference finds"
        " says what it can reach, that of elbows how often it sees a hand where none is."
    )


def _clip(file: Path, reference: Sequence, out: Path, names: list[str]) -> Clip:
    seen = wrists(reference, rate(file))
    found = {REFERENCE: reference}
    for name in names:
        found[name] = read_rows(out / f"{file.name}.{name}.npy", reference.width, reference.height)
    for sequence in found.values():
        del sequence.parts["face"]  # nine tenths of the memory
    return Clip(file, seen, found, {name: judge(sequence, seen) for name, sequence in found.items()})


def _all(clips: list[Clip], what: Callable[[Clip], np.ndarray]) -> np.ndarray:
    return np.concatenate([what(clip) for clip in clips])


def _found(clips: list[Clip], name: str) -> np.ndarray:
    return _all(clips, lambda clip: clip.verdicts[name].found)


def _share(flags: np.ndarray) -> float:
    return 100 * float(flags.mean()) if flags.size else float("nan")


def _false(clips: list[Clip], name: str) -> float:
    return _share(_all(clips, lambda clip: clip.verdicts[name].suspect[clip.verdicts[name].hands]))


def _graph(proof: Proof, clips: list[Clip], name: str, moving: np.ndarray, reference_false: float, usual: bool) -> None:
    """Targets are for the default graph."""
    title = f"{name} (default)" if usual else name
    reference, ours = _found(clips, REFERENCE), _found(clips, name)
    false = _false(clips, name)
    proof.figure(f"{title}: found of the moving hands in view", _share(ours[moving]), unit="%")
    missed = _share(ours[moving & ~reference])
    if usual:
        proof.at_least(f"{title}: found of those that the reference misses", missed, LEAST_OF_MISSED, "%")
        proof.at_most(f"{title}: false of the hands it gives (suspected)", false, reference_false, "%")
    else:
        proof.figure(f"{title}: found of those that the reference misses", missed, unit="%")
        proof.figure(f"{title}: false of the hands it gives (suspected)", false, unit="%")
    proof.figure(f"{title}: missed of those that the reference finds", _share(~ours[moving & reference]), unit="%")


def _tables(proof: Proof, clips: list[Clip], names: list[str], moving: np.ndarray) -> None:
    speed = _all(clips, lambda clip: clip.seen.speed)
    view = _all(clips, lambda clip: clip.seen.in_view)
    groups = [("still", view & ~moving)]
    for low, high in SPEEDS:
        label = f"{low:g} to {high:g}" if np.isfinite(high) else f"over {low:g}"
        groups.append((label, moving & (speed > low) & (speed <= high)))
    rows = [
        [
            label,
            f"{int(group.sum()):,}",
            *(f"{_share(_found(clips, name)[group]):.1f} %" for name in (REFERENCE, *names)),
        ]
        for label, group in groups
    ]
    proof.table(
        "Hands in view that are found, by the speed of the wrist in shoulder widths a second",
        ("speed", "hands", REFERENCE, *names),
        rows,
    )
    rows = []
    for name in (REFERENCE, *names):
        verdicts = [clip.verdicts[name] for clip in clips]
        hands = np.concatenate([verdict.hands for verdict in verdicts])
        owner = np.concatenate([verdict.owner for verdict in verdicts])
        reasons = [np.concatenate([getattr(verdict, why) for verdict in verdicts]) for why in ("far", "twin", "jump")]
        crossed = (owner >= 0) & (owner != np.array([0, 1]))
        suspects = [f"{int((hands & why).sum()):,}" for why in reasons]
        rows.append([name, f"{int(hands.sum()):,}", *suspects, f"{_share(crossed[owner >= 0]):.1f} %"])
    header = ("by", "hands", "near no wrist", "twice on one place", "shape of one frame", "in the other hand's slot")
    proof.table("Hands that are given, and those suspected to be none", header, rows)


def _second_look(proof: Proof, clips: list[Clip], names: list[str]) -> None:
    """How many of the hands that only a graph finds are hands, for all that can be known without a person."""
    pick = random.Random(SEED)
    new = {name: f"moving hands that {name} finds and the reference does not" for name in names}
    both, none = "moving hands that the reference finds", "elbows far from both wrists (no hand is there)"
    kinds: dict[str, list[Spot]] = {kind: [] for kind in (both, *new.values(), none)}
    for clip in clips:
        seen = clip.seen
        reference = clip.verdicts[REFERENCE].found
        for place in np.argwhere(seen.moving & reference):
            kinds[both].append(_look(clip, seen.places, *place))
        for name in names:
            for place in np.argwhere(seen.moving & clip.verdicts[name].found & ~reference):
                kinds[new[name]].append(_look(clip, seen.places, *place))
        apart = np.linalg.norm(seen.elbows[:, :, None] - seen.places[:, None], axis=3).min(axis=2) / seen.shoulders
        size = np.array([clip.found[REFERENCE].width, clip.found[REFERENCE].height])
        inside = np.all((seen.elbows > 0) & (seen.elbows < size), axis=2)
        for place in np.argwhere((apart > 1) & inside):
            kinds[none].append(_look(clip, seen.elbows, *place))
    rows = []
    for kind, spots in kinds.items():
        some = pick.sample(spots, min(LOOKS, len(spots)))
        answers = second_look.seen(some, proof.folder / "logs" / "second-look.log")
        share = f"{100 * sum(answers) / len(answers):.0f} %" if answers else "none"
        rows.append([kind, f"{len(spots):,}", f"{len(some):,}", share])
    proof.table(
        "A second look: MediaPipe's palm detector on an enlarged cut-out round the place, frame by itself",
        ("places", "there are", "looked at", "a hand is seen"),
        rows,
    )


def _look(clip: Clip, places: np.ndarray, frame: int, side: int) -> Spot:
    x, y = places[frame, side]
    return Spot(clip.file, int(frame), (float(x), float(y)), 2 * clip.seen.shoulders)


def _sheets(proof: Proof, clips: list[Clip], names: list[str]) -> None:
    """Pictures of a sample of the hands that only we find, and of those suspected to be false, for every way."""
    pick = random.Random(SEED)
    by_file = {clip.file: clip for clip in clips}
    wrist_places = {clip.file: clip.seen.places for clip in clips}
    for name in (REFERENCE, *names):
        kinds: dict[str, list[Spot]] = {"false": [], "new": []}
        for clip in clips:
            verdict = clip.verdicts[name]
            new = verdict.found & clip.seen.moving & ~clip.verdicts[REFERENCE].found
            kinds["new"] += [_spot(clip, name, *place, "") for place in np.argwhere(new)]
            for why in ("far", "twin", "jump"):
                flagged = getattr(verdict, why) & verdict.hands
                kinds["false"] += [_spot(clip, name, *place, why) for place in np.argwhere(flagged)]
        hands = {file: _pixels(clip.found[name]) for file, clip in by_file.items()}
        for kind, spots in kinds.items():
            if not spots:
                continue
            some = sorted(pick.sample(spots, min(SAMPLES, len(spots))), key=lambda spot: (spot.clip.name, spot.frame))
            file = proof.folder / f"{name.replace(' ', '-')}-{kind}.png"
            sheets.sheet(file, some, hands, wrist_places)
            proof.say(f"{file}: {len(some)} of {number(len(spots))} hands")


def _spot(clip: Clip, name: str, frame: int, which: int, why: str) -> Spot:
    """A suspected hand is looked at where it is, a new one where its wrist is."""
    hand = _pixels(clip.found[name])[frame, which] if why else None
    center = hand.mean(axis=0) if hand is not None else clip.seen.places[frame, which]
    text = f"{clip.file.stem} {frame} {SIDES[which]} {why}"
    return Spot(clip.file, int(frame), (float(center[0]), float(center[1])), 1.4 * clip.seen.shoulders, text)


def _pixels(sequence: Sequence) -> np.ndarray:
    size = np.array([sequence.width, sequence.height], np.float32)
    return np.stack([sequence.parts[side][:, :, :2] * size for side in SIDES], axis=1)
