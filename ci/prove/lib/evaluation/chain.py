"""An evaluation as a user runs it, and everything it reports computed anew from the table of predictions."""

import json
import re
import resource
import urllib.parse
import urllib.request
from collections import Counter
from pathlib import Path

import numpy as np
import pyarrow.parquet as parquet

from evaluation import peers
from evaluation.metrics import MOST, compare_interval, furthest, square, table, values
from preparation.runs import build, generate
from proof import Proof
from registry.api import Api, tags
from registry.server import own_mlflow

SECONDS = 3600.0
SPLITS = ("train", "validation", "test")


def measure(proof: Proof) -> None:
    """Trains a little, evaluates twice, and compares."""
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    glosses, epochs = (5, 2) if proof.quick else (20, 10)
    build(proof)
    with proof.temporary() as folder, own_mlflow(proof, folder) as server:
        warehouse = folder / "warehouse"
        proof.say("making the tables and training")
        generate(proof, warehouse, "--glosses", glosses)
        settings = {
            "catalog.warehouse": warehouse,
            "tracking.uri": server,
            "preparation.name": "evaluated",
            "training.directory": folder / "models",
            "training.epochs": epochs,
            "training.batch-size": 16,
        }
        for step in ("split", "augment", "transform", "train"):
            _run(proof, step, settings)
        proof.say("evaluating")
        first = _run(proof, "evaluate", settings)
        again = _run(proof, "evaluate", settings | {"evaluate.run": first["evaluated_run"]})
        same = all(first[name] == again[name] for name in first if name.startswith("test_"))
        proof.yes("evaluated by version and by run: the same test figures", same)
        report = Report(server, _run_of(server, str(first["model"]), str(first["version"])))
        rows = _predictions(warehouse)
        runs = Counter(row["run_id"] for row in rows)
        kept = len(runs) == 2 and len(set(runs.values())) == 1
        proof.figure("predictions in their table, of both evaluations", len(rows), "= twice all examples", kept)
        own = [row for row in rows if row["run_id"] == report.run]
        for split in SPLITS:
            _compare(proof, split, report, [row for row in own if row["split"] == split])
        _worst(proof, report, [row for row in own if row["split"] == "test"])
    proof.note(
        f"The training: {glosses} glosses, {epochs} epochs; its predictions stand in the table with the probability of"
        " the prediction, the probability of the truth and the place of the truth, and from these alone the report"
        " is computed anew."
    )


def _run(proof: Proof, command: str, settings: dict[str, object]) -> dict[str, object]:
    words = [word for key, value in settings.items() for word in ("--set", f"{key}={value}")]
    return proof.pose2gloss(command, *words, seconds=SECONDS, name=command)


def _run_of(server: str, model: str, version: str) -> str:
    """The run that a version's tag names."""
    answer = Api(server).get("model-versions/get", name=model, version=version)
    return tags(answer["model_version"])["evaluation_run"]


class Report:
    """What an evaluation left on its run."""

    def __init__(self, server: str, run: str) -> None:
        self._server = server
        self.run = run
        self.all = self.artifact("evaluation/evaluation.json")
        found = Api(server).get("runs/get", run_id=run)["run"]["data"]["metrics"]
        self.metrics = {metric["key"]: metric["value"] for metric in found}

    def artifact(self, path: str) -> dict:
        """A JSON file of the run."""
        query = urllib.parse.urlencode({"path": path, "run_uuid": self.run})
        with urllib.request.urlopen(f"{self._server}/get-artifact?{query}", timeout=60) as answer:
            return json.load(answer)


def _predictions(warehouse: Path) -> list[dict]:
    """Every row of the table; nothing was ever deleted from it, so that its files are the table."""
    files = sorted((warehouse / "pose2gloss" / "predictions" / "data").rglob("*.parquet"))
    return [row for file in files for row in parquet.read_table(file).to_pylist()]


def _compare(proof: Proof, split: str, report: Report, rows: list[dict]) -> None:
    ours = report.all["splits"][split]
    names = [row["gloss"] for row in ours["glosses"]]
    number = {name: label for label, name in enumerate(names)}
    of = peers.Predictions(
        label=np.array([number[row["gloss"]] for row in rows]),
        predicted=np.array([number[row["predicted"]] for row in rows]),
        confidence=np.array([row["probability"] for row in rows], dtype=np.float32),
        truth=np.array([row["truth_probability"] for row in rows], dtype=np.float32),
        classes=len(names),
        top5=float(np.mean([row["rank_of_truth"] <= peers.TOP for row in rows])),
    )
    theirs = peers.single_values(of)
    largest = max(
        furthest(values({name: report.metrics[f"{split}_{name}"] for name in theirs}), values(theirs)),
        furthest(table(ours["glosses"]), peers.by_class(of)),
        furthest(square(ours["confusion_matrix"], of.classes), peers.confusion(of)),
    )
    proof.at_most(f"{split}: metrics on the run, per gloss and confusion, largest difference", largest, MOST)
    ends = [report.metrics[f"{split}_accuracy_{end}"] for end in ("lower", "upper")]
    compare_interval(proof, split, ends[0], ends[1], of)
    right = of.label == of.predicted
    frames = np.array([row["frames"] for row in rows])
    groups = [(group, _within(group["frames"], frames)) for group in ours["lengths"]]
    signers = np.array([row["signer"] or "(unknown)" for row in rows])
    groups += [(group, signers == group["signer"]) for group in ours.get("signers", [])]
    largest = max(abs(right[inside].mean() - group["accuracy"]) for group, inside in groups)
    whole = all(inside.sum() == group["examples"] for group, inside in groups)
    whole &= sum(group["examples"] for group in ours["lengths"]) == len(rows)
    title = f"{split}: accuracy of {len(groups)} lengths and signers, largest difference"
    proof.figure(title, largest, f"<= {MOST:g}", whole and largest <= MOST)


def _within(name: str, frames: np.ndarray) -> np.ndarray:
    """Which lengths a group's name means: 'from 71', '38–52' or '30'."""
    ends = [int(number) for number in re.findall(r"\d+", name)]
    last = np.inf if name.startswith("from") else ends[-1]
    return (frames >= ends[0]) & (frames <= last)


def _worst(proof: Proof, report: Report, rows: list[dict]) -> None:
    """Those to whose gloss the model gave the least probability."""
    wrong = [row for row in rows if row["gloss"] != row["predicted"]]
    worst = sorted(wrong, key=lambda row: (row["truth_probability"], -row["probability"], row["id"]))[:12]
    if not worst:
        return
    told = report.artifact("evaluation/worst_examples.json")
    ids = [row[told["columns"].index("id")] for row in told["data"]]
    same = ids == [row["id"] for row in worst]
    proof.yes(f"the {len(worst)} worst test examples are the same", same)
    pictures = sum(row[told["columns"].index("picture")] is not None for row in told["data"])
    proof.figure("pictures of them", pictures, f"= {len(worst)}", pictures == len(worst))
