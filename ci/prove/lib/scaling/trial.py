"""The figures of ci/prove/cluster-scaling."""

from collections.abc import Sequence
from pathlib import Path

from extraction.clips import files
from extraction.jobs import Jobs
from proof import Proof
from scaling.measured import Clips, Extraction, costs, extraction
from scaling.model import Cluster, Costs, Requests, simulate
from scaling.planning import HEADER, Planned, plan
from scaling.report import Inputs, clusters
from scaling.requests import count

PROGRAMS = Path(__file__).resolve().parent / "java"
MOST_ERROR = 0.15
MOST_GROWTH = 1.3
MOST_KEPT = 1000
_NO_REQUESTS = Requests(0, 0, 0, 0)
_MEGABYTE = 1e6


def measure(proof: Proof) -> None:
    """Measures, validates the model, forecasts, plans."""
    with proof.temporary() as folder:
        jobs = Jobs(proof, folder / "extraction")
        planner = Jobs(proof, folder / "planner", PROGRAMS)
        planned = _planning(proof, planner, folder)
        every = files(proof)
        proof.say("measuring the clips one by one")
        clips = Clips(jobs, every[:: len(every) // 8][:8] if proof.quick else every)
        beside = _validated(proof, jobs, folder, clips)
        proof.say("counting requests to an object store")
        asked = count(proof, folder / "store")
        for name, value in asked.__dict__.items():
            proof.figure(f"requests to the object store: {name.replace('_', ' ')}", value)
        largest = planned[-1]
        clusters(proof, jobs, Inputs(clips.clips, beside, asked, largest.seconds() / largest.videos))


def _planning(proof: Proof, jobs: Jobs, folder: Path) -> list[Planned]:
    sizes = (10_000, 100_000) if proof.quick else (100_000, 1_000_000)
    fresh = [plan(proof, jobs, folder, videos, 0) for videos in sizes]
    mostly = [plan(proof, jobs, folder, videos, videos * 9 // 10) for videos in sizes]
    for name, (small, large) in (("nothing done", fresh), ("nine tenths done", mostly)):
        a_video = [one.seconds() / one.videos for one in (small, large)]
        title = f"planning, {name}: {large.videos:,} videos"
        proof.figure(title, large.seconds(), unit="s")
        proof.at_most(f"{title}: time a video, in that with {small.videos:,}", a_video[1] / a_video[0], MOST_GROWTH)
        proof.at_most(f"{title}: kept in the driver a video", large.kept_bytes / large.videos, MOST_KEPT, "bytes")
        growth = (large.kept_bytes / large.videos) / (small.kept_bytes / small.videos)
        proof.at_most(f"{title}: kept a video, in that with {small.videos:,}", growth, MOST_GROWTH)
        proof.figure(f"{title}: heap at most", large.peak_bytes / _MEGABYTE, unit="MB")
    rows = [one.cells("nothing done") for one in fresh] + [one.cells("nine tenths done") for one in mostly]
    proof.table("Planning of an extraction, for 512 slots", HEADER, rows)
    return fresh


def _validated(proof: Proof, jobs: Jobs, folder: Path, clips: Clips) -> Costs:
    part = clips.part(2 if proof.quick else 4)
    proof.say(f"calibrating on {len(part.files)} clips")
    calibration = extraction(proof, jobs, folder / "calibration", part, 1)
    beside = costs(calibration, _packs(jobs, part, 1), part.clips)
    proof.detail("costs", beside.__dict__)
    proof.detail("clips", clips.rows)
    proof.figure("clips", len(clips.files))
    proof.figure("frames", clips.frames())
    proof.figure("seconds of a core that a clip takes, mean", sum(c.seconds for c in clips.clips) / len(clips.clips))
    runs = []
    for executors in (1, 2):
        proof.say(f"extracting {len(clips.files)} clips on {executors} cores")
        run = extraction(proof, jobs, folder / f"executors-{executors}", clips, executors)
        _judge(proof, jobs, clips, beside, run, executors)
        runs.append(run)
    one, two = runs
    proof.figure("frames a second, two cores : one", two.frames_a_second() / one.frames_a_second())
    return beside


def _judge(proof: Proof, jobs: Jobs, clips: Clips, beside: Costs, run: Extraction, executors: int) -> None:
    forecast = simulate(
        clips.clips,
        _packs(jobs, clips, executors),
        Cluster(cores=executors, cores_a_node=1),
        beside,
        _NO_REQUESTS,
        planning=0.0,
        seed=1,
    )
    name = "1 core" if executors == 1 else f"{executors} cores"
    proof.figure(f"{name}: frames a second", run.frames_a_second())
    proof.figure(f"{name}: completion", run.seconds(), unit="s")
    proof.figure(f"{name}: forecast by the model", forecast.seconds, unit="s")
    proof.at_most(f"{name}: error of the forecast", abs(forecast.seconds / run.seconds() - 1), MOST_ERROR)
    proof.detail(f"{name}: tasks", [task.__dict__ for task in run.tasks])


def _packs(jobs: Jobs, clips: Clips, cores: int) -> Sequence[Sequence[int]]:
    # Spark takes two for the least (CoarseGrainedSchedulerBackend.defaultParallelism).
    return jobs.packs([clip.estimate for clip in clips.clips], max(2, cores))
