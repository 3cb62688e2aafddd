"""Keras' fit, run when it is told to: what ci/prove/train-speed measures beside us.

All sequences lie in memory, padded to one length, as in the published recogniser. A line "steps N" on standard input
fits N batches and is answered by a line of JSON.
"""

import argparse
import json
import os
import sys
import time
from pathlib import Path

os.environ["TF_CPP_MIN_LOG_LEVEL"] = "2"

import keras
import numpy as np
import tensorflow as tf

from training.features import padded, relative_to_nose
from training.keras_network import Network, optimizer


class Stopwatch(keras.callbacks.Callback):
    """Seconds from the end of one step to the end of the next, the input pipeline's share included."""

    def __init__(self) -> None:
        super().__init__()
        self.steps: list[float] = []
        self._last = 0.0

    def on_train_batch_begin(self, batch, logs=None):
        """The first step begins here."""
        if not self._last:
            self._last = time.monotonic()

    def on_train_batch_end(self, batch, logs=None):
        """A step ends, and the next one begins."""
        now = time.monotonic()
        self.steps.append(now - self._last)
        self._last = now


def main() -> None:
    """Listens."""
    parser = argparse.ArgumentParser()
    parser.add_argument("archive", type=Path)
    parser.add_argument("batch_size", type=int)
    parser.add_argument("threads", type=int)
    parser.add_argument("frames", type=int)
    options = parser.parse_args()
    tf.config.threading.set_intra_op_parallelism_threads(options.threads)
    tf.config.threading.set_inter_op_parallelism_threads(options.threads)
    x, y = load(options.archive, options.frames)
    # Without masks Keras takes its fused batch normalisation. XLA is for GPUs: on processors it is slower.
    model = Network(masked=False, dropout=0.2, head_dropout=0.2).model()
    loss = keras.losses.SparseCategoricalCrossentropy(from_logits=True)
    model.compile(optimizer(), loss, jit_compile=False)
    place = 0
    for line in sys.stdin:
        count = int(line.split()[1]) * options.batch_size
        rows = np.arange(place, place + count) % len(y)
        place += count
        watch = Stopwatch()
        some, labels = x[rows], y[rows]
        model.fit(some, labels, batch_size=options.batch_size, verbose=0, callbacks=[watch])
        print(json.dumps({"steps": watch.steps, "peak_bytes": peak_bytes()}), flush=True)


def load(archive: Path, frames: int) -> tuple[np.ndarray, np.ndarray]:
    """Features of all sequences [sequences][frames][540], and their classes."""
    arrays = np.load(archive)
    landmarks, offsets = arrays["landmarks"], arrays["offsets"]
    sequences = [relative_to_nose(landmarks[first:end]) for first, end in zip(offsets, offsets[1:])]
    return padded(sequences, frames)[0], arrays["label"]


def peak_bytes() -> int:
    """Most memory of this process so far."""
    status = Path("/proc/self/status").read_text(encoding="ascii")
    return next(int(line.split()[1]) * 1024 for line in status.splitlines() if line.startswith("VmHWM:"))


if __name__ == "__main__":
    main()
