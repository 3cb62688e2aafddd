"""The figures of ci/prove/tracking-outage."""

import itertools
import json
import math
import os
import signal
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from proof import Proof, ProofError
from proof.processes import tail
from registry.api import Api, tags
from registry.letters import SECONDS, Letters
from registry.tracking_server import TrackingServer

MODEL, ALIAS = "letters", "candidate"
MOST_SECONDS_TO_SEE = 5.0
MOST_SLOWER = 1.15
SHORT = 6
# What two runs of one training cannot have in common.
_OF_TIME = ("samples_per_second", "seconds_left", "seconds", "step_samples_per_second", "step_seconds_left")
_SYSTEM = "system/"

Points = dict[str, list[tuple[int, int, float]]]


@dataclass(frozen=True)
class Ended:
    """A training that has ended: its exit status, result record, run, and every point on the server by metric."""

    status: int
    record: dict[str, Any]
    run: dict[str, Any]
    points: Points

    @property
    def count(self) -> int:
        """Points in all."""
        return sum(len(points) for points in self.points.values())


class Training:
    """A training in the background."""

    def __init__(self, letters: Letters, name: str, **settings: object) -> None:
        self._letters = letters
        self._name = name
        known = set(runs(letters.api))
        self.child, self._out, self._log = letters.start(
            "train", name, training__resume="false", training__report_every_steps=1, **settings
        )
        # The command makes its run at once; its identity is what the server tells.
        self.run = self._await(lambda: next(iter(set(runs(letters.api)) - known), ""))

    def until(self, points: int) -> None:
        """Waits until so many steps are on the server."""
        self._await(lambda: len(self._letters.api.points(self.run, "step_loss")) >= points)

    def log(self) -> str:
        """What it has said."""
        return self._log.read_text(encoding="utf-8", errors="replace")

    def end(self) -> tuple[int, dict[str, Any]]:
        """Waits for its end; exit status and result record."""
        status = self.child.wait(timeout=SECONDS)
        lines = self._out.read_text(encoding="utf-8").strip().splitlines()
        return status, json.loads(lines[-1]) if lines else {}

    def told(self) -> Ended:
        """Waits for its end and reads what the server has of it."""
        status, record = self.end()
        return Ended(status, record, self.state(), told(self._letters.api, self.run))

    def state(self) -> dict[str, Any]:
        """The run as the server has it."""
        return dict(self._letters.api.get("runs/get", run_id=self.run)["run"])

    def _await(self, question: Callable[[], Any]) -> Any:
        deadline = time.monotonic() + SECONDS
        while not (answer := question()):
            if self.child.poll() is not None:
                raise ProofError(f"the training '{self._name}' ended too early:\n{tail(self._log)}\n(log: {self._log})")
            if time.monotonic() > deadline:
                raise ProofError(f"the training '{self._name}' does not come on; its log is {self._log}.")
            time.sleep(0.1)
        return answer


def runs(api: Api) -> list[str]:
    """Runs of trainings, the newest first."""
    experiment = api.experiment("demo")
    if not experiment:
        return []
    found = api.post("runs/search", experiment_ids=[experiment], filter="tags.`pose2gloss.step` = 'train'")
    return [run["info"]["run_id"] for run in found.get("runs", [])]


def told(api: Api, run: str) -> Points:
    """Every point of every metric of a run."""
    names = [metric["key"] for metric in api.get("runs/get", run_id=run)["run"]["data"].get("metrics", [])]
    return {
        name: [
            (int(point.get("step", 0)), int(point["timestamp"]), float(point["value"]))
            for point in api.points(run, name)
        ]
        for name in names
    }


