"""Faults beside kills: of the object store, the tracking server, a disk, a shuffle, clocks; work done twice."""

import os
import shutil
import subprocess
import time
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

from cluster.events import events
from faults.house import NATIVE, SECONDS, STEPS, WORKERS, Content, Ended, House
from proof import Proof
from registry.api import Api, tags

_DISK, _LEFT = 16 << 20, 200 << 10  # bytes
_PART = 0.6  # of the time that a step takes: it is at work then


def store_with_faults(proof: Proof, house: House, expected: Content) -> None:
    """Every step while a part of the requests to the object store goes wrong."""
    rate = 0.05
    steps = ("extract", "augment") if proof.quick else STEPS
    house.clear(steps)
    house.store.rate = rate
    house.store.faults.clear()
    house.store.requests.clear()
    try:
        ended = [house.start(step, name=f"{step}-store-faults").wait() for step in steps]
    finally:
        house.store.rate = 0.0
    done = sum(one.status == 0 for one in ended)
    requests, faults = house.store.requests.total(), house.store.faults.total()
    title = "object store, 5 % of requests fail"
    proof.figure(f"{title}: requests", requests)
    proof.figure(f"{title}: faults", faults)
    proof.detail("faults of the object store", dict(house.store.faults))
    kinds = ", ".join(f"{kind} {count}" for kind, count in sorted(house.store.faults.items()))
    proof.note(f"Faults of the object store: {kinds}. 'Afterwards': the request was served, its sender is not told.")
    proof.figure(f"{title}: steps that ended well", done, f"= {len(steps)}", done == len(steps))
    _same(proof, house, title, expected, steps)


def store_away(proof: Proof, house: House, expected: Content, seconds: dict[str, float]) -> None:
    """Nobody answers at the object store's address for a while."""
    away = 5 if proof.quick else 60
    for step in ("extract",) if proof.quick else ("extract", "augment", "train"):
        title = f"object store away for {away} s in {step}"
        ended = _meanwhile(house, step, seconds[step], lambda: house.store.away(away))
        _ended_well(proof, title, ended)
        _same(proof, house, title, expected, (step,))


def tracking_away(proof: Proof, house: House, expected: Content, seconds: dict[str, float]) -> None:
    """Nobody answers at the tracking server's address for a while; what is recorded comes later."""
    away = 5 if proof.quick else 60
    address = f"http://127.0.0.1:{house.tracking.port}"
    for step in ("augment",) if proof.quick else ("extract", "augment"):
        title = f"MLflow away for {away} s in {step}"
        settings = ("--set", f"tracking.uri={address}", "--set", "tracking.experiment=faults")
        ended = _meanwhile(house, step, seconds[step], lambda: house.tracking.away(away), *settings)
        _ended_well(proof, title, ended)
        _same(proof, house, title, expected, (step,))
        house.run("tracking flush", *settings, name="tracking-flush")
        status = _newest_run(address, step)
        proof.figure(f"{title}: its run, once delivered", status, "FINISHED", status == "FINISHED")


def full_disk(proof: Proof, house: House, expected: Content) -> None:
    """All that one of two workers writes goes to a disk on which a few kilobytes are left."""
    if os.geteuid() != 0:
        proof.note("A full disk was not tried: a small file system of its own can be mounted by root alone.")
        return
    house.new_spark(())
    disk = house.cluster.folder / WORKERS[0].name
    shutil.rmtree(disk, ignore_errors=True)
    disk.mkdir()
    mounted = subprocess.run(
        ["mount", "-t", "tmpfs", "-o", f"size={_DISK}", "tmpfs", str(disk)], capture_output=True, text=True, timeout=30
    )
    if mounted.returncode != 0:
        proof.note(f"A full disk was not tried: {mounted.stderr.strip()}.")
        house.new_spark(WORKERS)
        return
    try:
        (disk / "filler").write_bytes(bytes(_DISK - _LEFT))
        house.new_spark(WORKERS)
        # An executor's working folder is on its worker's disk.
        spark = {
            "spark.hadoop.hadoop.tmp.dir": "${user.dir}/hadoop",
            "spark.executor.extraJavaOptions": f"{NATIVE} -Djava.io.tmpdir=.",
        }
        steps = ("extract",) if proof.quick else ("extract", "augment", "transform")
        ended = {}
        for step in steps:
            house.clear((step,))
            ended[step] = house.start(step, spark=spark, name=f"{step}-full-disk").wait()
            proof.say(f"disk full in {step}: exit status {ended[step].status}")
            if ended[step].status:
                break  # The next step has nothing to read.
    finally:
        house.new_spark(())
        subprocess.run(["umount", "-l", str(disk)], check=False, timeout=30)
        house.new_spark(WORKERS)
    for step in ended:
        title = f"disk full on one of two workers in {step}"
        told = ended[step].said().count("No space left on device")
        proof.figure(f"{title}: went on", ended[step].status == 0)
        proof.figure(f"{title}: times that Spark told of it", told)
        if ended[step].status:
            plain = "Exception in thread" not in ended[step].said()
            proof.yes(f"{title}: ended with a sentence", plain)
        house.run(step, name=f"{step}-after-full-disk")
        _same(proof, house, title, expected, (step,))


