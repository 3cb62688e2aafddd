"""The figures of ci/prove/python-load."""

import json
import subprocess
from pathlib import Path

from proof import Proof
from registry.server import mlflow_server, served_model

MODEL, ALIAS = "pose2gloss-demo", "candidate"
MOST_DIFFERENCE = 1e-5
SECONDS = 1800
MAIN = "org.pose2gloss.benchmarks.RegisteredModelAnswers"


def measure(proof: Proof) -> None:
    """Trains, asks Java, asks Python, compares."""
    epochs, most = (2, 8) if proof.quick else (20, 64)
    python = proof.environment("python-load")
    with proof.temporary() as folder, mlflow_server(proof, python, folder / "mlflow") as tracking:
        proof.say(f"the demo, {epochs} epochs")
        proof.pose2gloss(
            *("demo", "--folder", folder / "demo", "--set", f"tracking.uri={tracking}"),
            *("--set", f"training.epochs={epochs}"),
            seconds=SECONDS,
            name="demo",
        )
        proof.say("what Java answers")
        answers = folder / "java"
        answers.mkdir()
        proof.processes.run(
            proof.java(
                *(MAIN, "--tracking", tracking, "--model", MODEL, "--alias", ALIAS, "--preparation", "demo"),
                *("--warehouse", folder / "demo" / "warehouse", "--most", most, "--folder", answers),
            ),
            name="java",
            seconds=SECONDS,
        )
        proof.say("what Python answers")
        uri = f"models:/{MODEL}@{ALIAS}"
        with served_model(proof, python, uri, tracking, folder) as scoring:
            said = _client(proof, python, folder, uri, answers / "answers.json", tracking, scoring)
        _resolves(proof, python, answers / "model" / "requirements.txt")
    _judge(proof, said)


def _client(
    proof: Proof, python: Path, folder: Path, uri: str, answers: Path, tracking: str, scoring: str
) -> dict[str, object]:
    """Runs the program from a copy of its own, where nothing of ours is beside it."""
    alone = folder / "python_client.py"
    alone.write_bytes(Path(__file__).with_name("python_client.py").read_bytes())
    ended = proof.processes.run(
        [str(python), "-I", str(alone), uri, str(answers), scoring],
        name="python",
        seconds=SECONDS,
        env={"MLFLOW_TRACKING_URI": tracking, "TF_CPP_MIN_LOG_LEVEL": "2"},
        cwd=folder,
    )
    record = json.loads(ended.stdout.strip().splitlines()[-1])
    assert isinstance(record, dict)
    return record


def _resolves(proof: Proof, python: Path, requirements: Path) -> None:
    """Whether the model's own requirements are what this environment has: pip would add nothing."""
    tried: subprocess.CompletedProcess[str] = proof.processes.run(
        [str(python), "-m", "pip", "install", "--dry-run", "--no-index", "-r", str(requirements)],
        name="requirements",
        seconds=300,
        expect=None,
    )
    same = tried.returncode == 0 and "Would install" not in tried.stdout
    proof.yes("the model's requirements.txt asks for nothing that is not there", same)


def _judge(proof: Proof, said: dict[str, object]) -> None:
    names = {
        "tensorflow": "mlflow.tensorflow.load_model",
        "pyfunc": "mlflow.pyfunc.load_model",
        "served": "mlflow models serve",
    }
    differences = dict(said["differences"])  # type: ignore[call-overload]
    for way, title in names.items():
        for asked, difference in differences[way].items():
            proof.at_most(f"{title}: {asked}, largest difference from DJL", difference, MOST_DIFFERENCE)
    signature = said["signature"] == ["landmarks", "mask"]
    proof.yes("the signature names both inputs", signature)
    metadata = dict(said["metadata"])  # type: ignore[call-overload]
    told = (
        metadata.get("training_run") == said["run_id"]
        and {"code_version", "seed", "parameters", "tables"} <= set(metadata)
        and bool(metadata["tables"]["examples"]["snapshot_id"])
        and metadata["parameters"]["training.seed"] == str(metadata["seed"])
    )
    proof.yes("MLmodel tells run, code, seed, parameters and the table's snapshot", told)
    foreign = len(said["foreign"])  # type: ignore[arg-type]
    proof.figure("modules of ours in that Python", foreign, "= 0", foreign == 0)
    proof.at_least("spread of the probabilities", float(said["spread"]), 0.001)  # type: ignore[arg-type]
    frames = list(said["frames"])  # type: ignore[call-overload]
    proof.note(
        f"{said['examples']} test examples of {min(frames)} to {max(frames)} frames, {said['classes']} classes,"
        f" {100 * float(said['absent']):.0f} % of the numbers absent (NaN; null in JSON)."  # type: ignore[arg-type]
    )
    proof.detail("client", said)
