"""The figures of ci/prove/train-speed."""

import statistics
from pathlib import Path

import numpy as np

from preparation.runs import MEGABYTE, two_cores
from proof import Proof
from training.examples import wlasl_like
from training.worker import Worker

BATCH, LONGEST, AVERAGE, SEQUENCES = 32, 195, 65, 2884
MOST_EPOCH, MOST_STEP, MOST_WAITING = 0.5, 1.0, 0.02
FLOAT, HALF = "float32", "bfloat16"
MAIN = "org.pose2gloss.classifier.training.TrainingSpeedBenchmark"


def measure(proof: Proof) -> None:
    """Lets us and Keras take turns."""
    cores = two_cores()
    count = 10 * BATCH if proof.quick else SEQUENCES
    rounds = 2 if proof.quick else proof.options.rounds
    steps = 2 if proof.quick else proof.options.steps
    examples = wlasl_like(proof, count, AVERAGE, LONGEST)
    lengths = [len(sequence) for sequence in examples.sequences]
    epoch = -(-count // BATCH)
    with proof.temporary() as folder:
        archive = folder / "examples.npz"
        examples.write(archive)
        ours = Worker(proof, "ours", _java(proof, archive, cores, FLOAT))
        program = Path(__file__).with_name("keras_worker.py")
        peer = Worker(
            proof,
            "keras",
            [str(proof.environment("keras")), str(program), str(archive), str(BATCH), str(cores), str(LONGEST)],
            env={"PYTHONPATH": str(program.parents[1])},
        )
        proof.say("first steps, in which graphs are made")
        ours.ask("steps 2")
        ours.ask("epoch 3")
        peer.ask("steps 2")
        answers: dict[str, list[dict]] = {"epoch": [], "steps": [], "keras": []}
        for turn in range(rounds):
            for name, worker, command in (
                ("epoch", ours, f"epoch {epoch}"),
                ("keras", peer, f"steps {steps}"),
                ("steps", ours, f"steps {steps}"),
            ):
                answers[name].append(worker.ask(command))
            proof.say(f"round {turn + 1} of {rounds}")
        peer.end()
        ours.end()
        _figures(proof, answers, epoch, lengths)
        _precision(proof, archive, cores, 4 if proof.quick else proof.options.steps)
    proof.note(
        f"{count:,} sequences of {min(lengths)} to {max(lengths)} frames, {np.mean(lengths):.1f} on average: lengths and"
        " hands of WLASL's clips, scaled to that average, the other points of real fingerspelling; batches of"
        f" {BATCH}, {cores} threads, dropout 0.2. We and Keras take turns, {rounds} rounds; medians. Keras' epoch is its"
        f" median step times {epoch} steps, of {rounds * steps} steps measured; its features lie ready in memory, padded"
        f" to {LONGEST} frames, and no mask is told to it, which lets it use fused batch normalisation and spares it the"
        " work of leaving padding out. Ours computes the features in each step. At the same shapes every batch of"
        f" both is padded to {LONGEST} frames."
    )


def _java(proof: Proof, archive: Path, cores: int, precision: str) -> list[str]:
    return proof.java(MAIN, archive, BATCH, cores, precision, heap="2g")


def _figures(proof: Proof, answers: dict[str, list[dict]], epoch: int, lengths: list[int]) -> None:
    our_epoch = statistics.median(answer["seconds"] for answer in answers["epoch"])
    our_step = statistics.median(step for answer in answers["steps"] for step in answer["steps"])
    # The first step of a fit begins with its callbacks: not counted.
    their_step = statistics.median(step for answer in answers["keras"] for step in answer["steps"][1:])
    waited = sum(answer["waited"] for answer in answers["epoch"]) / sum(a["seconds"] for a in answers["epoch"])
    frames = sum(answer["frames"] for answer in answers["epoch"])
    real = sum(answer["real_frames"] for answer in answers["epoch"])
    proof.at_most("time of an epoch, ours : Keras'", our_epoch / (their_step * epoch), MOST_EPOCH)
    proof.at_most(f"time of a step padded to {LONGEST} frames, ours : Keras'", our_step / their_step, MOST_STEP)
    proof.at_most("share of our epoch in which no batch was ready", waited, MOST_WAITING)
    proof.figure("our epoch", our_epoch, unit="s")
    proof.figure("Keras' epoch", their_step * epoch, unit="s")
    proof.figure(f"our step padded to {LONGEST} frames", our_step * 1000, unit="ms")
    proof.figure(f"Keras' step padded to {LONGEST} frames", their_step * 1000, unit="ms")
    proof.figure("padding in our batches by length", 1 - real / frames)
    proof.figure(f"padding in batches of {LONGEST} frames", 1 - float(np.mean(lengths)) / LONGEST)
    for name, title in (("steps", "ours"), ("keras", "Keras'")):
        peak = max(answer["peak_bytes"] for answer in answers[name])
        proof.figure(f"peak memory, {title}", peak / MEGABYTE, unit="MB")
    proof.detail("answers", answers)


def _precision(proof: Proof, archive: Path, cores: int, steps: int) -> None:
    """The same steps from the same weights in both precisions."""
    workers = {name: Worker(proof, name, _java(proof, archive, cores, name)) for name in (FLOAT, HALF)}
    answers: dict[str, list[dict]] = {name: [] for name in workers}
    for turn in range(3):
        proof.say(f"{FLOAT} and {HALF}, round {turn + 1} of 3")
        for name, worker in workers.items():
            answers[name].append(worker.ask(f"epoch {steps}"))
    for worker in workers.values():
        worker.end()
    # The first round makes the graphs.
    seconds = {name: statistics.median(a["seconds"] for a in several[1:]) for name, several in answers.items()}
    losses = {name: np.concatenate([a["losses"] for a in several]) for name, several in answers.items()}
    proof.figure(f"time of the same steps, {HALF} : {FLOAT}", seconds[HALF] / seconds[FLOAT])
    first = float(abs(losses[HALF][0] / losses[FLOAT][0] - 1))
    proof.figure(f"loss of the first step, {HALF} and {FLOAT}, relative difference", first)
    mean = float(losses[HALF].mean() / losses[FLOAT].mean() - 1)
    proof.figure(f"mean loss of {len(losses[HALF])} steps, {HALF} : {FLOAT}, less 1", mean)
