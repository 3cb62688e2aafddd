"""The figures of ci/prove/serve-load."""

import json
import sys
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from proof import Proof
from registry.server import free_port, wait
from serving.clips import FRAMES, body_json, body_raw, numbers, request
from serving.mixture import mixture
from serving.service import HOST, POINTS, Service, make_model, service

_LOAD = Path(__file__).with_name("load_client.py")
_PEER = Path(__file__).with_name("peer.py")
_CLIENTS = (1, 8, 64)
# What the requests of clients that are turned away leave of the time is theirs: more of them are needed to keep a rate.
_MOST_CLIENTS = 256
_SOAK_REQUESTS = 100_000
# More is a service that is far too slow: the soak ends there, and its count says so.
_SOAK_SECONDS = 480


class Asked:
    """Runs the load program."""

    def __init__(self, proof: Proof, folder: Path) -> None:
        self._proof = proof
        self._folder = folder

    def __call__(
        self,
        name: str,
        port: int,
        sent: Path | list[Path],
        seconds: float,
        clients: int,
        *,
        rate: float = 0,
        count: int = 0,
    ) -> dict[str, Any]:
        """Asks for so long, or so often."""
        self._proof.say(name)
        files = [str(file) for file in (sent if isinstance(sent, list) else [sent])]
        plan = {"host": HOST, "port": port, "requests": files, "seconds": seconds, "clients": clients}
        plan |= {"rate": rate, "count": count}
        file = self._folder / "plan.json"
        file.write_text(json.dumps(plan), encoding="utf-8")
        ended = self._proof.processes.run([sys.executable, str(_LOAD), str(file)], name="load", seconds=seconds + 120)
        said = json.loads(ended.stdout.strip().splitlines()[-1])
        self._proof.detail(name, said)
        assert isinstance(said, dict)
        return said


@contextmanager
def peer(proof: Proof, saved_model: Path) -> Iterator[int]:
    """Port of the Python service."""
    python = proof.environment("serving-peer")
    port = free_port()
    with proof.processes.log("peer") as (log, file):
        child = proof.processes.start(
            [str(python), str(_PEER), str(saved_model), str(port)],
            env={"TF_CPP_MIN_LOG_LEVEL": "2"},
            stdout=log,
            stderr=log,
        )
        try:
            wait(f"http://{HOST}:{port}/health", child, file)
            yield port
        finally:
            proof.processes.end(child)


def measure(proof: Proof) -> None:
    """Ours and the peer, one after the other, by the same program with the same clip."""
    seconds = 4 if proof.quick else 15
    flat = numbers()
    with proof.temporary() as folder:
        model = make_model(proof, folder / "made", seed=1, original=True)
        ask = Asked(proof, folder)
        as_json = request(folder / "json", "/predict", body_json(flat), "Content-Type: application/json")
        as_raw = request(
            folder / "raw",
            "/predict",
            body_raw(flat),
            "Content-Type: application/octet-stream",
            f"X-Shape: {FRAMES},{POINTS},3",
        )
        rows: list[list[str]] = []
        with service(proof, serving__model_path=model) as served:
            proof.at_most("cold start to ready", served.seconds_to_ready, 10, "s")
            ask("ours, warming up", served.port, as_json, seconds, 8)
            ours = {n: ask(f"ours, JSON, {n} clients", served.port, as_json, seconds, n) for n in _CLIENTS}
            raw = {n: ask(f"ours, binary, {n} clients", served.port, as_raw, seconds, n) for n in _CLIENTS}
            _overload(proof, ask, served.port, as_raw, seconds, raw)
            proof.figure("resident memory", served.resident_mib(), unit="MiB")
            _soak(proof, ask, served, mixture(folder))
        with peer(proof, model / "saved_model") as port:
            ask("FastAPI, warming up", port, as_json, seconds, 8)
            theirs = {n: ask(f"FastAPI, JSON, {n} clients", port, as_json, seconds, n) for n in _CLIENTS}
    for name, told in (("ours, JSON", ours), ("ours, binary", raw), ("FastAPI and TensorFlow, JSON", theirs)):
        for clients, said in told.items():
            rows.append(_row(name, clients, said))
    proof.table(
        "65-frame clips",
        ["service", "clients", "p50 (ms)", "p99 (ms)", "clips a second", "turned away"],
        rows,
    )
    proof.at_most("p50 at one client, JSON", ours[1]["p50_ms"], 25, "ms")
    proof.at_most("p50 at one client, binary", raw[1]["p50_ms"], 15, "ms")
    for clients in _CLIENTS:
        ratio = ours[clients]["answered_a_second"] / theirs[clients]["answered_a_second"]
        proof.at_least(f"clips a second of ours for one of FastAPI's, JSON, {clients} clients", ratio, 2)
    failed = sum(
        count
        for told in (ours, raw)
        for said in told.values()
        for status, count in said["statuses"].items()
        if status not in ("200", "429")
    )
    proof.figure("requests of ours that failed", failed, "= 0", failed == 0)
    proof.note(
        f"Clips of {FRAMES} frames, {POINTS} points; the original system's network, 100 glosses, the same SavedModel in"
        " both. The load program runs on the same machine and takes its part of the processor."
    )