class Watcher:
    """Looks at a running training as its page does, and takes the time until each step is seen."""

    def __init__(self, api: Api, run: str) -> None:
        self._api = api
        self._run = run
        self._stop = threading.Event()
        self._thread = threading.Thread(target=self._work, daemon=True)
        self.seconds: list[float] = []
        self._thread.start()

    def end(self) -> list[float]:
        """Seconds from a point's own time to its being seen, one a point."""
        self._stop.set()
        self._thread.join()
        return self.seconds

    def _work(self) -> None:
        seen: set[int] = set()
        while not self._stop.wait(0.25):
            try:
                points = self._api.points(self._run, "step_loss")
            except OSError:
                continue
            now = time.time()
            for point in points:
                if (step := int(point.get("step", 0))) not in seen:
                    seen.add(step)
                    self.seconds.append(now - int(point["timestamp"]) / 1000)


def measure(proof: Proof) -> None:
    """Trains with the server there; then with the server killed, slow, and absent to the end."""
    away = 8 if proof.quick else 60
    proof.processes.run([str(proof.root / "bin" / "pose2gloss"), "setup", "all", "--quiet"], name="setup", seconds=1800)
    python = proof.root / ".venv" / "bin" / "python"
    with proof.temporary() as folder:
        files = ("--artifacts-destination", str(folder / "artifacts"))
        server = TrackingServer(proof, python, folder / "mlflow", files).start()
        letters = Letters(
            proof,
            server.address,
            folder,
            **{"model.name": MODEL, "tracking.patience": "3 s", "tracking.last-try": "3 s"},
            **{"tracking.system-metrics-every": "1 s", "spark.master": "local[1]"},
        )
        proof.say("the tables")
        letters.prepare()
        brief, epochs = None, SHORT
        if not proof.quick:
            proof.say(f"{SHORT} epochs")
            brief = Training(letters, "brief", training__epochs=SHORT).told()
            epochs = proof.options.epochs or lasting(brief, 3 * away)
        reference = _undisturbed(proof, letters, epochs)
        brief = brief or reference
        _killed(proof, letters, server, epochs, away, reference)
        if not proof.quick:
            _slow(proof, letters, server, epochs, reference)
        _absent(proof, letters, server, brief, "tracking flush")
        if not proof.quick:
            _absent(proof, letters, server, brief, "split")
        _endings(proof, letters, server, epochs)
        server.end()
    proof.note(
        f"The demo's letters, {epochs} epochs of {_steps(reference) // epochs} steps, a report a step; every command and"
        " the server on one machine. Values are compared with those of the undisturbed training, which the same data,"
        " seed and threads give to the last bit; of speeds and system metrics the steps alone."
    )


def lasting(brief: Ended, seconds: float) -> int:
    """Epochs after which a training goes on for so long, at the speed of the steps of a short one."""
    stamps = sorted(stamp / 1000 for _, stamp, _ in brief.points["step_loss"])
    an_epoch = (stamps[-1] - stamps[0]) / (len(stamps) - 1) * len(stamps) / SHORT
    return max(SHORT, math.ceil(seconds / max(an_epoch, 0.01)))


def _steps(ended: Ended) -> int:
    return len(ended.points["step_loss"])


