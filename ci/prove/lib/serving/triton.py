"""The figures of ci/prove/serve-triton."""

import json
from pathlib import Path

from proof import Proof
from serving.clips import FRAMES, body_json, numbers, request
from serving.hostile import Sent, exchange
from serving.service import POINTS, make_model, service

_SECONDS = 300
_MOST_DIFFERENCE = 1e-5


def measure(proof: Proof) -> None:
    """Asks the same clip by Triton's client and by our own address."""
    python = proof.environment("serving-triton")
    with proof.temporary() as folder:
        model = make_model(proof, folder / "made", seed=1)
        with service(proof, serving__model_path=model) as served:
            flat = numbers()
            clip = folder / "clip.json"
            clip.write_text(json.dumps(flat), encoding="utf-8")
            sent = request(folder / "sent", "/predict", body_json(flat), "Content-Type: application/json")
            answer = exchange(
                served.port, Sent("", sent.read_bytes().replace(b"\r\n", b"\r\nConnection: close\r\n", 1))
            )
            best = json.loads(answer.partition(b"\r\n\r\n")[2])["predictions"][0]
            labels = served.get("/metadata")["labels"]
            proof.say("Triton's client")
            ended = proof.processes.run(
                [
                    *(str(python), "-I", str(Path(__file__).with_name("triton_client.py"))),
                    *(f"127.0.0.1:{served.port}", str(clip), str(FRAMES), str(POINTS)),
                ],
                name="triton",
                seconds=_SECONDS,
            )
    said = json.loads(ended.stdout.strip().splitlines()[-1])
    for name in ("server_live", "server_ready", "model_ready"):
        proof.yes(f"is_{name}()", said[name])
    names = (said["input"], said["output"]) == ("landmarks", "probabilities")
    proof.yes("get_model_metadata() names input and output", names)
    for way, told in said["answers"].items():
        same = labels[told["best"]] == best["gloss"]
        proof.yes(f"infer(), {way}: the same gloss as POST /predict", same)
        proof.at_most(f"infer(), {way}: difference of its score", abs(told["score"] - best["score"]), _MOST_DIFFERENCE)
    proof.figure("infer() of a wrong shape", said["refused"], "says why", "180" in said["refused"])
    proof.note(f"tritonclient {said['version']}; a clip of {FRAMES} frames, twice in a request where it says so.")
