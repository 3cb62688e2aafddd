"""What the first layer sees of landmarks, in NumPy: our network does this inside of its graph."""

import numpy as np

NOSE = 49
MIDDLE = np.array([0.5, 0.5, 0], dtype=np.float32)


def relative_to_nose(landmarks: np.ndarray) -> np.ndarray:
    """[frames][180][3], NaN where absent, to [frames][540]: the nose of each frame subtracted, zero where absent.

    A frame without a nose takes the last one before it, or else the first one after it, or else the middle.
    """
    present = np.isfinite(landmarks).all(axis=-1)
    seen = np.flatnonzero(present[:, NOSE])
    if len(seen) == 0:
        noses = np.broadcast_to(MIDDLE, (len(landmarks), 3))
    else:
        before = np.searchsorted(seen, np.arange(len(landmarks)), side="right") - 1
        noses = landmarks[seen[np.maximum(before, 0)], NOSE]
    moved = np.where(present[..., None], landmarks - noses[:, None], 0)
    return moved.reshape(len(landmarks), -1).astype(np.float32)


def padded(sequences: list[np.ndarray], frames: int | None = None) -> tuple[np.ndarray, np.ndarray]:
    """Sequences side by side with zeros after their ends, and which frames are real."""
    longest = frames or max(len(sequence) for sequence in sequences)
    batch = np.zeros((len(sequences), longest, *sequences[0].shape[1:]), dtype=np.float32)
    mask = np.zeros((len(sequences), longest), dtype=bool)
    for row, sequence in enumerate(sequences):
        batch[row, : len(sequence)] = sequence
        mask[row, : len(sequence)] = True
    return batch, mask