def _overload(proof: Proof, ask: Asked, port: int, sent: Path, seconds: float, raw: dict[int, dict[str, Any]]) -> None:
    """Four times what it can carry: it must turn away, and answer the others about as fast as at what it can."""
    most = max(raw.values(), key=lambda said: said["answered_a_second"])
    carried = most["answered_a_second"]
    usual = ask("ours, what it can carry", port, sent, seconds, _MOST_CLIENTS, rate=0.9 * carried)
    flood = ask("ours, four times as much", port, sent, seconds, _MOST_CLIENTS, rate=4 * carried)
    away = flood["statuses"].get("429", 0)
    proof.figure("clips a second it can carry", carried)
    proof.figure("turned away with 429 at four times that", away, "> 0", away > 0)
    proof.figure("clips a second that are answered at four times", flood["answered_a_second"])
    proof.figure("p99 at nine tenths of what it can carry", usual["p99_ms"], unit="ms")
    proof.figure("p99 at what it can carry", most["p99_ms"], unit="ms")
    proof.figure("p99 of what is answered at four times", flood["p99_ms"], unit="ms")
    proof.at_most("p99 at four times, for that at what it can carry", flood["p99_ms"] / most["p99_ms"], 3)
    proof.figure("asked a second at four times", sum(flood["statuses"].values()) / flood["seconds"])


def _soak(proof: Proof, ask: Asked, served: Service, sent: list[Path]) -> None:
    """Memory over a hundred thousand requests of every kind and many lengths."""
    requests = 2_000 if proof.quick else _SOAK_REQUESTS
    memory: list[float] = []
    statuses: Counter[str] = Counter()
    for quarter in range(1, 5):
        name = f"ours, quarter {quarter} of {requests} requests"
        said = ask(name, served.port, sent, _SOAK_SECONDS / 4, 8, count=requests // 4)
        statuses.update(said["statuses"])
        memory.append(served.resident_mib())
    proof.detail("resident MiB after each quarter", memory)
    proof.at_least("soak: requests answered with 200", statuses["200"], requests)
    proof.figure("soak: resident memory after each quarter", ", ".join(f"{mib:.0f}" for mib in memory), unit="MiB")
    growth = memory[-1] / memory[0] - 1
    if proof.quick:
        # So few requests say nothing: the JVM and TensorFlow still warm up.
        proof.figure("soak: growth of resident memory from the first to the last quarter", growth)
    else:
        proof.at_most("soak: growth of resident memory from the first to the last quarter", growth, 0.05)


def _row(name: str, clients: int, said: dict[str, Any]) -> list[str]:
    turned = said["statuses"].get("429", 0)
    return [
        name,
        str(clients),
        f"{said['p50_ms']:.1f}" if said["p50_ms"] else "none",
        f"{said['p99_ms']:.1f}" if said["p99_ms"] else "none",
        f"{said['answered_a_second']:.1f}",
        str(turned),
    ]
