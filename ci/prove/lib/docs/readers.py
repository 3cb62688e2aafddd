"""What a reader of the pages has: a clone with nothing in it, clips with labels, WLASL's list, clips as a service takes them."""

import csv
import json
import random
import shutil
import struct
from pathlib import Path

from proof import Proof

# Pieces of the clip that comes with the demo: first second, gloss, split, signer.
_PIECES = [
    (first, gloss, split, signer)
    for i, gloss in enumerate(("book", "drink", "computer"))
    for first, split, signer in (
        (4 * i, "train", "1"),
        (4 * i + 1, "train", "2"),
        (4 * i + 2, "val", "3"),
        (4 * i + 3, "test", "4"),
    )
]
_SECONDS = "0.9"


def clone(proof: Proof, folder: Path) -> Path:
    """The committed state, cloned."""
    target = folder / "pose2gloss"
    proof.processes.run(
        ["git", "clone", "-q", "--no-hardlinks", str(proof.root), str(target)], name="clone", seconds=300
    )
    return target


def clips(proof: Proof, video: Path, folder: Path) -> dict[str, str]:
    """Folders with pieces of a video and what they show, as the placeholders that name them.

    WLASL's pieces are smaller pictures: the same content would be kept once.
    """
    ffmpeg = proof.processes.run(
        [str(proof.environment("ffmpeg")), "-c", "import imageio_ffmpeg as f; print(f.get_ffmpeg_exe())"],
        name="ffmpeg",
        seconds=60,
    ).stdout.strip()
    place, wlasl = folder / "clips", folder / "wlasl"
    place.mkdir(parents=True)
    wlasl.mkdir()
    instances: dict[str, list[dict[str, object]]] = {}
    with (folder / "labels.csv").open("w", newline="", encoding="utf-8") as file:
        writer = csv.writer(file)
        writer.writerow(("file", "gloss", "split", "signer"))
        for number, (first, gloss, split, signer) in enumerate(_PIECES, 1):
            name = f"{number:04d}"
            for target, width in ((place / f"{name}.mp4", 480), (wlasl / f"6{name}.mp4", 400)):
                line = [ffmpeg, "-v", "error", "-ss", str(first), "-t", _SECONDS, "-i", str(video), "-an"]
                line += ["-vf", f"scale={width}:-2", "-c:v", "libx264", "-preset", "ultrafast", str(target)]
                proof.processes.run(line, name=f"clip-{name}", seconds=120)
            writer.writerow((f"{name}.mp4", gloss, {"val": "validation"}.get(split, split), signer))
            instances.setdefault(gloss, []).append(
                {"video_id": f"6{name}", "split": split, "signer_id": int(signer), "frame_start": 1, "frame_end": -1}
            )
    glosses = [{"gloss": gloss, "instances": found} for gloss, found in instances.items()]
    (wlasl / "WLASL_v0.3.json").write_text(json.dumps(glosses), encoding="utf-8")
    return {"CLIPS": str(place), "LABELS": str(folder / "labels.csv"), "WLASL": str(wlasl)}


def requests(repository: Path, video: Path) -> None:
    """The files that docs/serving.md sends, in the folder where its lines are run."""
    seeded = random.Random(1)
    frames, points = 12, 180
    numbers = [seeded.random() for _ in range(frames * points * 3)]
    landmarks = [
        [numbers[(f * points + p) * 3 : (f * points + p) * 3 + 3] for p in range(points)] for f in range(frames)
    ]
    inputs = [{"name": "landmarks", "datatype": "FP32", "shape": [1, frames, points, 3], "data": numbers}]
    bodies: dict[str, object] = {
        "clip.json": {"landmarks": landmarks, "top_n": 3},
        "clips.json": {"clips": [landmarks, landmarks]},
        "input.json": {"inputs": inputs},
    }
    for name, body in bodies.items():
        (repository / name).write_text(json.dumps(body), encoding="utf-8")
    header = f"{{'descr': '<f4', 'fortran_order': False, 'shape': ({frames}, {points}, 3), }}\n".encode()
    packed = struct.pack(f"<{len(numbers)}f", *numbers)
    (repository / "clip.npy").write_bytes(b"\x93NUMPY\x01\x00" + struct.pack("<H", len(header)) + header + packed)
    pose = next((repository / ".setup" / "demo" / "fingerspelling").rglob("*.pose"))
    shutil.copy(pose, repository / "clip.pose")
    shutil.copy(video, repository / "clip.mp4")
