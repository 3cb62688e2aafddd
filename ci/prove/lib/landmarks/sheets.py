"""Contact sheets of hands, for a person to judge."""

from collections.abc import Mapping, Sequence
from pathlib import Path

import cv2
import numpy as np

from landmarks.spots import Spot, by_clip
from reference.solutions import decode

_TILE, _COLUMNS = 220, 4
_LINES = ((0, 1, 2, 3, 4), (0, 5, 6, 7, 8), (9, 10, 11, 12), (13, 14, 15, 16), (0, 17, 18, 19, 20), (5, 9, 13, 17))
_COLORS = ((60, 80, 255), (255, 140, 60))  # BGR: right red, left blue, as in our other pictures
_WRIST_COLOR = (90, 220, 90)


def sheet(
    file: Path, spots: Sequence[Spot], hands: Mapping[Path, np.ndarray], wrists: Mapping[Path, np.ndarray]
) -> None:
    """Draws the spots, bare and with what was found.

    hands (frames, 2, 21, xy) and wrists (frames, 2, xy; a green cross) are in pixels, by clip.
    """
    tiles: dict[Spot, np.ndarray] = {}
    for clip, wanted in by_clip(spots).items():
        for index, frame in enumerate(decode(clip, max(wanted) + 1)):
            for spot in wanted.get(index, ()):
                tiles[spot] = _tile(frame, spot, hands[clip][index], wrists[clip][index])
    drawn = [tiles[spot] for spot in spots]
    drawn += [np.full_like(drawn[0], 255)] * (-len(drawn) % _COLUMNS)
    rows = [np.hstack(drawn[start : start + _COLUMNS]) for start in range(0, len(drawn), _COLUMNS)]
    file.parent.mkdir(parents=True, exist_ok=True)
    cv2.imwrite(str(file), np.vstack(rows))


def _tile(frame: np.ndarray, spot: Spot, hands: np.ndarray, wrists: np.ndarray) -> np.ndarray:
    move = spot.to_tile(_TILE)
    bare = cv2.warpAffine(cv2.cvtColor(frame, cv2.COLOR_RGB2BGR), move, (_TILE, _TILE), borderValue=(128, 128, 128))
    drawn = bare.copy()
    for points, color in zip(hands, _COLORS):
        if np.isnan(points[0, 0]):
            continue
        places = [tuple(int(value) for value in np.round(move @ [x, y, 1])) for x, y in points]
        for line in _LINES:
            for one, other in zip(line, line[1:]):
                cv2.line(drawn, places[one], places[other], color, 1, cv2.LINE_AA)
    for place in wrists:
        if not np.isnan(place[0]):
            x, y = np.round(move @ [*place, 1])
            cv2.drawMarker(drawn, (int(x), int(y)), _WRIST_COLOR, cv2.MARKER_CROSS, 10, 1, cv2.LINE_AA)
    pair = np.hstack([bare, drawn])
    cv2.putText(pair, spot.text, (4, _TILE - 6), cv2.FONT_HERSHEY_SIMPLEX, 0.4, (0, 0, 0), 3, cv2.LINE_AA)
    cv2.putText(pair, spot.text, (4, _TILE - 6), cv2.FONT_HERSHEY_SIMPLEX, 0.4, (255, 255, 255), 1, cv2.LINE_AA)
    return pair