def lost_shuffle(proof: Proof, house: House, expected: Content) -> None:
    """Files of a shuffle vanish between those who wrote them and those who read them."""
    title = "a shuffle's files lost in transform"
    house.clear(("transform",))
    lost = 0
    running = house.start("transform", name="transform-lost-shuffle")
    while running.child.poll() is None and lost == 0 and time.monotonic() - running.began < SECONDS:
        for file in house.cluster.folder.glob("worker-*/local/**/shuffle_*.data"):
            try:
                file.unlink()
                lost += 1
            except OSError:
                continue
        time.sleep(0.002)
    ended = running.wait()
    proof.figure(f"{title}: files", lost, ">= 1", lost >= 1)
    _ended_well(proof, title, ended)
    _same(proof, house, title, expected, ("transform",))


def skewed_clocks(proof: Proof, house: House, expected: Content) -> None:
    """Workers whose clocks go ten minutes fast and ten minutes slow.

    A quarter of an hour is the most that S3 takes in the time of a request's signature, and this server too.
    """
    python = proof.environment("clocks")
    library = next(python.parent.parent.glob("lib/python3*/site-packages/libfaketime/vendor/**/libfaketime.so.1"))

    def clock(offset: str) -> dict[str, str]:
        # Java waits by the monotonic clock, which no setting of the time of day moves.
        return {
            "LD_PRELOAD": str(library),
            "FAKETIME": offset,
            "FAKETIME_DONT_FAKE_MONOTONIC": "1",
            "DONT_FAKE_MONOTONIC": "1",
            "FAKETIME_FORCE_MONOTONIC_FIX": "0",
        }

    house.new_spark(
        [replace(worker, environment=clock(offset)) for worker, offset in zip(WORKERS, ("+10m", "-10m"), strict=True)]
    )
    try:
        for step in ("extract",) if proof.quick else ("extract", "augment", "transform", "train"):
            title = f"clocks of workers 10 min fast and 10 min slow in {step}"
            house.clear((step,))
            _ended_well(proof, title, house.start(step, name=f"{step}-clocks").wait())
            _same(proof, house, title, expected, (step,))
    finally:
        house.new_spark(WORKERS)


def twice_at_once(proof: Proof, house: House, expected: Content) -> None:
    """Two extractions of the same videos at the same time, an executor each."""
    title = "two extractions of the same videos at once"
    house.clear(("extract",))
    one_core = {"spark.cores.max": 1}
    both = [house.start("extract", spark=one_core, name=f"extract-{name}") for name in ("one", "two")]
    ended = [running.wait() for running in both]
    well = sum(one.status == 0 for one in ended)
    proof.figure(f"{title}: ended well", well, "= 2", well == 2)
    _same(proof, house, title, expected, ("extract",))


def speculation(proof: Proof, house: House, expected: Content) -> None:
    """Spark runs slow tasks a second time beside the first."""
    spark = {
        "spark.speculation": "true",
        "spark.speculation.interval": "20ms",
        # Slow is here what takes a tenth of the median, however fast it reads.
        "spark.speculation.multiplier": "0.1",
        "spark.speculation.efficiency.enabled": "false",
        "spark.speculation.quantile": "0.1",
        "spark.speculation.minTaskRuntime": "1ms",
    }
    # A task's second attempt runs on another machine than the first.
    house.new_spark((WORKERS[0], replace(WORKERS[1], address="127.0.0.2")))
    try:
        for step in ("extract",) if proof.quick else ("extract", "augment", "transform"):
            title = f"speculative execution in {step}"
            house.clear((step,))
            before = set(house.cluster.spark.events.iterdir())
            ended = house.start(step, spark=spark, name=f"{step}-speculation").wait()
            tasks = _speculative(set(house.cluster.spark.events.iterdir()) - before)
            if step == "extract":
                proof.figure(f"{title}: tasks run twice", tasks, ">= 1", tasks >= 1)
            else:
                proof.figure(f"{title}: tasks run twice", tasks)
            _ended_well(proof, title, ended)
            _same(proof, house, title, expected, (step,))
    finally:
        house.new_spark(WORKERS)


def _speculative(logs: set[Path]) -> int:
    starts = (event for log in logs for event in events(log) if event["Event"] == "SparkListenerTaskStart")
    return sum(bool(event["Task Info"]["Speculative"]) for event in starts)


def _meanwhile(house: House, step: str, seconds: float, harm: Callable[[], None], *settings: str) -> Ended:
    running, _ = house.at_work(step, seconds, _PART, *settings)
    harm()
    return running.wait()


def _ended_well(proof: Proof, title: str, ended: Ended) -> None:
    well = ended.status == 0
    proof.figure(f"{title}: ended well", "yes" if well else f"no, exit status {ended.status}", "yes", well)
    proof.say(f"{title}: exit status {ended.status} after {ended.seconds:.0f} s")


def _same(proof: Proof, house: House, title: str, expected: Content, steps: tuple[str, ...]) -> None:
    differences = house.content(steps).differences(expected, steps)
    same = not differences
    gone = house.missing_files(steps)
    proof.figure(f"{title}: same content, no row twice", "yes" if same else "; ".join(differences), "yes", same)
    proof.figure(f"{title}: files needed and gone", gone, "= 0", gone == 0)
    if not same:
        # What comes after it starts from the right content.
        house.clear(steps)
        for step in steps:
            house.run(step, name=f"{step}-mended")


def _newest_run(address: str, step: str) -> str:
    api = Api(address)
    runs = api.post("runs/search", experiment_ids=[api.experiment("faults")], max_results=50)["runs"]
    ours = [run for run in runs if tags(run["data"]).get("pose2gloss.step") == step]
    newest = max(ours, key=lambda run: int(run["info"]["start_time"]))
    return str(newest["info"]["status"])
