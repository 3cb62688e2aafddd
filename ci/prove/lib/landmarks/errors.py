"""How far two extractions of the same clips are from each other, part by part."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from reference.sequences import PARTS
from reference.sequences import Sequence as Landmarks

AXES = ("x", "y", "z")


@dataclass(frozen=True)
class PartError:
    """A part over some clips. Errors are of single points where both have the part, in per cent of the picture's
    larger side (z has the scale of x): median and 95th percentile for x, y, z; no number where no frame has it in both.
    """

    frames: int
    both: int
    agree: float  # per cent of frames in which it is in both or in neither
    median: tuple[float, float, float]
    p95: tuple[float, float, float]


def compare(pairs: Sequence[tuple[Landmarks, Landmarks]], part: str) -> PartError:
    """A part over pairs of extractions; of two lengths the shorter counts."""
    frames = both = agree = 0
    errors = []
    for one, other in pairs:
        n = min(one.frames, other.frames)
        here, there = one.present(part)[:n], other.present(part)[:n]
        frames += n
        agree += int(np.sum(here == there))
        both += int(np.sum(here & there))
        # Files of other makers have no irises and no irises are compared.
        points = min(one.parts[part].shape[1], other.parts[part].shape[1])
        left = one.parts[part][:n][here & there][:, :points, :3]
        right = other.parts[part][:n][here & there][:, :points, :3]
        errors.append((np.abs(left - right) * one.scale() * 100).reshape(-1, 3))
    points_apart = np.concatenate(errors)
    points_apart = points_apart[~np.isnan(points_apart[:, 0])]
    return PartError(
        frames,
        both,
        100 * agree / frames if frames else float("nan"),
        _percentile(points_apart, 50),
        _percentile(points_apart, 95),
    )


def _percentile(errors: np.ndarray, percent: float) -> tuple[float, float, float]:
    if len(errors) == 0:
        return (float("nan"),) * 3
    x, y, z = (float(value) for value in np.percentile(errors, percent, axis=0))
    return x, y, z


def all_parts(pairs: Sequence[tuple[Landmarks, Landmarks]]) -> dict[str, PartError]:
    """compare() for every part."""
    return {part: compare(pairs, part) for part in PARTS}