def _undisturbed(proof: Proof, letters: Letters, epochs: int) -> Ended:
    proof.say(f"{epochs} epochs, undisturbed")
    training = Training(letters, "undisturbed", training__epochs=epochs)
    watcher = Watcher(letters.api, training.run)
    ended = training.told()
    lags = sorted(watcher.end())
    proof.figure("undisturbed: points on the server", ended.count)
    proof.figure("undisturbed: the training", float(ended.record["seconds"]), unit="s")
    proof.yes("undisturbed: every step is on the server once", _is_whole(ended.points, _steps(ended)))
    half = lags[len(lags) // 2] if lags else float("nan")
    proof.figure("a step is seen in a running training, median", half, unit="s")
    slowest = lags[-1] if lags else float("nan")
    proof.at_most("a step is seen in a running training, slowest", slowest, MOST_SECONDS_TO_SEE, unit="s")
    names = {name.removeprefix(_SYSTEM) for name in ended.points if name.startswith(_SYSTEM)}
    known = {"cpu_utilization_percentage", "system_memory_usage_megabytes", "system_memory_usage_percentage"}
    proof.yes("CPU and memory are there under MLflow's names", known <= names)
    return ended


def _is_whole(points: Points, steps: int) -> bool:
    """Whether steps 1, 2, ... are there, each once."""
    return sorted(step for step, _, _ in points["step_loss"]) == list(range(1, steps + 1))


def _judge(proof: Proof, title: str, ended: Ended, reference: Ended, *, in_time: bool = True) -> None:
    """Whether nothing is lost, nothing is there twice, and the values are those of the reference."""
    own = {name for name in ended.points if not name.startswith(_SYSTEM)}
    expected = {name for name in reference.points if not name.startswith(_SYSTEM)}
    if not in_time:
        expected.discard("model_version")
        own.discard("model_version")
    lost = doubled = other = 0
    for name in expected | own:
        mine = sorted((step, value) for step, _, value in ended.points.get(name, []))
        theirs = sorted((step, value) for step, _, value in reference.points.get(name, []))
        steps = [step for step, _ in mine]
        lost += len({step for step, _ in theirs} - set(steps))
        doubled += len(steps) - len(set(steps))
        if name not in (*_OF_TIME, "model_version"):
            other += mine != theirs
    system = [points for name, points in ended.points.items() if name.startswith(_SYSTEM)]
    gaps = sum(sorted(step for step, _, _ in points) != list(range(len(points))) for points in system)
    proof.figure(f"{title}: points on the server", ended.count)
    proof.figure(f"{title}: points lost", lost, "= 0", lost == 0)
    proof.figure(f"{title}: points twice", doubled, "= 0", doubled == 0)
    proof.figure(f"{title}: metrics with other values", other, "= 0", other == 0)
    proof.figure(f"{title}: system metrics with gaps or doubles", gaps, "= 0", gaps == 0 and bool(system))
    proof.yes(f"{title}: the command ends with 0 and the run FINISHED", _is_finished(ended))


def _is_finished(ended: Ended) -> bool:
    return ended.status == 0 and ended.run["info"]["status"] == "FINISHED"


def _slower(proof: Proof, title: str, ended: Ended, reference: Ended) -> None:
    ratio = float(ended.record["seconds"]) / float(reference.record["seconds"])
    if proof.quick:
        proof.figure(f"{title}: time of the training, beside undisturbed", ratio)
    else:
        proof.at_most(f"{title}: time of the training, beside undisturbed", ratio, MOST_SLOWER)


def _killed(proof: Proof, letters: Letters, server: TrackingServer, epochs: int, away: float, reference: Ended) -> None:
    title = f"killed for {away:.0f} s"
    proof.say(title)
    training = Training(letters, "killed", training__epochs=epochs)
    training.until(_steps(reference) // 10)
    server.kill()
    killed = time.time()
    time.sleep(away)
    back = time.time()
    if training.child.poll() is not None:
        raise ProofError("the training ended while the server was away: give more --epochs.")
    server.start()
    ended = training.told()
    during = sum(killed < stamp / 1000 < back for _, stamp, _ in ended.points["step_loss"])
    proof.at_least(f"{title}: steps measured meanwhile, all there afterwards", during, 1 if proof.quick else 30)
    _judge(proof, title, ended, reference)
    _slower(proof, title, ended, reference)
    proof.yes(f"{title}: the version is registered", ended.record["model_version"] > 0)


def _slow(proof: Proof, letters: Letters, server: TrackingServer, epochs: int, reference: Ended) -> None:
    title = "slow, restarted thrice"
    proof.say(title)
    training = Training(letters, "slow", training__epochs=epochs)
    training.until(1)
    for _ in range(3):
        with _answering_rarely(server):
            time.sleep(12)
        server.kill()
        server.start()
    ended = training.told()
    _judge(proof, title, ended, reference)
    _slower(proof, title, ended, reference)


@contextmanager
def _answering_rarely(server: TrackingServer) -> Iterator[None]:
    """The server answers a tenth of the time only."""
    stop = threading.Event()

    def work() -> None:
        for step in itertools.cycle((server.freeze, server.thaw)):
            step()
            if stop.wait(0.9 if step == server.freeze else 0.1):
                break
        server.thaw()

    thread = threading.Thread(target=work, daemon=True)
    thread.start()
    try:
        yield
    finally:
        stop.set()
        thread.join()


def _absent(proof: Proof, letters: Letters, server: TrackingServer, reference: Ended, command: str) -> None:
    """The server is away to the end; a command that comes later delivers the rest."""
    title = f"away to the end, then {command}"
    proof.say(title)
    training = Training(letters, "absent", training__epochs=SHORT)
    training.until(1)
    server.kill()
    status, record = training.end()
    proof.yes(f"{title}: the training ends with 0 meanwhile", status == 0 and Path(str(record["model"])).is_dir())
    said = "'pose2gloss tracking flush' delivers them" in training.log()
    proof.yes(f"{title}: it says what waits and how to deliver it", said)
    waiting = letters.run("tracking status")
    proof.yes(f"{title}: tracking status shows the run", [one["run"] for one in waiting["waiting"]] == [training.run])
    if command == "tracking flush":
        vain = "still wait: " in letters.fails(command)
        proof.yes(f"{title}: a flush in vain exits with 1 and the reason", vain)
    server.start()
    letters.run(command)
    ended = Ended(status, record, training.state(), told(letters.api, training.run))
    _judge(proof, title, ended, reference, in_time=False)
    alias = letters.api.get("registered-models/alias", name=MODEL, alias=ALIAS).get("model_version", {})
    proof.yes(f"{title}: the version is registered, with its alias", alias.get("run_id") == training.run)
    proof.yes(f"{title}: nothing waits any more", letters.run("tracking status")["waiting"] == [])


def _endings(proof: Proof, letters: Letters, server: TrackingServer, epochs: int) -> None:
    """However a training ends, its run does not stay open."""
    proof.say("trainings that fail or are killed")
    known = set(runs(letters.api))
    sentence = letters.fails("train", training__epochs=1, training__initial_model="/no/such/model").strip()
    failed = letters.api.get("runs/get", run_id=next(iter(set(runs(letters.api)) - known)))["run"]
    tag = tags(failed["data"]).get("failure", "")
    proof.yes(
        "a training that fails: FAILED, with the sentence as tag",
        failed["info"]["status"] == "FAILED" and bool(tag) and tag in sentence,
    )
    training = Training(letters, "terminated", training__epochs=epochs)
    training.until(1)
    training.child.terminate()
    training.end()
    proof.yes("SIGTERM: KILLED", training.state()["info"]["status"] == "KILLED")

    if not proof.quick:
        _terminated_alone(proof, letters, server, epochs)

    training = Training(letters, "shot", training__epochs=epochs)
    training.until(5)
    os.killpg(training.child.pid, signal.SIGKILL)
    training.end()
    letters.run("tracking flush")
    state = training.state()
    proof.yes("kill -9: KILLED with a sentence after a flush", _is_shot(state))


def _is_shot(run: dict[str, Any]) -> bool:
    return run["info"]["status"] == "KILLED" and "is gone" in tags(run["data"]).get("failure", "")


def _terminated_alone(proof: Proof, letters: Letters, server: TrackingServer, epochs: int) -> None:
    training = Training(letters, "terminated-alone", training__epochs=epochs)
    training.until(1)
    server.kill()
    time.sleep(1)
    training.child.terminate()
    training.end()
    server.start()
    letters.run("tracking flush")
    proof.yes("SIGTERM while the server is away: KILLED after a flush", training.state()["info"]["status"] == "KILLED")
