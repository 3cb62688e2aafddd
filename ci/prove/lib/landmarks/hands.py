"""Which hands are to be seen in a clip, and whether an extraction finds them and no others.

What is to be seen is told by the reference's pose, which knows nothing of hands that were found or missed: a body
tracked as a whole has its wrists also where a hand is too blurred for a palm detector. Lengths are in widths of the
signer's shoulders (the clip's median), which makes them the same for near and far.
"""

from dataclasses import dataclass

import numpy as np

from reference.sequences import Sequence

# A wrist counts as seen above this visibility: MediaPipe's own drawing uses the same.
VISIBLE = 0.5

# Shoulder widths a second. On the WLASL clips a quarter of the wrists in view move slower than 0.12 (tremor of the
# pose), half faster than 0.48, a quarter faster than 1.6: between tremor and signing there is little.
MOVING = 0.5

# Shoulder widths from a hand's wrist to the pose's. Of the hands that the reference finds, 98 % lie within 0.2 of the
# wrist on their side and the rest mostly beyond 0.5: another hand, or none.
NEAR = 0.3

# Frame to frame a true hand keeps its shape: how far its points may lie from the middle between the frame before and
# the one after, on average and in lengths of the palm, once its wrist is put on theirs.
STEADY = 0.5

# Mean distance between the points of a frame's two hands, in palms, below which both are the same hand; unless the
# wrists too are that close.
TWIN = 0.35

SIDES = ("right hand", "left hand")
_WRIST = {"right hand": 16, "left hand": 15}  # of the pose
_ELBOW = {"right hand": 14, "left hand": 13}
_FINGERS = {"right hand": (18, 20), "left hand": (17, 19)}  # pinky and index, as the pose guesses them
_SHOULDERS = (11, 12)
_PALM = (0, 9)  # wrist and middle finger's knuckle, of the hand


@dataclass(frozen=True)
class Wrists:
    """The wrists of a clip: pixels (frames, 2, xy), in view (frames, 2), speed (frames, 2) in shoulder widths a second,
    by side; the elbows' pixels; the shoulders' width in pixels.
    """

    places: np.ndarray
    elbows: np.ndarray
    in_view: np.ndarray
    speed: np.ndarray
    shoulders: float

    @property
    def moving(self) -> np.ndarray:
        """(frames, 2): in view and moving."""
        return self.in_view & (self.speed > MOVING)


def wrists(reference: Sequence, frames_per_second: float) -> Wrists:
    """The wrists by the reference's pose.

    In view is a wrist that is visible and, with the roots of its fingers, inside the picture: where the arms hang
    down, pictures often end at the wrist.
    """
    size = np.array([reference.width, reference.height], np.float32)
    pose = reference.parts["pose"]
    with np.errstate(invalid="ignore"):
        inside = np.all((pose[:, :, :2] >= 0) & (pose[:, :, :2] <= 1), axis=2)
        visible = pose[:, :, 3] > VISIBLE
    pixels = pose[:, :, :2] * size
    across = np.linalg.norm(pixels[:, _SHOULDERS[0]] - pixels[:, _SHOULDERS[1]], axis=1)
    shoulders = float(np.nanmedian(across)) if np.any(~np.isnan(across)) else float("nan")
    places, in_view, speed = [], [], []
    for side in SIDES:
        wrist = _WRIST[side]
        places.append(pixels[:, wrist])
        in_view.append(visible[:, wrist] & inside[:, [wrist, *_FINGERS[side]]].all(axis=1))
        pace = np.full(len(pixels), np.nan, np.float32)
        moved = np.linalg.norm(pixels[2:, wrist] - pixels[:-2, wrist], axis=1)
        pace[1:-1] = moved / shoulders * frames_per_second / 2
        speed.append(pace)
    elbows = pixels[:, [_ELBOW[side] for side in SIDES]]
    return Wrists(np.stack(places, 1), elbows, np.stack(in_view, 1), np.nan_to_num(np.stack(speed, 1)), shoulders)


