"""Asks a service by Triton's client: ADDRESS CLIP FRAMES POINTS; prints what it answered as one line of JSON."""

import json
import sys
from importlib.metadata import version
from pathlib import Path
from typing import Any

import numpy as np
import tritonclient.http as triton
from tritonclient.utils import InferenceServerException

_MODEL = "model"


def main() -> None:
    """Prints one line."""
    address, clip, frames, points = sys.argv[1:]
    numbers = np.array(json.loads(Path(clip).read_text(encoding="utf-8")), dtype=np.float32)
    one = numbers.reshape(1, int(frames), int(points), 3)
    client = triton.InferenceServerClient(address)
    metadata = client.get_model_metadata(_MODEL)
    said: dict[str, Any] = {
        "version": version("tritonclient"),
        "server_live": client.is_server_live(),
        "server_ready": client.is_server_ready(),
        "model_ready": client.is_model_ready(_MODEL),
        "input": metadata["inputs"][0]["name"],
        "output": metadata["outputs"][0]["name"],
        "answers": {
            "bytes": best(ask(client, one, binary=True)),
            "JSON": best(ask(client, one, binary=False)),
            "two clips": best(ask(client, np.concatenate([one, one]), binary=True)),
            "gzip": best(ask(client, one, binary=True, request_compression_algorithm="gzip")),
            "no output named": best(ask(client, one, binary=True, outputs=None)),
        },
    }
    try:
        ask(client, one[:, :, :7], binary=True)
        said["refused"] = "taken"
    except InferenceServerException as error:
        said["refused"] = str(error)
    print(json.dumps(said))


def ask(client: Any, landmarks: np.ndarray, binary: bool, **options: Any) -> np.ndarray:
    """Probabilities, the last clip's."""
    asked = triton.InferInput("landmarks", list(landmarks.shape), "FP32")
    asked.set_data_from_numpy(landmarks, binary_data=binary)
    options.setdefault("outputs", [triton.InferRequestedOutput("probabilities", binary_data=binary)])
    answer = client.infer(_MODEL, [asked], request_id="proof", **options)
    return np.asarray(answer.as_numpy("probabilities"))[-1]


def best(probabilities: np.ndarray) -> dict[str, Any]:
    """The likeliest class."""
    place = int(np.argmax(probabilities))
    return {"best": place, "score": float(probabilities[place])}


if __name__ == "__main__":
    main()
