"""Places in clips to look at."""

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

import numpy as np


@dataclass(frozen=True)
class Spot:
    """A square of a frame: its middle and side in pixels, and what to say of it."""

    clip: Path
    frame: int
    center: tuple[float, float]
    side: float
    text: str = ""

    def to_tile(self, pixels: int) -> np.ndarray:
        """(2, 3): the affine map from the frame to a picture of the square with so many pixels a side."""
        scale = pixels / self.side
        return np.array(
            [[scale, 0, pixels / 2 - self.center[0] * scale], [0, scale, pixels / 2 - self.center[1] * scale]]
        )


def by_clip(spots: Iterable[Spot]) -> dict[Path, dict[int, list[Spot]]]:
    """Spots by clip and frame, so that each clip is decoded once."""
    clips: dict[Path, dict[int, list[Spot]]] = {}
    for spot in spots:
        clips.setdefault(spot.clip, {}).setdefault(spot.frame, []).append(spot)
    return clips
