"""The original system's recipe in Keras, as it was: what the accuracy of ours is compared with.

    python -m accuracy.original EXAMPLES OUTCOME.json --part 0 --max-frames 195 --seed 1

EXAMPLES is a folder that AccuracyData has written. The defects are kept: the nose is subtracted after padding, so that
padding becomes zero and nothing masks it; a mirror swaps no hands and moves absent points; the rotation of a copy turns
the points of the first rows only. Left out: half precision, which a processor without it only emulates.
"""

import argparse
import json
import time
from collections.abc import Callable
from pathlib import Path

import keras
import numpy as np
import tensorflow as tf

from training.keras_network import Network

POINTS, HANDS, NOSE, CHANNELS = 180, 42, 49, 3
PAD_VALUE = -100.0
BATCH, EPOCHS, RATE = 128, 100, 1e-3
CENTRE = np.array([0.5, 0.5, 0.0])

Augmentation = Callable[[np.ndarray, np.random.Generator], np.ndarray]


def _out_of_picture_is_absent(data: np.ndarray) -> np.ndarray:
    data[((data[..., :2] < 0) | (data[..., :2] > 1)).any(-1)] = 0
    return data


def _rotate(first: int, second: int) -> Augmentation:
    """Turns the axes `first` and `second` into each other by 10 to 30 degrees to either side."""

    def rotate(data: np.ndarray, random: np.random.Generator) -> np.ndarray:
        angle = np.radians(random.choice([-1, 1]) * random.uniform(10, 30))
        matrix = np.eye(CHANNELS)
        matrix[first, first] = matrix[second, second] = np.cos(angle)
        matrix[first, second], matrix[second, first] = -np.sin(angle), np.sin(angle)
        # Frame and point number of what is there are both taken for numbers of rows of all points.
        rows = np.unique(np.argwhere((data[..., :2] != 0).any(-1)))
        flat = data.reshape(-1, CHANNELS)
        flat[rows] = (flat[rows] - CENTRE) @ matrix.T + CENTRE
        return _out_of_picture_is_absent(flat.reshape(data.shape))

    return rotate


def _zoom(data: np.ndarray, random: np.random.Generator) -> np.ndarray:
    there = (data[..., :2] != 0).any(-1)
    data[there, :2] = (data[there, :2] - 0.5) * random.uniform(0.8, 1.2) + 0.5
    return _out_of_picture_is_absent(data)


def _shift(data: np.ndarray, random: np.random.Generator) -> np.ndarray:
    there = (data[..., :2] != 0).any(-1)
    data[there, :2] += random.uniform(-0.2, 0.2, 2)
    return _out_of_picture_is_absent(data)


def _mask(data: np.ndarray, random: np.random.Generator) -> np.ndarray:
    data[:, random.choice(HANDS, int(0.3 * HANDS), replace=False)] = 0
    others = POINTS - HANDS
    data[:, HANDS + random.choice(others, int(0.6 * others), replace=False)] = 0
    return data


def _mirror(data: np.ndarray, random: np.random.Generator) -> np.ndarray:
    data[..., 0] = 1 - data[..., 0]
    return data


def _every_second(data: np.ndarray, random: np.random.Generator) -> np.ndarray:
    return data[::2]


AUGMENTATIONS: tuple[Augmentation, ...] = (
    _rotate(1, 2),
    _rotate(2, 0),
    _rotate(0, 1),
    _zoom,
    _shift,
    _mask,
    _mirror,
    _every_second,
)


def augmented(data: np.ndarray, random: np.random.Generator) -> np.ndarray:
    """A copy with a random half of the augmentations, at least one."""
    chosen: list[Augmentation] = []
    while not chosen:
        order = random.permutation(len(AUGMENTATIONS))
        chosen = [AUGMENTATIONS[i] for i in order if random.random() < 0.5]
    copy = data.copy()
    for augmentation in chosen:
        copy = augmentation(copy, random)
    return copy


