"""A discrete-event model of extraction on a cluster: nodes come, take packs in the job's order, and write files."""

import heapq
import math
import random
from collections.abc import Sequence
from dataclasses import dataclass


@dataclass(frozen=True)
class Clip:
    """Seconds of one core that a video takes, and what the job expects it to take."""

    seconds: float
    estimate: float
    megabytes: float


@dataclass(frozen=True)
class Costs:
    """What was measured of the job beside the videos themselves; seconds."""

    until_first_task: float  # from the start of the command, on an idle cluster
    first_task: float  # more for an executor's first task: classes, models, natives
    task: float  # more for every task
    after_last_task: float  # last commit, end of the command


@dataclass(frozen=True)
class Requests:
    """How often the object store is asked."""

    a_video: float
    a_task: float
    a_run: float
    a_commit: float


@dataclass(frozen=True)
class Cluster:
    """What is assumed of a cluster; every field is written down beside the figures."""

    cores: int
    cores_a_node: int = 8
    node_seconds: float = 0.0  # within which all nodes have registered, evenly spread
    jar_seconds: float = 0.0  # a node waits that long for the jar when all ask at once
    spread: float = 0.0  # of the logarithm of a node's speed
    slow_nodes: float = 0.0  # part of the nodes that take slow_factor times as long
    slow_factor: float = 2.0
    request_seconds: float = 0.0  # latency of one request to the object store
    megabytes_a_second: float = math.inf  # of one stream from it
    tasks_a_second: float = math.inf  # that the driver can start
    commit_every: float = 60.0


@dataclass(frozen=True)
class Outcome:
    """What a simulated extraction took."""

    seconds: float
    efficiency: float  # of the time that the videos alone take all cores
    first_result: float  # when the first task started
    straggling: float  # from when the first core had nothing more to do to the last task's end
    tasks: int
    commits: int
    requests: float
    requests_a_second: float  # while tasks run


def simulate(
    clips: Sequence[Clip],
    packs: Sequence[Sequence[int]],
    cluster: Cluster,
    costs: Costs,
    requests: Requests,
    planning: float,
    seed: int,
) -> Outcome:
    """Packs are given to cores in their order, each to the core that is free first.

    The only events that matter are cores that become free: a heap of them is the whole of the clock.
    """
    pick = random.Random(seed)
    begin = costs.until_first_task + planning
    free: list[tuple[float, int]] = []
    speeds: list[float] = []
    for node in range(math.ceil(cluster.cores / cluster.cores_a_node)):
        nodes = max(1, cluster.cores // cluster.cores_a_node)
        arrives = begin + cluster.node_seconds * node / nodes + cluster.jar_seconds
        slow = cluster.slow_factor if pick.random() < cluster.slow_nodes else 1.0
        speed = slow * math.exp(pick.gauss(0, cluster.spread))
        for _ in range(min(cluster.cores_a_node, cluster.cores - node * cluster.cores_a_node)):
            free.append((arrives, len(speeds)))
            speeds.append(speed)
    heapq.heapify(free)
    fresh = [True] * len(speeds)
    started, ended, launched = math.inf, 0.0, 0.0
    for pack in packs:
        at, core = heapq.heappop(free)
        launched = max(at, launched + 1 / cluster.tasks_a_second)
        work = costs.task + (costs.first_task if fresh[core] else 0.0)
        fresh[core] = False
        seconds = (work + sum(clips[item].seconds for item in pack)) * speeds[core]
        waits = cluster.request_seconds * (requests.a_task + requests.a_video * len(pack))
        waits += sum(clips[item].megabytes for item in pack) / cluster.megabytes_a_second
        done = launched + seconds + waits
        started = min(started, launched)
        ended = max(ended, done)
        heapq.heappush(free, (done, core))
    running = ended - started
    commits = max(1, math.ceil(running / cluster.commit_every))
    all_requests = (
        requests.a_run + requests.a_video * len(clips) + requests.a_task * len(packs) + requests.a_commit * commits
    )
    seconds = ended + costs.after_last_task + cluster.request_seconds * requests.a_commit
    ideal = sum(clip.seconds for clip in clips) / cluster.cores
    return Outcome(
        seconds=seconds,
        efficiency=ideal / seconds,
        first_result=started,
        straggling=ended - free[0][0],
        tasks=len(packs),
        commits=commits,
        requests=all_requests,
        requests_a_second=all_requests / running,
    )


def drawn(measured: Sequence[Clip], count: int, seed: int) -> list[Clip]:
    """So many videos, each like one that was measured."""
    pick = random.Random(seed)
    return [measured[pick.randrange(len(measured))] for _ in range(count)]
