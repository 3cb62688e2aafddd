"""Landmarks of whole videos as arrays, the reference's and ours alike."""

import os
from dataclasses import dataclass
from pathlib import Path

import numpy as np

HAND_POINTS = 21
MOST_HANDS = 2
PARTS = {"right hand": (HAND_POINTS, 3), "left hand": (HAND_POINTS, 3), "pose": (33, 4), "face": (478, 3)}


@dataclass
class Found:
    """What is in a frame; None where nothing was found. x and y in picture widths and heights, z on the scale of x.

    hands (n, 21, 3), labels (n,): 0 where MediaPipe says "Left", which in a picture that is not mirrored is the
    person's right hand, and scores (n,) of that; pose (33, 4), the fourth is visibility; face (478, 3).
    """

    hands: np.ndarray
    labels: np.ndarray
    scores: np.ndarray
    pose: np.ndarray | None
    face: np.ndarray | None


@dataclass
class Sequence:
    """A video's landmarks: a part is (frames, points, channels), NaN where it was not found."""

    parts: dict[str, np.ndarray]
    width: int
    height: int

    @property
    def frames(self) -> int:
        """How many frames the video has."""
        return len(self.parts["pose"])

    def present(self, part: str) -> np.ndarray:
        """(frames,): whether a part was found."""
        return ~np.isnan(self.parts[part][:, 0, 0])

    def scale(self) -> np.ndarray:
        """(3,): what turns x, y, z into fractions of the larger side of the picture."""
        longer = max(self.width, self.height)
        return np.array([self.width, self.height, self.width], np.float32) / longer


def read_rows(file: Path, width: int, height: int) -> Sequence:
    """What our Java writes: a row a frame, the parts one after the other."""
    rows = np.load(file)
    parts, start = {}, 0
    for name, (points, channels) in PARTS.items():
        parts[name] = rows[:, start : start + points * channels].reshape(-1, points, channels)
        start += points * channels
    if start != rows.shape[1]:
        raise ValueError(f"{file} has rows of {rows.shape[1]} numbers instead of {start}")
    return Sequence(parts, width, height)


@dataclass
class Reference:
    """A video's landmarks by the reference; hands also as it gave them, before they got their slots."""

    sequence: Sequence
    labels: np.ndarray  # (frames, most hands of a frame): -1 where there is no hand

    @property
    def hands(self) -> np.ndarray:
        """(frames,): hands in a frame; MediaPipe gives three now and then where it was told to find two at most."""
        return np.sum(self.labels >= 0, axis=1)

    @property
    def twins(self) -> int:
        """Frames with two hands of the same label."""
        return int(np.sum((np.sum(self.labels == 0, axis=1) > 1) | (np.sum(self.labels == 1, axis=1) > 1)))


def collect(found: list[Found], width: int, height: int) -> Reference:
    """Puts frames together.

    The surest hand gets the slot of its label, the next one too if it is free or else the other; a third gets none.
    (The original let a later hand overwrite an earlier one of the same label.)
    """
    parts = {name: np.full((len(found), *shape), np.nan, np.float32) for name, shape in PARTS.items()}
    labels = np.full((len(found), max(MOST_HANDS, *(len(frame.labels) for frame in found))), -1, np.int8)
    for i, frame in enumerate(found):
        slots = ["right hand", "left hand"]
        for hand in np.argsort(-frame.scores, kind="stable")[:MOST_HANDS]:
            wanted = ["right hand", "left hand"][frame.labels[hand]]
            slot = wanted if wanted in slots else slots[0]
            slots.remove(slot)
            parts[slot][i] = frame.hands[hand]
        labels[i, : len(frame.labels)] = frame.labels
        if frame.pose is not None:
            parts["pose"][i] = frame.pose
        if frame.face is not None:
            parts["face"][i] = frame.face
    return Reference(Sequence(parts, width, height), labels)


def save(reference: Reference, file: Path) -> None:
    """Writes a file at once or not at all."""
    unfinished = file.with_suffix(f".{os.getpid()}.part")
    sequence = reference.sequence
    with unfinished.open("wb") as out:
        np.savez(
            out,
            size=np.array([sequence.width, sequence.height]),
            labels=reference.labels,
            **{name.replace(" ", "_"): values for name, values in sequence.parts.items()},
        )
    os.replace(unfinished, file)


def load(file: Path) -> Reference:
    """Reads what save wrote."""
    with np.load(file) as arrays:
        parts = {name: arrays[name.replace(" ", "_")] for name in PARTS}
        width, height = (int(side) for side in arrays["size"])
        return Reference(Sequence(parts, width, height), arrays["labels"])
