"""The figures of ci/prove/train-parity."""

import json
from dataclasses import dataclass
from pathlib import Path

import keras
import numpy as np
import tensorflow as tf

from proof import Proof
from proof.figures import number
from training.examples import Examples, fingerspelling
from training.features import padded, relative_to_nose
from training.keras_network import NOT_TRAINABLE, PARAMETERS, Network, load, optimizer, read, variables

BATCH, STEPS, LONG = 32, 10, 195
MOST_OUTPUT, MOST_RELATIVE = 1e-4, 1e-3
MOST_BY_PADDING, MOST_EXPORTED = 1e-5, 1e-6
KEY_BIAS = "attention key's bias"


@dataclass(frozen=True)
class Ours:
    """What our session wrote of one run."""

    folder: Path
    outcome: dict

    def array(self, name: str) -> np.ndarray:
        """A list of the outcome."""
        return np.array(self.outcome[name], dtype=np.float32)

    def checkpoint(self, step: int) -> Path:
        """Weights after so many steps."""
        return self.folder / f"step-{step}"


def measure(proof: Proof) -> None:
    """Trains both ways and compares."""
    keras.utils.set_random_seed(1)
    mixed = fingerspelling(proof, 2 * BATCH if proof.quick else None)
    shortest = min(len(sequence) for sequence in mixed.sequences)
    whole = len(mixed.labels) // BATCH * BATCH
    equal = Examples([sequence[:shortest] for sequence in mixed.sequences[:whole]], mixed.labels[:whole])
    rows: list[list[str]] = []
    with proof.temporary() as folder:
        for name, examples, masked in (
            ("sequences of mixed lengths, masked", mixed, True),
            (f"sequences cut to {shortest} frames, no mask", equal, False),
        ):
            ours = _ours(proof, examples, folder / f"masked-{masked}")
            rows += _steps(proof, name, ours, examples, masked)
            if masked:
                _parameters(proof, ours)
                _masking(proof, ours)
                _exported(proof, ours, examples)
    proof.table(
        f"Furthest variables after {STEPS} steps (length of the difference : length of the variable)",
        ("batches", "variable", "after 1 step", f"after {STEPS} steps"),
        rows,
        readme=False,
    )
    proof.note(
        f"{len(mixed.labels)} fingerspelled letters of 14 sign languages, 180 points, batches of {BATCH}; dropout off,"
        " AdamW 1e-3, weight decay 0.004, no clipping, no label smoothing. Keras' batch normalisation and mean take"
        " the mask of real frames, its attention the same mask for keys; sequences cut to one length are compared"
        " without any mask. The relative difference of a variable is the Euclidean length of the difference over that"
        " of the variable, and the largest of all variables is told: single numbers whose gradient is as small as"
        " Adam's epsilon make steps of any size (by the largest number instead of the length, one bias came to 2.1e-3"
        " after the first step, and to 2.5e-4 after ten). "
        f"Left out is the {KEY_BIAS}, on which no output depends: its gradient is zero but for rounding, and"
        " Adam makes steps of full size of it."
    )


def _ours(proof: Proof, examples: Examples, folder: Path) -> Ours:
    folder.mkdir()
    examples.write(folder / "examples.npz")
    main = "org.pose2gloss.classifier.training.TrainingParityBenchmark"
    command = proof.java(main, folder / "examples.npz", BATCH, STEPS, folder)
    proof.processes.run(command, name="training-parity", seconds=600)
    return Ours(folder, json.loads((folder / "outcome.json").read_text(encoding="utf-8")))


def _parameters(proof: Proof, ours: Ours) -> None:
    model = Network(masked=True, dropout=0, head_dropout=0).model()
    trainable = sum(int(np.prod(variable.shape)) for variable in model.trainable_variables)
    counts = {ours.outcome["parameters"], model.count_params(), PARAMETERS}
    proof.figure("parameters, ours and Keras'", ours.outcome["parameters"], f"= {PARAMETERS:,}", len(counts) == 1)
    fixed = {ours.outcome["parameters"] - ours.outcome["trainable_parameters"], model.count_params() - trainable}
    proof.figure("of them not trainable", max(fixed), f"= {NOT_TRAINABLE:,}", fixed == {NOT_TRAINABLE})


def _batches(examples: Examples, masked: bool) -> list[tuple]:
    """Inputs and labels of each batch as Keras takes them."""
    batches = []
    for first in range(0, len(examples.labels), BATCH):
        features = [relative_to_nose(sequence) for sequence in examples.sequences[first : first + BATCH]]
        frames, mask = padded(features)
        batches.append(([frames, mask] if masked else frames, examples.labels[first : first + BATCH]))
    return batches


