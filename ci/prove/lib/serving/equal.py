"""The figures of ci/prove/score-equals-served."""

import json
import shutil
import urllib.request
from pathlib import Path
from typing import Any

from extraction.clips import files
from proof import Proof, ProofError
from serving.service import Service, make_model, service

_SECONDS = 1800
_MOST_DIFFERENCE = 1e-5


def measure(proof: Proof) -> None:
    """The same videos by score and by the service."""
    clips = files(proof)[: 4 if proof.quick else 40]
    python = proof.environment("tables")
    with proof.temporary() as folder:
        model = make_model(proof, folder / "made", seed=1)
        videos = folder / "videos"
        videos.mkdir()
        for clip in clips:
            shutil.copy(clip, videos)
        warehouse = folder / "warehouse"
        settings = ["--set", f"catalog.warehouse={warehouse}", "--set", "tracking.uri="]
        for step, more in (
            ("ingest", [f'ingest.sources=[{{kind = videos, name = clips, path = "{videos}"}}]']),
            ("extract", []),
        ):
            proof.say(step)
            words = [word for one in more for word in ("--set", one)]
            proof.pose2gloss(step, *settings, *words, seconds=_SECONDS, name=step)
        scored: dict[str, dict[str, Any]] = {}
        for runner in ("direct", "spark"):
            proof.say(f"score, runner {runner}")
            words = ["--set", f"score.runner={runner}", "--set", f"score.model-path={model}"]
            record = proof.pose2gloss("score", *settings, *words, seconds=_SECONDS, name=f"score-{runner}")
            scored[runner] = _predictions(proof, python, warehouse, str(record["run_id"]))
        with service(proof, serving__model_path=model) as served:
            proof.say("the service")
            answers = {clip.stem: _ask(served, clip) for clip in clips}
    for runner, rows in scored.items():
        same = sum(rows[name]["predicted"] == answer["gloss"] for name, answer in answers.items() if name in rows)
        proof.figure(
            f"{runner}: videos with the same gloss", f"{same} of {len(answers)}", "= all", same == len(answers)
        )
        differences = [abs(rows[name]["probability"] - answers[name]["score"]) for name in answers if name in rows]
        proof.at_most(f"{runner}: largest difference of a score", max(differences, default=1.0), _MOST_DIFFERENCE)
    proof.note(
        f"{len(clips)} clips of WLASL: ingest, extract and score on one side, POST /predict/video on the other; one model"
        " of the full size."
    )


def _predictions(proof: Proof, python: Path, warehouse: Path, run: str) -> dict[str, Any]:
    """Rows of a run by id, read by a program that knows nothing of ours."""
    ended = proof.processes.run(
        [str(python), "-c", _READ, str(warehouse), run],
        name="predictions",
        seconds=120,
    )
    rows = json.loads(ended.stdout)
    if not isinstance(rows, dict):
        raise ProofError("the predictions cannot be read.")
    return rows


_READ = """
import json, pathlib, sys
import pyarrow.parquet as parquet
rows = {}
for file in pathlib.Path(sys.argv[1]).rglob("predictions/data/**/*.parquet"):
    for row in parquet.ParquetFile(file).read(["run_id", "id", "predicted", "probability"]).to_pylist():
        if row["run_id"] == sys.argv[2]:
            rows[row["id"]] = row
print(json.dumps(rows))
"""


def _ask(served: Service, clip: Path) -> dict[str, Any]:
    asked = urllib.request.Request(
        f"{served.url}/predict/video?top_n=1", data=clip.read_bytes(), headers={"Content-Type": "video/mp4"}
    )
    with urllib.request.urlopen(asked, timeout=300) as answer:
        return dict(json.load(answer)["predictions"][0])
