"""Clusters larger than this machine, by the model, and what is assumed of them."""

from collections.abc import Sequence
from dataclasses import dataclass

from extraction.jobs import Jobs
from proof import Proof
from scaling.model import Clip, Cluster, Costs, Outcome, Requests, drawn, simulate

CORES = (8, 64, 512)
VIDEOS = (21_083, 1_000_000)
_SEED = 1
_SEEDS = range(1, 6)
_HOUR, _MINUTE = 3600, 60

# Of a cluster in one data centre with an object store beside it; see ASSUMPTIONS.
_NODE_SECONDS = 30.0
_JAR_SECONDS = 3.0
_SPREAD = 0.05
_SLOW_NODES = 0.02
_SLOW_FACTOR = 2.0
_REQUEST_SECONDS = 0.05
_MEGABYTES_A_SECOND = 50.0
_TASKS_A_SECOND = 500.0
S3_WRITES = 3500

ASSUMPTIONS = (
    "Every video takes what one of the measured clips took, drawn at random; its packing goes by the job's own estimate.",
    "Nodes have 8 cores, one executor each, and register evenly within 30 s of the first; each then takes 3 s to load the"
    " jar (290 MB at 100 MB/s).",
    "A node's speed is that of this machine's core, with a deviation of 5 % from node to node; 2 % of the nodes take twice"
    " as long for everything; of five draws of them the median is told. No node is lost, no task is run speculatively.",
    "The object store answers a request in 50 ms and sends 50 MB/s to one stream; a task waits for its requests one after"
    " the other. It takes 3,500 writes and 5,500 reads a second under one prefix, as S3 documents.",
    "The driver starts 500 tasks a second. Commits go on beside the tasks, every 60 s; the last one is waited for.",
    "Planning takes the driver a time in proportion to the videos, as measured below.",
)


@dataclass(frozen=True)
class Inputs:
    """What was measured."""

    clips: Sequence[Clip]
    costs: Costs
    requests: Requests
    planning_a_video: float


def clusters(proof: Proof, jobs: Jobs, inputs: Inputs) -> None:
    """Simulates every size and tells completion time and efficiency."""
    rows = []
    for videos in VIDEOS:
        clips = drawn(inputs.clips, videos, _SEED)
        for cores in CORES:
            outcome = _simulated(jobs, inputs, clips, cores)
            proof.detail(f"simulated {cores} cores, {videos} videos", outcome.__dict__)
            rows.append(_cells(cores, videos, outcome))
            proof.figure(f"simulated: {videos:,} videos, {cores} cores: completion", _duration(outcome.seconds))
            proof.figure(f"simulated: {videos:,} videos, {cores} cores: efficiency", outcome.efficiency)
            title = f"simulated: {videos:,} videos, {cores} cores: requests a second to the object store"
            proof.at_most(title, outcome.requests_a_second, S3_WRITES)
    header = (
        *("videos", "cores", "completion", "efficiency", "first task after, s", "last cores idle for, s", "tasks"),
        *("data files", "commits", "requests", "requests a second"),
    )
    proof.table("Extraction on larger clusters, simulated", header, rows)
    for sentence in ASSUMPTIONS:
        proof.note(f"Assumed: {sentence}")


def _simulated(jobs: Jobs, inputs: Inputs, clips: Sequence[Clip], cores: int) -> Outcome:
    cluster = Cluster(
        cores=cores,
        node_seconds=_NODE_SECONDS,
        jar_seconds=_JAR_SECONDS,
        spread=_SPREAD,
        slow_nodes=_SLOW_NODES,
        slow_factor=_SLOW_FACTOR,
        request_seconds=_REQUEST_SECONDS,
        megabytes_a_second=_MEGABYTES_A_SECOND,
        tasks_a_second=_TASKS_A_SECOND,
    )
    packs = jobs.packs([clip.estimate for clip in clips], cores)
    planning = inputs.planning_a_video * len(clips)
    # Which nodes are slow is drawn anew each time.
    outcomes = [simulate(clips, packs, cluster, inputs.costs, inputs.requests, planning, seed) for seed in _SEEDS]
    return sorted(outcomes, key=lambda outcome: outcome.seconds)[len(outcomes) // 2]


def _cells(cores: int, videos: int, outcome: Outcome) -> list[str]:
    return [
        f"{videos:,}",
        str(cores),
        _duration(outcome.seconds),
        f"{outcome.efficiency:.2f}",
        f"{outcome.first_result:.0f}",
        f"{outcome.straggling:.0f}",
        *(f"{round(value):,}" for value in (outcome.tasks, outcome.tasks, outcome.commits, outcome.requests)),
        f"{outcome.requests_a_second:.0f}",
    ]


def _duration(seconds: float) -> str:
    if seconds >= _HOUR:
        return f"{seconds / _HOUR:.1f} h"
    return f"{seconds / _MINUTE:.1f} min" if seconds >= _MINUTE else f"{seconds:.0f} s"
