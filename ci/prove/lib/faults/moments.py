"""Executors, workers, drivers and the whole cluster killed at random moments, and what is there after a second run."""

import os
import random
import signal
import time
from collections import Counter
from dataclasses import dataclass

from faults.house import STEPS, TABLES, Content, House, kill
from proof import Proof

KINDS = ("executor", "worker", "driver", "cluster")

# Of ten moments: four of extraction, four of preparation, two of training.
_PATTERN = (
    *("extract", "augment", "train", "extract", "transform"),
    *("extract", "split", "train", "extract", "augment"),
)
_EARLIEST, _LATEST = 0.2, 1.0


@dataclass(frozen=True)
class Moment:
    """What is killed in which step, at which part of the time that the step takes."""

    step: str
    kind: str
    part: float


def moments(count: int, seed: int) -> list[Moment]:
    """As many; steps and kinds are spread evenly over them."""
    pick = random.Random(seed)
    kinds = [KINDS[number % len(KINDS)] for number in range(count)]
    pick.shuffle(kinds)
    found = []
    for number, kind in enumerate(kinds):
        step = _PATTERN[number % len(_PATTERN)]
        if step == "split" and kind in ("executor", "worker"):
            kind = "driver"  # It runs on the driver alone.
        found.append(Moment(step, kind, pick.uniform(_EARLIEST, _LATEST)))
    return found


def kill_at_moments(proof: Proof, house: House, expected: Content, seconds: dict[str, float]) -> None:
    """Every moment: the step from nothing, the kill, a look at what readers see, the step again, a comparison."""
    count = 3 if proof.quick else proof.options.moments
    pick = random.Random(proof.options.seed)
    kills: Counter[str] = Counter()
    same: Counter[str] = Counter()
    survived: Counter[str] = Counter()
    partly = missing = 0
    rows = []
    for number, moment in enumerate(moments(count, proof.options.seed)):
        steps = (moment.step,)
        running, part = house.at_work(moment.step, seconds[moment.step], moment.part)
        harm(house, moment.kind, running.child.pid, pick)
        seen = house.content(steps)
        first = running.wait()
        partly += _is_part(moment.step, seen, expected)
        house.run(moment.step, name=f"{moment.step}-again")
        differences = house.content(steps).differences(expected, steps)
        missing += house.missing_files(steps)
        kills[moment.kind] += 1
        survived[moment.kind] += first.status == 0
        same[moment.kind] += not differences
        what = f"{moment.kind} in {moment.step} at {part:.0%}"
        end = "went on" if first.status == 0 else f"exit status {first.status}"
        then = "; ".join(differences) or "the same content"
        proof.say(f"moment {number + 1} of {count}: {what}: {end}, then {then}")
        rows.append({**moment.__dict__, "part": part, "status": first.status, "then": then})
    proof.detail("moments", rows)
    of_steps = Counter(str(row["step"]) for row in rows)
    proof.figure("moments", count)
    for step in STEPS:
        proof.figure(f"moments in {step}", of_steps[step])
    for kind in KINDS:
        if kills[kind]:
            holds = same[kind] == kills[kind]
            title = f"{kind} killed: same content after another run"
            proof.figure(title, f"{same[kind]} of {kills[kind]}", f"{kills[kind]} of {kills[kind]}", holds)
            if kind in ("executor", "worker"):
                proof.figure(f"{kind} killed: the step went on", f"{survived[kind]} of {kills[kind]}")
    proof.figure("moments at which readers saw a part of the rows, each once", partly, f"= {count}", partly == count)
    proof.figure("files that tables needed and that were gone", missing, "= 0", missing == 0)


def harm(house: House, kind: str, driver: int, pick: random.Random) -> None:
    """Kills, and brings back what a cluster's own supervision would."""
    spark = house.cluster.spark
    if kind == "driver":
        _kill_group(driver)
    elif kind == "executor":
        deadline = time.monotonic() + 5
        while not (alive := spark.executors()) and _lives(driver) and time.monotonic() < deadline:
            time.sleep(0.05)
        if alive:
            kill(pick.choice(alive))
    elif kind == "worker":
        name = pick.choice(sorted(spark.workers))
        kill(spark.workers[name].pid)
        house.restart_worker(name)
    else:
        _kill_group(driver)
        house.kill_spark()


def _kill_group(driver: int) -> None:
    try:
        os.killpg(driver, signal.SIGKILL)
    except ProcessLookupError:
        return


def _lives(process: int) -> bool:
    try:
        with open(f"/proc/{process}/stat", encoding="utf-8") as stat:
            return stat.read().rsplit(")", 1)[1].split()[0] != "Z"
    except OSError:
        return False


def _is_part(step: str, seen: Content, expected: Content) -> bool:
    """Of landmarks any part; of a preparation's table all or nothing; a model whole or not at all."""
    for name in TABLES[step]:
        rows, all_rows = seen.ordered()[name], expected.ordered()[name]
        if len({key for key, _ in rows}) != len(rows) or not set(rows) <= set(all_rows):
            return False
        if step != "extract" and rows and rows != all_rows:
            return False
    return seen.model is None or seen.model == expected.model