@dataclass(frozen=True)
class Verdict:
    """An extraction of a clip against its wrists, by frame and slot of the hand or side of the wrist: right, left.

    hands: a hand is in the slot. owner: side of the wrist that the slot's hand belongs to, -1 for none. found: the
    side's wrist has a hand, in whichever slot. far, twin, jump: why the slot's hand is suspected not to be one.
    """

    hands: np.ndarray
    owner: np.ndarray
    found: np.ndarray
    far: np.ndarray
    twin: np.ndarray
    jump: np.ndarray

    @property
    def suspect(self) -> np.ndarray:
        """(frames, 2): a hand that is suspected for any reason."""
        return self.far | self.twin | self.jump


def judge(found: Sequence, seen: Wrists) -> Verdict:
    """Gives hands to wrists and suspects those that cannot be hands.

    Hands and wrists are matched so that as many as possible are near each other, and then by distance: a hand in the
    wrong slot is found all the same. Suspected is a hand that is near no wrist, a second one on the same place, and one
    that for a frame has a shape of its own. Frames without a pose are not judged.
    """
    size = np.array([found.width, found.height], np.float32)
    points = np.stack([found.parts[side][:, :, :2] * size for side in SIDES], axis=1)
    hands = ~np.isnan(points[:, :, 0, 0])
    judged = ~np.isnan(seen.places[:, 0, 0])[:, None] & hands
    # (frames, slot, side)
    apart = np.linalg.norm(points[:, :, None, 0] - seen.places[:, None], axis=3) / seen.shoulders
    owner = np.full(hands.shape, -1)
    for frame in np.flatnonzero(judged.any(axis=1)):
        owner[frame] = _match(apart[frame])
    sides = np.stack([(owner == 0).any(axis=1), (owner == 1).any(axis=1)], axis=1)
    nearest = np.min(np.where(np.isnan(apart), np.inf, apart), axis=2)
    far = judged & (nearest > NEAR)
    return Verdict(hands, owner, sides, far, _twins(points, hands, owner, seen), _jumps(points))


def _match(apart: np.ndarray) -> np.ndarray:
    """The side of each slot's hand, -1 for none; (slot, side) are the distances, no number where a hand is absent."""
    near = np.where(np.isnan(apart), np.inf, apart)
    near[near > NEAR] = np.inf
    straight, crossed = np.array([near[0, 0], near[1, 1]]), np.array([near[0, 1], near[1, 0]])

    def worth(pair: np.ndarray) -> tuple[int, float]:
        good = np.isfinite(pair)
        return int(good.sum()), -float(pair[good].sum())

    if worth(straight) >= worth(crossed):
        return np.where(np.isfinite(straight), [0, 1], -1)
    return np.where(np.isfinite(crossed), [1, 0], -1)


def _palms(points: np.ndarray) -> np.ndarray:
    """(frames, slot): length of the palm in pixels; seen from the side, a third of the hand's reach at least."""
    palm = np.linalg.norm(points[:, :, _PALM[0]] - points[:, :, _PALM[1]], axis=2)
    reach = np.linalg.norm(points - points[:, :, :1], axis=3).max(axis=2)
    return np.maximum(palm, reach / 3)


def _twins(points: np.ndarray, hands: np.ndarray, owner: np.ndarray, seen: Wrists) -> np.ndarray:
    """The hand without a wrist of its own where both lie on the same place and the wrists do not."""
    palm = _palms(points).mean(axis=1)
    with np.errstate(invalid="ignore"):
        same = np.linalg.norm(points[:, 0] - points[:, 1], axis=2).mean(axis=1) / palm < TWIN
        wrists_apart = np.linalg.norm(seen.places[:, 0] - seen.places[:, 1], axis=1) / palm > 2 * TWIN
    twins = hands.all(axis=1) & same & wrists_apart
    second = np.where(owner == -1, 1, 0)
    second[second.sum(axis=1) == 0, 1] = 1
    return twins[:, None] & (second == 1)


def _jumps(points: np.ndarray) -> np.ndarray:
    """Hands whose shape is neither that of the frame before nor that of the one after, which are alike."""
    shape = points - points[:, :, :1]
    palm = _palms(points)
    jumps = np.zeros(palm.shape, bool)
    with np.errstate(invalid="ignore"):
        before, here, after = shape[:-2], shape[1:-1], shape[2:]
        off = np.linalg.norm(here - (before + after) / 2, axis=3).mean(axis=2) / palm[1:-1]
        alike = np.linalg.norm(before - after, axis=3).mean(axis=2) / palm[1:-1]
        jumps[1:-1] = (off > STEADY) & (alike < STEADY)
    return jumps
