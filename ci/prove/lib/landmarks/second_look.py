"""A second look at places in clips: is there a hand? By MediaPipe's palm detector on an enlarged cut-out.

It knows nothing of the frame before, of the body, or of what a graph claims, and sees the hand larger than any graph
did. So it tells hands that a graph made up from true ones, up to those that are too blurred for it as well.
"""

import os
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

import cv2
import mediapipe
import numpy as np

from landmarks.hands import NEAR
from landmarks.spots import Spot, by_clip
from reference.solutions import decode

_SIDE = 384  # pixels of the cut-out
_CONFIDENCE = 0.5


def seen(spots: Sequence[Spot], log: Path) -> list[bool]:
    """For each place whether a hand's wrist is near it. The side of a spot is that of its cut-out: two shoulder widths.

    What MediaPipe writes to stderr goes to the log.
    """
    answers: dict[Spot, bool] = {}
    with (
        _stderr_to(log),
        mediapipe.solutions.hands.Hands(
            static_image_mode=True, max_num_hands=2, min_detection_confidence=_CONFIDENCE
        ) as hands,
    ):
        for clip, wanted in by_clip(spots).items():
            for index, frame in enumerate(decode(clip, max(wanted) + 1)):
                for spot in wanted.get(index, ()):
                    answers[spot] = _seen(hands, frame, spot)
    return [answers[spot] for spot in spots]


def _seen(hands: "mediapipe.solutions.hands.Hands", frame: np.ndarray, spot: Spot) -> bool:
    cut = cv2.warpAffine(frame, spot.to_tile(_SIDE), (_SIDE, _SIDE), flags=cv2.INTER_LINEAR)
    found = hands.process(cut).multi_hand_landmarks or ()
    # The middle of the cut-out is the place, and its side two shoulder widths.
    return any(np.hypot(hand.landmark[0].x - 0.5, hand.landmark[0].y - 0.5) * 2 <= NEAR for hand in found)


@contextmanager
def _stderr_to(log: Path) -> Iterator[None]:
    """Native code does not know of sys.stderr, so the descriptor itself leads elsewhere for a while."""
    log.parent.mkdir(parents=True, exist_ok=True)
    sys.stderr.flush()
    kept = os.dup(2)
    try:
        with log.open("wb") as file:
            os.dup2(file.fileno(), 2)
        yield
    finally:
        os.dup2(kept, 2)
        os.close(kept)
