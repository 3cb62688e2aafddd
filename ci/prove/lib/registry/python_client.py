"""Loads a registered model as anybody would, with MLflow and TensorFlow and nothing of pose2gloss.

Reads a file of examples and the answers that somebody else gave, asks the same in four ways, and prints the largest
differences as JSON. Runs by itself: python python_client.py MODEL_URI ANSWERS.json [SCORING_SERVER]
"""

import json
import sys
import urllib.request

import mlflow.pyfunc
import mlflow.tensorflow
import numpy as np
import tensorflow as tf
from mlflow.artifacts import download_artifacts
from mlflow.models import Model


def tensor(numbers) -> np.ndarray:
    """Nested lists in which null is no number."""
    return np.array(numbers, dtype=np.float32)


def together(sequences) -> dict:
    """Sequences of several lengths side by side, padded with zeros at the end."""
    longest = max(len(sequence) for sequence in sequences)
    landmarks = np.zeros((len(sequences), longest, *sequences[0].shape[1:]), np.float32)
    mask = np.zeros((len(sequences), longest), np.float32)
    for i, sequence in enumerate(sequences):
        landmarks[i, : len(sequence)] = sequence
        mask[i, : len(sequence)] = 1
    return {"landmarks": landmarks, "mask": mask}


def post(url: str, inputs: dict) -> np.ndarray:
    """What the scoring server answers; null is what JSON has for no number."""
    lists = {name: np.where(np.isnan(values), None, values.astype(object)).tolist() for name, values in inputs.items()}
    request = urllib.request.Request(
        f"{url}/invocations",
        data=json.dumps({"inputs": lists}, allow_nan=False).encode(),
        headers={"Content-Type": "application/json"},
    )
    with urllib.request.urlopen(request, timeout=120) as answer:
        return np.array(json.load(answer)["predictions"]["probabilities"], dtype=np.float64)


def main(model_uri: str, answers_file: str, scoring_server: str = "") -> None:
    """Prints one JSON object."""
    with open(answers_file, encoding="utf-8") as file:
        answers = json.load(file)
    sequences = [tensor(example["landmarks"]) for example in answers["examples"]]
    alone = np.array([example["alone"] for example in answers["examples"]])
    among = np.array([example["together"] for example in answers["examples"]])
    batch = together(sequences)

    folder = download_artifacts(artifact_uri=model_uri)
    described = Model.load(folder)
    example = described.load_input_example(folder)
    generic = mlflow.pyfunc.load_model(model_uri)
    loaded = mlflow.tensorflow.load_model(model_uri)
    known = {tensor.name for tensor in described.signature.inputs.inputs}

    ways = {
        "pyfunc": lambda inputs: np.array(generic.predict(inputs)["probabilities"]),
        "tensorflow": lambda inputs: loaded(**{k: tf.constant(v) for k, v in inputs.items()})["probabilities"].numpy(),
    }
    if scoring_server:
        ways["served"] = lambda inputs: post(scoring_server, inputs)

    differences = {}
    for name, ask in ways.items():
        differences[name] = {
            "input example": largest(ask(example), [answers["input_example"]]),
            "test examples one by one": largest(np.concatenate([ask(together([s])) for s in sequences]), alone),
            "test examples in a batch": largest(ask(batch), among),
        }
    if scoring_server:
        request = urllib.request.Request(
            f"{scoring_server}/invocations",
            data=described.get_serving_input(folder).encode(),
            headers={"Content-Type": "application/json"},
        )
        with urllib.request.urlopen(request, timeout=120) as answer:
            served = json.load(answer)["predictions"]["probabilities"]
        differences["served"]["serving_input_example.json"] = largest(served, [answers["input_example"]])

    print(
        json.dumps(
            {
                "differences": differences,
                "examples": len(sequences),
                "frames": [len(sequence) for sequence in sequences],
                "classes": len(answers["glosses"]),
                "absent": float(np.isnan(np.concatenate([s.ravel() for s in sequences])).mean()),
                "spread": float(alone.std()),
                "signature": sorted(known),
                "metadata": described.metadata,
                "own_flavor": described.flavors["pose2gloss"],
                "run_id": described.run_id,
                "foreign": sorted(name for name in sys.modules if "pose2gloss" in name),
            }
        )
    )


def largest(answer, expected) -> float:
    """The largest absolute difference; shapes must be the same."""
    answer, expected = np.asarray(answer, np.float64), np.asarray(expected, np.float64)
    if answer.shape != expected.shape:
        raise SystemExit(f"the answer has the shape {answer.shape}, not {expected.shape}")
    return float(np.abs(answer - expected).max())


if __name__ == "__main__":
    main(*sys.argv[1:])
