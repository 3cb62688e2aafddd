"""Real sequences that both sides train on."""

from dataclasses import dataclass
from pathlib import Path

import numpy as np

from proof import Proof

FINGERSPELLING = ("fingerspelling", "fingerspelling_180_f16.npz")


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
