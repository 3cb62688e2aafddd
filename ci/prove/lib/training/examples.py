"""Real sequences that both sides train on."""

from dataclasses import dataclass
from pathlib import Path

import numpy as np

from proof import Proof

FINGERSPELLING = ("fingerspelling", "fingerspelling_180_f16.npz")
WLASL_HANDS = ("wlasl-hands", "wlasl2000_hands_trainval_f16.npz")


@dataclass(frozen=True)
class Examples:
    """Sequences [frames][180][3], NaN where absent, and their classes."""

    sequences: list[np.ndarray]
    labels: np.ndarray

    def write(self, archive: Path) -> None:
        """As our Java programs read them."""
        lengths = [len(sequence) for sequence in self.sequences]
        np.savez(
            archive,
            landmarks=np.concatenate(self.sequences),
            offsets=np.concatenate([[0], np.cumsum(lengths)]),
            label=self.labels,
        )


def fingerspelling(proof: Proof, most: int | None = None) -> Examples:
    """The fingerspelled letters, in an order without order."""
    archive = np.load(proof.data(*FINGERSPELLING))
    landmarks = archive["landmarks"].astype(np.float32)
    landmarks[(landmarks == 0).all(axis=-1)] = np.nan
    offsets = archive["offsets"]
    _, labels = np.unique(archive["letter"], return_inverse=True)
    order = np.random.default_rng(5).permutation(len(labels))[:most]
    return Examples([landmarks[offsets[i] : offsets[i + 1]] for i in order], labels[order])


def wlasl_like(proof: Proof, count: int, average: float, longest: int) -> Examples:
    """Sequences of all 180 points with lengths and hands of WLASL's clips, lengths scaled to an average.

    The clips have hands only; the other points are those of fingerspelled letters, forth and back.
    """
    archive = np.load(proof.data(*WLASL_HANDS))
    hands, seen, offsets, labels = (archive[name] for name in ("landmarks", "mask", "offsets", "label"))
    rng = np.random.default_rng(7)
    chosen = rng.choice(len(labels), count, replace=False)
    lengths = np.diff(offsets)[chosen]
    lengths = np.minimum(np.round(lengths * (average / lengths.mean())).astype(int), longest)
    lengths[np.argmax(lengths)] = longest
    bodies = fingerspelling(proof).sequences
    sequences = []
    for clip, length in zip(chosen, lengths):
        frames = offsets[clip] + np.arange(length) % (offsets[clip + 1] - offsets[clip])
        body = bodies[rng.integers(len(bodies))]
        there_and_back = np.concatenate([body, body[-2:0:-1]])
        sequence = there_and_back[np.arange(length) % len(there_and_back)].copy()
        both = hands[frames].astype(np.float32)
        both[~seen[frames]] = np.nan
        sequence[:, : 2 * both.shape[2]] = both.reshape(length, -1, 3)
        sequences.append(sequence)
    return Examples(sequences, labels[chosen] % 100)
