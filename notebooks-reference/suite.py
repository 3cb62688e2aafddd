"""What the notebooks have in common: where the suite's output is, how its tables are read, how a skeleton is drawn."""

import json
import os
import subprocess
from pathlib import Path

import matplotlib.pyplot as plt
import mlflow
import numpy as np
from matplotlib.animation import FuncAnimation
from matplotlib.collections import LineCollection
from pyiceberg.table import StaticTable

# The repository; the folder with the tables (warehouse) and models; the configuration that made them.
HOME = Path(os.environ.get("POSE2GLOSS_HOME", Path(__file__).resolve().parent.parent))
FOLDER = Path(os.environ.get("POSE2GLOSS_FOLDER", HOME / "demo"))
CONF = Path(os.environ.get("POSE2GLOSS_CONF", HOME / "conf" / "demo.conf"))
PREPARATION = os.environ.get("POSE2GLOSS_PREPARATION", "demo")
MODEL = os.environ.get("POSE2GLOSS_MODEL", "pose2gloss-demo")
TRACKING = os.environ.get("MLFLOW_TRACKING_URI", "http://127.0.0.1:5000")
mlflow.set_tracking_uri(TRACKING)

# MediaPipe's HAND_CONNECTIONS, and of POSE_CONNECTIONS those of arms, shoulders and hips.
HAND = [(0, 1), (1, 2), (2, 3), (3, 4), (0, 5), (5, 6), (6, 7), (7, 8), (5, 9), (9, 10), (10, 11), (11, 12)]
HAND += [(9, 13), (13, 14), (14, 15), (15, 16), (13, 17), (0, 17), (17, 18), (18, 19), (19, 20)]
ARMS = [(11, 12), (11, 13), (13, 15), (12, 14), (14, 16), (11, 23), (12, 24), (23, 24)]
# Points and numbers a point of each column of the table landmarks.
PARTS = {"right_hand": (21, 3), "left_hand": (21, 3), "pose": (33, 4), "face": (478, 3)}


def table(name: str) -> StaticTable:
    """A table of the catalog hadoop; of another one: pyiceberg.catalog.load_catalog(...).load_table(...)."""
    metadata = FOLDER / "warehouse" / "pose2gloss" / name / "metadata"
    if not metadata.is_dir():
        raise SystemExit(f"There is no table {name} in {FOLDER / 'warehouse'}: run bin/pose2gloss demo first.")
    newest = (metadata / "version-hint.text").read_text().strip()
    return StaticTable.from_metadata(str(metadata / f"v{newest}.metadata.json"))


def pose2gloss(*words: object, seconds: float = 3600) -> dict:
    """Runs a command of the suite on these tables and gives back its result record."""
    line = [str(HOME / "bin" / "pose2gloss"), *(str(word) for word in words), "--conf", str(CONF)]
    for key, value in {
        "catalog.warehouse": FOLDER / "warehouse",
        "training.directory": FOLDER / "models",
        "tracking.uri": TRACKING,
    }.items():
        line += ["--set", f"{key}={value}"]
    ended = subprocess.run(line, capture_output=True, text=True, timeout=seconds, cwd=FOLDER)
    if ended.returncode != 0:
        raise RuntimeError(f"{' '.join(line)} ended with {ended.returncode}:\n{ended.stderr[-3000:]}")
    return json.loads(ended.stdout.strip().splitlines()[-1])


def parts(row: dict) -> dict[str, np.ndarray]:
    """The arrays of a row of table landmarks, [frames][points][x, y, z and for pose visibility]; absent points are NaN."""
    return {name: np.asarray(row[name], np.float32).reshape(-1, *shape) for name, shape in PARTS.items()}


def segments(frame: dict[str, np.ndarray], ratio: float) -> np.ndarray:
    """Lines of a skeleton in one frame; y grows downwards and is scaled to the picture's shape."""
    lines = [frame[hand][[a, b], :2] for hand in ("right_hand", "left_hand") for a, b in HAND]
    lines += [frame["pose"][[a, b], :2] for a, b in ARMS]
    return np.stack([line for line in lines if np.isfinite(line).all()] or [np.zeros((2, 2))]) * (1, ratio)


def draw(axes: plt.Axes, sequence: dict[str, np.ndarray], frame: int, ratio: float) -> None:
    """One frame: hands, arms and shoulders as lines, the face as points."""
    here = {name: values[frame] for name, values in sequence.items()}
    axes.add_collection(LineCollection(segments(here, ratio), linewidths=1.2, colors="tab:blue"))
    axes.scatter(here["face"][:, 0], here["face"][:, 1] * ratio, s=0.3, c="tab:grey")
    axes.set(xlim=(0, 1), ylim=(ratio, 0), aspect="equal", xticks=[], yticks=[])


def animate(sequence: dict[str, np.ndarray], ratio: float, frames_per_second: float) -> FuncAnimation:
    """The whole sequence; HTML(animate(...).to_jshtml()) plays it in a notebook."""
    figure, axes = plt.subplots(figsize=(3, 3 * ratio), dpi=60)

    def show(frame: int) -> None:
        axes.clear()
        draw(axes, sequence, frame, ratio)

    shown = FuncAnimation(figure, show, frames=len(sequence["pose"]), interval=1000 / frames_per_second)
    plt.close(figure)
    return shown
