"""The figures of ci/prove/serve-reload."""

import json
import shutil
import threading
import time
import urllib.error
import urllib.request
from collections import Counter
from collections.abc import Callable
from pathlib import Path

from proof import Proof, ProofError
from registry.api import Api
from registry.server import mlflow_server
from serving.clips import FRAMES, body_raw, numbers
from serving.service import POINTS, TOKEN, Service, make_model, service

_MODEL, _ALIAS = "reloaded", "production"
_CLIENTS = 4
_REGISTER = Path(__file__).with_name("register.py")
_SECONDS_TO_TAKE_OVER = 60
_SLOWEST_IN_A_SWAP = 1.0


class Clients:
    """Ask without a pause, and remember by which version they were answered and how long it took."""

    def __init__(self, url: str, expected: dict[str, float]) -> None:
        self._url = url
        self._body = body_raw(numbers())
        self._expected = expected  # best score by version
        self._on = True
        self._lock = threading.Lock()
        self.answers: Counter[str] = Counter()
        self.failures: Counter[str] = Counter()
        self.slowest = 0.0
        self._threads = [threading.Thread(target=self._run, daemon=True) for _ in range(_CLIENTS)]
        for thread in self._threads:
            thread.start()

    def ask(self) -> tuple[str, float]:
        """Version and best score of one answer."""
        asked = urllib.request.Request(
            f"{self._url}/predict?top_n=1",
            data=self._body,
            headers={"Content-Type": "application/octet-stream", "X-Shape": f"{FRAMES},{POINTS},3"},
        )
        with urllib.request.urlopen(asked, timeout=30) as answer:
            told = json.load(answer)
        return told["model"]["version"], told["predictions"][0]["score"]

    def _run(self) -> None:
        while self._on:
            started = time.perf_counter()
            try:
                version, score = self.ask()
                failure = ""
                if version in self._expected and abs(score - self._expected[version]) > 1e-4:
                    failure = f"version {version} answered {score}"
            except (OSError, ValueError, urllib.error.URLError) as error:
                version, failure = "", str(error)
            took = time.perf_counter() - started
            with self._lock:
                self.slowest = max(self.slowest, took)
                self.answers[version] += not failure
                if failure:
                    self.failures[failure] += 1

    def end(self) -> None:
        """Stops asking."""
        self._on = False
        for thread in self._threads:
            thread.join()


def measure(proof: Proof) -> None:
    """Moves the alias while clients ask."""
    swaps = 4 if proof.quick else 40
    python = proof.root / ".venv" / "bin" / "python"
    proof.processes.run([str(proof.root / "bin" / "pose2gloss"), "setup", "mlflow"], name="setup", seconds=1800)
    with proof.temporary() as folder, mlflow_server(proof, python, folder / "mlflow") as tracking:
        models = [make_model(proof, folder / f"made-{seed}", seed) for seed in (1, 2)]
        versions = _register(proof, python, tracking, [*models, *_broken(folder, models)])
        api = Api(tracking)

        def move(version: int) -> None:
            api.post("registered-models/alias", name=_MODEL, alias=_ALIAS, version=str(version))

        move(versions[0])
        settings = {"tracking__uri": tracking, "model__name": _MODEL, "model__alias": _ALIAS}
        with service(proof, serving__reload_every="1 s", **settings) as served:
            _swap(proof, served, versions, swaps, move)
            _refuse(proof, served, versions, move)
    proof.note(
        f"An MLflow server on loopback, looked at every second; {_CLIENTS} clients ask without a pause; two models of"
        " the full size take turns."
    )


def _register(proof: Proof, python: Path, tracking: str, folders: list[Path]) -> list[int]:
    proof.say("registering the models")
    ended = proof.processes.run(
        [str(python), str(_REGISTER), _MODEL, *map(str, folders)],
        name="register",
        seconds=300,
        env={"MLFLOW_TRACKING_URI": tracking},
    )
    return [int(version) for version in json.loads(ended.stdout.strip().splitlines()[-1])]


