"""The figures of ci/prove/landmark-speed."""

import json
import statistics
import subprocess
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import cv2

from landmarks.work import LIBRARY, graphs
from proof import Proof, ProofError
from proof.figures import number
from proof.machine import cores
from proof.processes import tail
from reference.clips import all_clips
from reference.solutions import VERSIONS

LEAST_AGAINST_ORIGINAL = 3
LEAST_AGAINST_BEST = 2
MOST_AROUND_MODELS = 1.15
WLASL_CLIPS, WLASL_FRAMES = 21_083, 65  # what the original extracted in 33.4 hours
ORIGINAL = "Python, three threads a frame"
PER_CORE = "Python, one process a core"
WARM_UP_CLIPS = 3


@dataclass(frozen=True)
class Way:
    """A way to extract clips: a program that says when it is ready and waits to be let go."""

    name: str
    command: list[str]


def measure(proof: Proof) -> None:
    """Lets all ways run in turn, several rounds, and compares medians."""
    rounds = 1 if proof.quick else proof.options.rounds
    clips, warm_up = choose(all_clips(proof.data, False), 3 if proof.quick else proof.options.clips, proof.quick)
    names, usual = graphs(proof)
    ways = _ways(proof, clips, warm_up, names)
    runs: dict[str, list[dict[str, float]]] = {way.name: [] for way in ways}
    for turn in range(rounds):
        for way in ways:
            run = _run(proof, way)
            runs[way.name].append(run)
            proof.say(f"round {turn + 1} of {rounds}: {way.name}: {run['frames'] / run['seconds']:.1f} frames/s")
    proof.detail("runs", runs)
    proof.detail("clips", [clip.name for clip in clips])
    medians = {name: _medians(rounds_of) for name, rounds_of in runs.items()}
    proof.figure("clips", len(clips))
    proof.figure("frames", int(medians[ORIGINAL]["frames"]))
    _table(proof, medians)
    original, per_core = medians[ORIGINAL]["rate"], medians[PER_CORE]["rate"]
    for graph in names:
        judged = graph in ("solutions", usual)
        _ratios(
            proof, graph + (" (default)" if graph == usual else ""), medians[_name(graph)], original, per_core, judged
        )
    if proof.options.pieces:
        _pieces(proof)
    proof.note(
        f"Medians of {rounds} rounds in which the ways take turns; {cores()} cores. Decoding is included; loading and"
        f" warming up ({len(warm_up)} other clips) are not, and stand in columns of their own. Python: {VERSIONS};"
        f" {ORIGINAL}: Hands, Pose and FaceMesh at once on each frame, as the original drove them; one process a core:"
        " one after the other, each process on its own clips. Ours: one JVM, a worker with its own models on each core."
        " CPU is of the whole process, memory its peak (of processes, their sum)."
    )


