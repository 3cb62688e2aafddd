"""Preparation as one writes it with NumPy: everything in memory, step after step.

Does what the published recogniser's three steps do, on one .npz of an array a video and a JSON of glosses and splits:
chooses the points, splits, makes augmented copies of the training videos, pads or cuts to 195 frames, numbers the
labels, writes arrays. Prints what it made as JSON. Run by ci/prove/prepare-speed.
"""

import argparse
import json
import random
from pathlib import Path

import numpy as np

MAX_FRAMES = 195
PAD_VALUE = -100
HAND_POINTS = 42
CENTRE = np.array([0.5, 0.5, 0], dtype=np.float32)

# Of the 553 points of a video: both hands, pose 11 to 16, and these of the face.
FACE = """
0 4 7 8 10 13 14 17 21 33 37 39 40 46 52 53 54 55 58 61 63 65 66 67 70 78 80 81 82 84 87 88 91 93 95 103 105 107 109
127 132 133 136 144 145 146 148 149 150 152 153 154 155 157 158 159 160 161 162 163 172 173 176 178 181 185 191 234 246
249 251 263 267 269 270 276 282 283 284 285 288 291 293 295 296 297 300 308 310 311 312 314 317 318 321 323 324 332 334
336 338 356 361 362 365 373 374 375 377 378 379 380 381 382 384 385 386 387 388 389 390 397 398 400 402 405 409 415 454
466 468 473
"""
POINTS = [*range(42), *range(42 + 11, 42 + 17), *(75 + int(number) for number in FACE.split())]


def main() -> None:
    """Runs the three steps."""
    parser = argparse.ArgumentParser()
    parser.add_argument("landmarks", type=Path)
    parser.add_argument("metadata", type=Path)
    parser.add_argument("output", type=Path)
    parser.add_argument("--copies", type=int, required=True)
    options = parser.parse_args()
    rng = np.random.default_rng(1)
    random.seed(1)

    metadata = json.loads(options.metadata.read_text(encoding="utf-8"))
    landmarks = np.load(options.landmarks)
    subsets = {split: load(landmarks, metadata, split) for split in ("train", "validation", "test")}
    subsets["train"] = augment(*subsets["train"], options.copies, rng)

    glosses = np.unique(subsets["train"][1])
    frames, padding = 0, 0
    options.output.mkdir(parents=True, exist_ok=True)
    for split, (videos, labels) in subsets.items():
        lengths = [min(len(video), MAX_FRAMES) for video in videos]
        frames += sum(lengths)
        padding += sum(MAX_FRAMES - length for length in lengths)
        np.save(options.output / f"X_{split}.npy", pad(videos))
        np.save(options.output / f"y_{split}.npy", np.searchsorted(glosses, labels))
    np.save(options.output / "labels.npy", glosses)
    counts = {split: len(labels) for split, (_, labels) in subsets.items()}
    print(json.dumps({**counts, "frames": frames, "padding_frames": padding}))


def load(landmarks, metadata, split):
    """The videos of a split as arrays [frames][180][3], and their glosses."""
    chosen = [number for number, video in enumerate(metadata) if video["split"] == split]
    return [landmarks[str(number)][:, POINTS] for number in chosen], [metadata[number]["gloss"] for number in chosen]


def augment(videos, labels, copies, rng):
    """The videos and changed copies of each."""
    changed = [change(video.copy(), rng) for video in videos for _ in range(copies)]
    return videos + changed, labels + [label for label in labels for _ in range(copies)]


def change(video, rng):
    """A random half of the changes, at least one, in random order."""
    changes = [rotate_x, rotate_y, rotate_z, zoom, shift, mask, mirror, faster]
    chosen = []
    while not chosen:
        chosen = [one for one in changes if rng.random() < 0.5]
    random.shuffle(chosen)
    for one in chosen:
        video = one(video, rng)
    return video


def rotate_x(video, rng):
    """About x."""
    return rotate(video, rng, 1, 2)


def rotate_y(video, rng):
    """About y."""
    return rotate(video, rng, 2, 0)


def rotate_z(video, rng):
    """About z."""
    return rotate(video, rng, 0, 1)


def rotate(video, rng, first, second):
    """By 10 to 30 degrees to either side, in the plane of two axes."""
    angle = np.radians(rng.uniform(10, 30) * rng.choice([-1, 1]))
    matrix = np.eye(3, dtype=np.float32)
    matrix[first, first] = matrix[second, second] = np.cos(angle)
    matrix[second, first] = np.sin(angle)
    matrix[first, second] = -matrix[second, first]
    there = present(video)
    video[there] = (video[there] - CENTRE) @ matrix.T + CENTRE
    return clear_outside(video)


def zoom(video, rng):
    """By 0.8 to 1.2."""
    there = present(video)
    video[there, :2] = (video[there, :2] - CENTRE[:2]) * np.float32(rng.uniform(0.8, 1.2)) + CENTRE[:2]
    return clear_outside(video)


def shift(video, rng):
    """By up to 0.2."""
    there = present(video)
    video[there, :2] += rng.uniform(-0.2, 0.2, 2).astype(np.float32)
    return clear_outside(video)


def mask(video, rng):
    """Hides 30% of the hands' points and 60% of the others."""
    others = video.shape[1] - HAND_POINTS
    video[:, rng.choice(HAND_POINTS, int(0.3 * HAND_POINTS), replace=False)] = 0
    video[:, HAND_POINTS + rng.choice(others, int(0.6 * others), replace=False)] = 0
    return video


def mirror(video, rng):
    """Turns x about, as the original does: sides are not swapped."""
    video[..., 0] = 1 - video[..., 0]
    return video


def faster(video, rng):
    """Every second frame."""
    return video[::2]


def present(video):
    """Which points are there."""
    return np.any(video[..., :2] != 0, axis=2)


def clear_outside(video):
    """Points outside the picture become absent."""
    video[np.any((video[..., :2] < 0) | (video[..., :2] > 1), axis=2)] = 0
    return video


def pad(videos):
    """All of one length."""
    return np.array(
        [
            np.pad(
                video[:MAX_FRAMES],
                ((0, max(0, MAX_FRAMES - len(video))), (0, 0), (0, 0)),
                constant_values=PAD_VALUE,
            )
            for video in videos
        ]
    )


if __name__ == "__main__":
    main()