def _broken(folder: Path, models: list[Path]) -> list[Path]:
    """A model whose graph is cut off, and one whose weights are another's than those its stored answers are of."""
    cut = shutil.copytree(models[1], folder / "cut")
    graph = cut / "saved_model" / "saved_model.pb"
    graph.write_bytes(graph.read_bytes()[: graph.stat().st_size // 2])
    mixed = shutil.copytree(models[1], folder / "mixed")
    for name in ("answers.json", "input_example.json"):
        shutil.copy(models[0] / name, mixed / name)
    return [cut, mixed]


def _swap(proof: Proof, served: Service, versions: list[int], swaps: int, move: Callable[[int], None]) -> None:
    first = Clients(served.url, {})
    expected = {}
    try:
        for version in versions[:2]:
            move(version)
            _until(served, version)
            told, score = first.ask()
            expected[told] = score
    finally:
        first.end()
    clients = Clients(served.url, expected)
    slowest = 0.0
    memory = []  # after each quarter: what load and two models side by side take is there after the first
    try:
        for swap in range(swaps):
            moved = time.monotonic()
            version = versions[swap % 2]
            move(version)
            _until(served, version)
            slowest = max(slowest, time.monotonic() - moved)
            if (swap + 1) % (swaps // 4) == 0:
                memory.append(served.resident_mib())
    finally:
        clients.end()
    proof.figure("times that a version took over", swaps)
    proof.figure("answers meanwhile", sum(clients.answers.values()))
    proof.figure("versions that answered", len(clients.answers), "= 2", set(clients.answers) == set(expected))
    failed = sum(clients.failures.values()) + sum(first.failures.values())
    proof.figure("requests that failed or had another version's answer", failed, "= 0", failed == 0)
    proof.detail("failures", dict(clients.failures))
    proof.figure("slowest take-over after the alias moved", slowest, unit="s")
    proof.at_most("slowest request meanwhile", clients.slowest, _SLOWEST_IN_A_SWAP, "s")
    shown = ", ".join(f"{mib:.0f}" for mib in memory)
    proof.figure("resident memory after each quarter", shown, unit="MiB")
    if swaps >= 20:
        proof.at_most("growth of resident memory from the first to the last quarter", memory[-1] / memory[0] - 1, 0.05)


def _refuse(proof: Proof, served: Service, versions: list[int], move: Callable[[int], None]) -> None:
    """Versions that do not pass leave the old one in service, and that is said."""
    good = versions[0]
    move(good)
    _until(served, good)
    clients = Clients(served.url, {})
    told = {}
    try:
        for name, version in (("a damaged graph", versions[2]), ("weights of another model", versions[3])):
            move(version)
            told[name] = _ordered(served)
            health = served.get("/health")
            stayed = health["model"]["version"] == str(good) and bool(health["problem"])
            proof.yes(f"{name}: the old version stays and readiness says why", stayed)
        move(versions[1])
        _until(served, versions[1])
        mended = not served.get("/health")["problem"]
        proof.yes("a good version takes over after that", mended)
    finally:
        clients.end()
    failed = sum(clients.failures.values())
    proof.figure("requests that failed meanwhile", failed, "= 0", failed == 0)
    proof.detail("refusals", told)


def _ordered(served: Service) -> str:
    """What an ordered reload says; it must be refused."""
    asked = urllib.request.Request(f"{served.url}/admin/reload", data=b"", headers={"Authorization": f"Bearer {TOKEN}"})
    try:
        with urllib.request.urlopen(asked, timeout=_SECONDS_TO_TAKE_OVER) as answer:
            return f"taken: {answer.read().decode('utf-8')}"
    except urllib.error.HTTPError as error:
        return str(json.load(error)["detail"])


def _until(served: Service, version: int) -> None:
    deadline = time.monotonic() + _SECONDS_TO_TAKE_OVER
    while time.monotonic() < deadline:
        if served.get("/health")["model"]["version"] == str(version):
            return
        time.sleep(0.05)
    raise ProofError(f"version {version} did not take over within {_SECONDS_TO_TAKE_OVER} s.")