def choose(clips: Sequence[Path], count: int, quick: bool) -> tuple[list[Path], list[Path]]:
    """So many clips to measure with, longest work first, and others to warm up with.

    They are evenly spaced in the order of frames times pixels, so that they are like the whole in length and size.
    """
    sizes = {clip: _work(clip) for clip in clips}
    ordered = sorted(clips, key=lambda clip: (-sizes[clip], clip.name))
    if quick:
        ordered = ordered[len(ordered) * 2 // 3 :]
    if count + WARM_UP_CLIPS > len(ordered):
        raise ProofError(f"there are {len(ordered)} clips, too few for {count} and {WARM_UP_CLIPS} to warm up with.")
    chosen = [ordered[(2 * i + 1) * len(ordered) // (2 * count)] for i in range(count)]
    left = [clip for clip in ordered if clip not in chosen]
    warm_up = [left[(2 * i + 1) * len(left) // (2 * WARM_UP_CLIPS)] for i in range(1 if quick else WARM_UP_CLIPS)]
    return chosen, warm_up


def _work(clip: Path) -> float:
    capture = cv2.VideoCapture(str(clip))
    try:
        sides = (cv2.CAP_PROP_FRAME_COUNT, cv2.CAP_PROP_FRAME_WIDTH, cv2.CAP_PROP_FRAME_HEIGHT)
        frames, width, height = (capture.get(side) for side in sides)
        return frames * width * height
    finally:
        capture.release()


def _ways(proof: Proof, clips: Sequence[Path], warm_up: Sequence[Path], names: Sequence[str]) -> list[Way]:
    warm = [word for clip in warm_up for word in ("--warm-up", str(clip))]
    files = [str(clip) for clip in clips]
    python = [sys.executable, "-m", "reference.speed"]
    ways = [
        Way(ORIGINAL, [*python, *warm, *files]),
        Way(PER_CORE, [*python, "--processes", str(cores()), *warm, *files]),
    ]
    for graph in names:
        options = ["--graph", graph, "--workers", cores(), *warm, *files]
        ways.append(Way(_name(graph), proof.java("org.pose2gloss.benchmarks.ExtractionSpeed", *options)))
    return ways


def _name(graph: str) -> str:
    return f"ours, {graph}, one worker a core"


def _run(proof: Proof, way: Way) -> dict[str, float]:
    """Starts a way, lets it go when it is ready, gives back what both of its lines say."""
    with proof.processes.log(way.name.replace(", ", "-").replace(" ", "-")) as (log, file):
        child = proof.processes.start(
            way.command, env=LIBRARY, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=log
        )
        assert child.stdin is not None and child.stdout is not None
        try:
            ready = child.stdout.readline()
            if ready:
                child.stdin.write(b"go\n")
                child.stdin.flush()
            done = child.stdout.readline()
            if not done or child.wait() != 0:
                raise ProofError(f"{way.name} failed:\n{tail(file)}\n(log: {file})")
        finally:
            proof.processes.end(child)
    return {**json.loads(ready), **json.loads(done)}


def _medians(runs: Sequence[dict[str, float]]) -> dict[str, float]:
    """Of every number, and of those that follow from several."""
    for run in runs:
        run["rate"] = run["frames"] / run["seconds"]
        run["cpu_ms"] = 1000 * run["cpu_seconds"] / run["frames"]
        if "model_nanos" in run:
            run["around_models"] = run["nanos"] / run["model_nanos"]
            run["invocations_a_frame"] = run["invocations"] / run["frames"]
    return {name: statistics.median(run[name] for run in runs) for name in runs[0]}


def _table(proof: Proof, medians: dict[str, dict[str, float]]) -> None:
    rows = []
    for name, run in medians.items():
        hours = WLASL_CLIPS * WLASL_FRAMES / run["rate"] / 3600
        rows.append(
            [
                name,
                f"{run['rate']:.1f}",
                f"{run['cpu_ms']:.1f} ms",
                f"{run['peak_memory_bytes'] / 2**20:.0f} MiB",
                f"{run['start_up_seconds']:.1f} s",
                f"{run['warm_up_seconds']:.1f} s",
                f"{run['hands'] / run['frames']:.2f}",
                f"{hours:.1f} h",
            ]
        )
    header = ("way", "frames/s", "CPU a frame", "peak memory", "start", "warm-up", "hands a frame")
    proof.table("Side by side", (*header, f"{WLASL_CLIPS:,} clips of {WLASL_FRAMES} frames"), rows)


def _ratios(proof: Proof, graph: str, run: dict[str, float], original: float, per_core: float, judged: bool) -> None:
    """Targets are for the reference's own graph and for the default one."""
    lower = proof.at_least if judged else lambda name, value, _, unit="": proof.figure(name, value, unit=unit)
    upper = proof.at_most if judged else lambda name, value, _, unit="": proof.figure(name, value, unit=unit)
    lower(f"{graph}: frames/s against {ORIGINAL}", run["rate"] / original, LEAST_AGAINST_ORIGINAL, "x")
    lower(
        f"{graph}: frames/s against the better of both Python ways",
        run["rate"] / max(original, per_core),
        LEAST_AGAINST_BEST,
        "x",
    )
    upper(f"{graph}: wall time a frame against time in its models", run["around_models"], MOST_AROUND_MODELS, "x")
    proof.figure(f"{graph}: time in models a frame", run["model_nanos"] / run["frames"] / 1e6, unit="ms")
    proof.figure(f"{graph}: models run a frame", run["invocations_a_frame"])
    proof.figure(
        f"{graph}: {WLASL_CLIPS:,} clips of {WLASL_FRAMES} frames",
        WLASL_CLIPS * WLASL_FRAMES / run["rate"] / 3600,
        unit="h",
    )


def _pieces(proof: Proof) -> None:
    """JMH's benchmarks of what a frame passes through."""
    with proof.temporary() as folder:
        file = folder / "jmh.json"
        short = ["-wi", "1", "-i", "1", "-w", "200ms", "-r", "200ms"] if proof.quick else []
        command = proof.java("org.openjdk.jmh.Main", "-rf", "json", "-rff", file, *short)
        proof.say("hot pieces: JMH")
        proof.processes.run(command, name="jmh", seconds=1800)
        results = json.loads(file.read_text(encoding="utf-8"))
    rows = []
    for result in results:
        metric = result["primaryMetric"]
        spread = [metric["scorePercentiles"][percent] for percent in ("0.0", "100.0")]
        rows.append(
            [
                ".".join(result["benchmark"].split(".")[-2:]),
                " ".join(result.get("params", {}).values()),
                f"{number(metric['score'])} {metric['scoreUnit']}",
                f"{number(spread[0])} to {number(spread[1])}",
            ]
        )
    proof.table("Hot pieces (JMH)", ("benchmark", "of", "mean", "iterations"), rows, readme=False)
    proof.detail("jmh", results)