def prepared(sequences: list[np.ndarray], max_frames: int) -> np.ndarray:
    """Padded or cut, then relative to the nose: [sequences, frames, 540]."""
    block = np.full((len(sequences), max_frames, POINTS, CHANNELS), PAD_VALUE, np.float32)
    for i, sequence in enumerate(sequences):
        block[i, : len(sequence)] = sequence[:max_frames]
    block -= block[:, :, NOSE : NOSE + 1]
    return block.reshape(len(sequences), max_frames, POINTS * CHANNELS)


def batches(x: np.ndarray, y: np.ndarray) -> tf.data.Dataset:
    """Batches in this order. Autotuning, which there is nothing to tune for, would hold up the end of each epoch."""
    options = tf.data.Options()
    options.autotune.enabled = False
    return tf.data.Dataset.from_tensor_slices((x, y)).batch(BATCH).with_options(options)


def train(examples: Path, part: int, max_frames: int, seed: int, epochs: int) -> dict:
    """Trains on all parts but one and tells what the best epoch reached on that one."""
    keras.utils.set_random_seed(seed)
    random = np.random.default_rng(seed)
    points = np.load(examples / "points.npy")
    offsets, labels, folds, places = (
        np.load(examples / f"{name}.npy").astype(int) for name in ("offsets", "labels", "folds", "places")
    )
    training = np.flatnonzero((folds >= 0) & (folds != part))
    judging = np.flatnonzero(folds == part)

    def sequence(number: int) -> np.ndarray:
        rows = points[offsets[number] : offsets[number + 1]]
        whole = np.zeros((len(rows), POINTS, CHANNELS), np.float32)
        whole[:, places[places >= 0]] = np.nan_to_num(rows[:, places >= 0])
        return whole

    originals = [sequence(i) for i in training]
    copies = [augmented(original, random) for original in originals]
    x = prepared(originals + copies, max_frames)
    y = np.concatenate([labels[training]] * 2)
    judged = prepared([sequence(i) for i in judging], max_frames)
    classes = int(labels.max()) + 1

    model = Network(masked=False, dropout=0.2, head_dropout=0.2, classes=classes).model()
    model.compile(
        optimizer=keras.optimizers.AdamW(RATE),
        loss=keras.losses.SparseCategoricalCrossentropy(from_logits=True),
        metrics=["accuracy", keras.metrics.SparseTopKCategoricalAccuracy(k=5, name="top5_accuracy")],
        jit_compile=False,  # XLA, which Keras would choose, is for GPUs: on processors it is slower.
    )
    # Shuffled once: what the original caches after shuffling and batching comes in the same order every epoch.
    order = random.permutation(len(x))
    started = time.monotonic()
    history = model.fit(
        batches(x[order], y[order]),
        epochs=epochs,
        validation_data=batches(judged, labels[judging]),
        callbacks=[keras.callbacks.ReduceLROnPlateau("val_accuracy", mode="max", patience=5, min_lr=1e-6, factor=0.7)],
        verbose=2,
    ).history
    best = int(np.argmax(history["val_accuracy"]))
    return {
        "top1": history["val_accuracy"][best],
        "top5": history["val_top5_accuracy"][best],
        "best_epoch": best + 1,
        "epochs": epochs,
        "judged": len(judged),
        "seconds": time.monotonic() - started,
        "parameters": int(model.count_params()),
    }


def main() -> None:
    """As the module says."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("examples", type=Path)
    parser.add_argument("outcome", type=Path)
    parser.add_argument("--part", type=int, default=0)
    parser.add_argument("--max-frames", type=int, default=195)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--epochs", type=int, default=EPOCHS)
    given = parser.parse_args()
    outcome = train(given.examples, given.part, given.max_frames, given.seed, given.epochs)
    given.outcome.write_text(json.dumps(outcome), encoding="utf-8")


if __name__ == "__main__":
    main()
