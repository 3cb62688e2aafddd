"""The figures of ci/prove/serve-fuzz."""

import json
import random
import re
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field

from extraction.clips import files
from proof import Proof
from serving.clips import body_json, numbers
from serving.hostile import Hostile, Sent, exchange, slow, trickle
from serving.service import HOST, Service, make_model, service

_AT_ONCE = 8
_AT_A_TIME = 400  # requests that are made before they are sent
_TRICKLING = 8
# The service gives a client ten seconds, then it must be sending at a pace.
_TRICKLE_SECONDS = 30
_SCHEMATHESIS_SECONDS = 1500
# 505 is HTTP's own answer to a version of it that is none (RFC 9110, 15.6.6).
_ALLOWED = {200, 503, 505}


@dataclass
class Seen:
    """What came back."""

    statuses: Counter[int] = field(default_factory=Counter)
    by_kind: dict[str, Counter[int]] = field(default_factory=dict)
    wrong: list[str] = field(default_factory=list)

    def add(self, sent: Sent, answer: bytes) -> None:
        """Judges one answer."""
        status = _status(answer)
        self.statuses[status] += 1
        self.by_kind.setdefault(sent.kind, Counter())[status] += 1
        problem = _judge(sent, status, answer)
        if problem:
            self.wrong.append(f"{sent.kind}: {problem}: {sent.data[:300]!r}")


def measure(proof: Proof) -> None:
    """Mutated requests, then slow and vanished clients, then Schemathesis."""
    count = 800 if proof.quick else 12_000
    videos = files(proof)[:3]
    with proof.temporary() as folder:
        model = make_model(proof, folder / "made", seed=1)
        settings = {"serving__max_body_mib": 4, "serving__max_frames": 200, "serving__video__max_mib": 4}
        with service(proof, serving__model_path=model, **settings) as served:
            before = served.get("/metadata")["version"]
            proof.say(f"{count} mutated requests")
            seen = _mutated(served, Hostile(random.Random(7), videos), count)
            _tell(proof, seen, count)
            proof.say("slow and vanished clients")
            _slow(proof, served)
            proof.say("Schemathesis")
            _schemathesis(proof, served)
            alive = served.child.poll() is None and served.get("/health")["status"] == "ready"
            proof.yes("the same process is ready afterwards", alive)
            same = served.get("/metadata")["version"] == before
            proof.yes("with the same model", same)
            inside = served.metric("pose2gloss_clips_inside")
            proof.figure("places that were not given back", inside, "= 0", inside == 0)
            proof.figure("resident memory afterwards", served.resident_mib(), unit="MiB")
            unforeseen = served.log.read_text(encoding="utf-8", errors="replace").count("not foreseen")
            proof.figure("unforeseen failures in the log", unforeseen, "= 0", unforeseen == 0)


def _mutated(served: Service, hostile: Hostile, count: int) -> Seen:
    seen = Seen()
    with ThreadPoolExecutor(_AT_ONCE) as clients:
        for start in range(0, count, _AT_A_TIME):
            sent = [hostile.next() for _ in range(min(_AT_A_TIME, count - start))]
            for one, answer in zip(sent, clients.map(lambda one: exchange(served.port, one), sent)):
                seen.add(one, answer)
    return seen


def _status(answer: bytes) -> int:
    found = re.match(rb"HTTP/1\.[01] (\d{3})", answer)
    return int(found[1]) if found else 0


def _judge(sent: Sent, status: int, answer: bytes) -> str:
    """What is wrong with an answer; empty if nothing is."""
    if status == 0:
        return "" if sent.may_be_silent else "no answer"
    if status >= 500 and status not in _ALLOWED:
        return f"status {status}"
    if status == 200:
        return ""
    head, _, body = answer.partition(b"\r\n\r\n")
    try:
        told = json.loads(body)
    except ValueError:
        return "" if sent.is_head else f"status {status} without a problem in JSON"
    detail = told.get("detail", told.get("error", ""))
    if len(detail) < 15:
        return f"status {status} does not say what to change: {told}"
    is_problem = b"application/problem+json" in head.lower() or "error" in told
    return "" if is_problem else f"status {status} is not application/problem+json"


def _tell(proof: Proof, seen: Seen, count: int) -> None:
    proof.figure("mutated requests", count)
    proof.figure(
        "answers that were wrong (5xx but 503 and 505, none, or no problem in words)",
        len(seen.wrong),
        "= 0",
        not seen.wrong,
    )
    rejected = sum(n for status, n in seen.statuses.items() if 400 <= status < 500)
    proof.figure("refused with 4xx", rejected)
    proof.figure("answered with 200", seen.statuses[200])
    proof.table(
        "What came back",
        ["kind", "requests", "statuses"],
        [
            [kind, str(sum(statuses.values())), ", ".join(f"{s}: {n}" for s, n in sorted(statuses.items()))]
            for kind, statuses in sorted(seen.by_kind.items())
        ],
        readme=False,
    )
    proof.detail("wrong", seen.wrong[:50])


def _slow(proof: Proof, served: Service) -> None:
    """Clients that trickle their bodies while others are served; they are told in the end."""
    flat = numbers(3)
    good = Sent(
        "",
        f"POST /predict HTTP/1.1\r\nHost: {HOST}\r\nContent-Type: application/json\r\nConnection: close\r\n"
        f"Content-Length: {len(body_json(flat))}\r\n\r\n".encode()
        + body_json(flat),
    )
    with slow(served.port, clients=_TRICKLING):
        answered = _status(exchange(served.port, good)) == 200
    proof.yes(f"a clip is answered while {_TRICKLING} clients trickle theirs", answered)
    told = _status(trickle(served.port, _TRICKLE_SECONDS))
    proof.figure("who sends two bytes a second is answered with", told, "= 408", told == 408)


def _schemathesis(proof: Proof, served: Service) -> None:
    python = proof.environment("serving-fuzz")
    examples = 10 if proof.quick else 100
    ended = proof.processes.run(
        [
            *(str(python.with_name("schemathesis")), "run", f"{served.url}/openapi.json", "--url", served.url),
            # What a video is, no schema tells: of bytes that it allows, most are refused.
            *("--checks", "all", "--exclude-checks", "positive_data_acceptance"),
            *("--max-examples", str(examples), "--generation-database", "none", "--no-color", "--seed", "7"),
            *("--exclude-path", "/admin/reload", "--request-timeout", "60"),
        ],
        name="schemathesis",
        cwd=proof.folder,  # it leaves a folder with a cache where it runs
        seconds=_SCHEMATHESIS_SECONDS,
        expect=None,
    )
    (proof.folder / "logs" / "schemathesis.out").write_text(ended.stdout, encoding="utf-8")
    proof.figure("Schemathesis finds nothing (its exit status)", ended.returncode, "= 0", ended.returncode == 0)
    cases = re.search(r"(\d+) generated", ended.stdout)
    proof.figure("requests that Schemathesis made", int(cases[1]) if cases else None)