def _steps(proof: Proof, name: str, ours: Ours, examples: Examples, masked: bool) -> list[list[str]]:
    """Compares steps and outputs; gives back the variables that are furthest apart."""
    proof.say(name)
    model = Network(masked, dropout=0, head_dropout=0).model()
    batches = _batches(examples, masked)

    load(model, ours.checkpoint(STEPS))
    logits = np.concatenate([model(inputs, training=False).numpy() for inputs, _ in batches])
    proof.at_most(f"{name}: outputs, largest difference", _furthest(logits, ours.array("scores")), MOST_OUTPUT)
    proof.figure(f"{name}: outputs, largest", float(np.abs(logits).max()))

    load(model, ours.checkpoint(0))
    differences = {}
    losses = []
    adam = optimizer()
    adam.build(model.trainable_variables)
    take = tf.function(lambda inputs, labels: _step(model, adam, inputs, labels), reduce_retracing=True)
    for step in range(1, STEPS + 1):
        inputs, labels = batches[(step - 1) % len(batches)]
        losses.append(float(take(inputs, tf.constant(labels))))
        if step in (1, STEPS):
            differences[step] = _differences(model, read(ours.checkpoint(step)))
    theirs = np.array(losses)
    relative = np.abs(ours.array("losses") - theirs) / theirs
    proof.at_most(f"{name}: loss of the first step, relative difference", float(relative[0]), MOST_RELATIVE)
    proof.at_most(f"{name}: losses of {STEPS} steps, largest", float(relative.max()), MOST_RELATIVE)
    for step, found in differences.items():
        title = f"{name}: after {step} step{'s' if step > 1 else ''}"
        weights = {key: value for key, value in found.items() if ".moving_" not in key and key != KEY_BIAS}
        statistics = {key: value for key, value in found.items() if ".moving_" in key}
        proof.at_most(f"{title}: weights, largest relative difference", max(weights.values()), MOST_RELATIVE)
        proof.at_most(f"{title}: batch-norm statistics, likewise", max(statistics.values()), MOST_RELATIVE)
    proof.detail(name, {"losses": {"ours": ours.outcome["losses"], "keras": losses}, "differences": differences})
    last = differences[STEPS]
    worst = sorted(last, key=lambda key: last[key], reverse=True)[:5]
    return [[name, key, f"{differences[1][key]:.1e}", f"{last[key]:.1e}"] for key in worst]


def _step(model, adam, inputs, labels):
    with tf.GradientTape() as tape:
        logits = model(inputs, training=True)
        loss = tf.reduce_mean(keras.losses.sparse_categorical_crossentropy(labels, logits, from_logits=True))
    adam.apply(tape.gradient(loss, model.trainable_variables))
    return loss


def _differences(model: keras.Model, weights: dict[str, np.ndarray]) -> dict[str, float]:
    """By variable: length of the difference over the variable's length; key biases under a name of their own."""
    differences: dict[str, float] = {}
    for name, variable, part in variables(model):
        theirs = variable.numpy()
        ours = np.reshape(part(weights[name]), theirs.shape)
        is_key_bias = name.endswith("query_key_value.bias") and "key" in variable.path.split("/")
        key = KEY_BIAS if is_key_bias else name
        relative = float(np.linalg.norm(ours - theirs) / max(np.linalg.norm(theirs), 1e-30))
        differences[key] = max(differences.get(key, 0.0), relative)
    return differences


def _masking(proof: Proof, ours: Ours) -> None:
    alone = ours.array("scores")[:BATCH]
    proof.at_most(
        f"outputs of a sequence beside one of {LONG} frames and in its batch, largest difference",
        _furthest(ours.array("beside_long"), alone),
        MOST_BY_PADDING,
    )


def _exported(proof: Proof, ours: Ours, examples: Examples) -> None:
    """The exported model through DJL and through Python's TensorFlow."""
    exported = ours.array("exported")
    scores = ours.array("scores").astype(np.float64)
    odds = np.exp(scores - scores.max(axis=1, keepdims=True))
    session = odds / odds.sum(axis=1, keepdims=True)
    title = "exported model, probabilities, largest difference: "
    proof.at_most(f"{title}DJL and the session that trained", _furthest(exported, session), MOST_EXPORTED)
    alone = ours.array("exported_alone")
    proof.at_most(f"{title}DJL, batch of 1 and of {BATCH}", _furthest(alone, exported), MOST_EXPORTED)

    serve = tf.saved_model.load(str(ours.folder / "model")).signatures["serving_default"]

    def answer(sequences: list[np.ndarray], frames: int | None = None) -> np.ndarray:
        landmarks, mask = padded(sequences, frames)
        result = serve(landmarks=tf.constant(landmarks), mask=tf.constant(mask.astype(np.float32)))
        return result["probabilities"].numpy()

    every = range(0, len(examples.labels), BATCH)
    python = np.concatenate([answer(examples.sequences[first : first + BATCH]) for first in every])
    proof.at_most(f"{title}Python's TensorFlow {tf.__version__} and DJL", _furthest(python, exported), MOST_EXPORTED)
    few = examples.sequences[:BATCH]
    single = np.concatenate([answer([sequence]) for sequence in few])
    proof.at_most(f"{title}Python, batch of 1 and of {BATCH}", _furthest(single, python[:BATCH]), MOST_EXPORTED)
    proof.at_most(
        f"{title}Python, padded to {LONG} frames and not", _furthest(answer(few, LONG), python[:BATCH]), MOST_BY_PADDING
    )
    proof.figure("exported model, largest probability", number(float(exported.max())))


def _furthest(one: np.ndarray, other: np.ndarray) -> float:
    """Largest difference; not a number where the shapes differ or a number is none."""
    return float(np.abs(one - other).max()) if one.shape == other.shape else float("nan")
