"""The figures of ci/prove/runs-compared."""

import json
from pathlib import Path
from typing import Any

from cycle.house import house
from proof import Proof
from serving.browser import chromium

HALF = 13
CURVES = ("accuracy", "learning_rate", "loss", "top5_accuracy", "val_accuracy", "val_loss", "val_top5_accuracy")
FIGURES = ("test_accuracy", "test_loss", "test_top5_accuracy")
_SECONDS = 600


def measure(proof: Proof) -> None:
    """Two runs, what the server has of them, and what a person sees."""
    browser = chromium()
    with house(proof) as at:
        at.arrive(later=True, last=True)
        proof.say("a run with all labels")
        at.run("pipeline", "run")
        proof.say(f"a run with {HALF} labels")
        at.set({"preparation.max-labels": HALF, "preparation.name": "half"})
        at.run("pipeline", "run")
        half, whole = at.pipelines()
        _same_names(proof, whole, half)
        ids = [run["info"]["run_id"] for run in (whole, half)]
        steps = {name: [len({point["step"] for point in at.api.points(run, name)}) for run in ids] for name in CURVES}
        full = sum(count == [at.epochs, at.epochs] for count in steps.values())
        proof.figure(f"curves with {at.epochs} points in both", full, f"= {len(CURVES)}", full == len(CURVES))
        proof.say("MLflow's pages")
        experiment = whole["info"]["experiment_id"]
        client = Path(__file__).with_name("compared_client.py")
        line = [str(proof.environment("serving-browser")), str(client), browser, at.tracking, experiment]
        ended = proof.processes.run([*line, str(proof.folder), *ids], name="browser", seconds=_SECONDS)
        names = [run["info"]["run_name"] for run in (whole, half)]
        _seen(proof, json.loads(ended.stdout.strip().splitlines()[-1]), names)


def _same_names(proof: Proof, whole: dict[str, Any], half: dict[str, Any]) -> None:
    for kind in ("params", "metrics"):
        ours, theirs = ({one["key"] for one in run["data"].get(kind, [])} for run in (whole, half))
        proof.figure(f"{kind} of the runs", len(ours), "the same in both", ours == theirs and bool(ours))
        if kind == "metrics":
            known = set(CURVES) | set(FIGURES) <= ours
            proof.yes("curves and test figures among them", known)


def _seen(proof: Proof, said: dict[str, Any], names: list[str]) -> None:
    text = said["compared"]
    known = all(name in text for name in names)
    proof.figure("names of the runs on the page that compares", " and ".join(names), "both", known)
    rows = [line.split("\t") for line in text.splitlines()]
    labels = next((sorted(row[1:]) for row in rows if row[0] == "preparation.max-labels" and row[1:]), [])
    proof.figure(
        "what differs, side by side: labels", " and ".join(labels), f"0 and {HALF}", labels == ["0", str(HALF)]
    )
    lines = said["lines"]
    proof.figure("lines in the chart of val_accuracy", lines, "= 2", lines == 2)
    proof.at_least("charts of the experiment with both runs", said["charts"], 3)
    proof.figure("errors in the pages", len(said["errors"]), "= 0", not said["errors"])
    proof.detail("pages", said)
    proof.note(f"{said['version']} without a window; MLflow {said['mlflow']}; the demo's letters.")
