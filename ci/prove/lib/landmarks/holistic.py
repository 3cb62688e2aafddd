"""Reads the landmarks of MediaPipe Holistic from a .pose file, without our own reader of them."""

import struct
from pathlib import Path

import numpy as np

from reference.sequences import Sequence

_PARTS = {
    "RIGHT_HAND_LANDMARKS": "right hand",
    "LEFT_HAND_LANDMARKS": "left hand",
    "POSE_LANDMARKS": "pose",
    "FACE_LANDMARKS": "face",
}


def read(file: Path) -> Sequence:
    """The first person of a .pose file, version 0.2: points of confidence 0 are absent, the pose's are visibilities.

    z stays as the file has it, in pixels of whatever unit; x and y are divided by the picture's size.
    """
    data = file.read_bytes()
    at = 0

    def take(form: str) -> tuple:
        nonlocal at
        values = struct.unpack_from("<" + form, data, at)
        at += struct.calcsize("<" + form)
        return values

    def text() -> str:
        nonlocal at
        (length,) = take("H")
        at += length
        return data[at - length : at].decode()

    version, width, height, _, count = take("fHHHH")
    if round(version, 3) != 0.2:
        raise ValueError(f"{file} is of version {version:.3f}, not 0.2")
    components = []
    for _ in range(count):
        name, form = text(), text()
        points, limbs, colors = take("HHH")
        for _ in range(points):
            text()
        at += 2 * 2 * limbs + 3 * 2 * colors
        components.append((name, points, len(form) - 1))
    _, frames, people = take("fIH")
    total, dimensions = sum(points for _, points, _ in components), max(size for _, _, size in components)
    numbers = np.frombuffer(data, "<f4", frames * people * total * (dimensions + 1), at)
    split = frames * people * total * dimensions
    places = numbers[:split].reshape(frames, people, total, dimensions)[:, 0]
    confidence = numbers[split:].reshape(frames, people, total)[:, 0]
    parts, first = {}, 0
    for name, points, _ in components:
        part = places[:, first : first + points, :3] / np.array([width, height, 1], np.float32)
        sure = confidence[:, first : first + points]
        part = np.where(sure[..., None] > 0, part, np.nan).astype(np.float32)
        if name in _PARTS:
            visibility = [sure[..., None]] if name == "POSE_LANDMARKS" else []
            parts[_PARTS[name]] = np.concatenate([part, *visibility], axis=2)
        first += points
    return Sequence(parts, width, height)
