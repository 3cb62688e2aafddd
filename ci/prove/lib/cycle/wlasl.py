"""A folder as WLASL has it, of real clips: ID.mp4 and WLASL_v0.3.json; what it holds comes in two lots.

Of most glosses the clips have one only. So that every split has examples of what was trained, some glosses get a second
clip: the first one cut at the edges, smaller, at another rate. Figures of accuracy mean nothing here.
"""

import csv
import json
import shutil
from dataclasses import dataclass
from pathlib import Path

from proof import Proof
from videos.formats import ffmpeg

_TWIN = "60308"  # the same video as 31559
_CHANGED = "crop=iw*0.94:ih*0.94,scale=320:-2,fps=25"


@dataclass(frozen=True)
class Clip:
    """An instance."""

    video_id: str
    gloss: str
    split: str
    later: bool


class Sample:
    """The folder."""

    def __init__(self, proof: Proof, folder: Path, glosses: int, later: int, changed: int) -> None:
        """So many glosses, the last ones in the second lot; changed of them have a second clip."""
        self.folder = folder
        self._proof = proof
        self._videos = proof.data("wlasl-clips", "videos")
        with proof.data("wlasl-clips", "labels.csv").open(encoding="utf-8", newline="") as file:
            rows = [row for row in csv.DictReader(file) if row["video_id"] != _TWIN]
        one = {row["gloss"]: row for row in sorted(rows, key=lambda row: -int(row["frames"]))}
        shortest = sorted(one.values(), key=lambda row: (int(row["frames"]), row["video_id"]))[:glosses]
        if len(shortest) < glosses:
            raise ValueError(f"the clips have {len(shortest)} glosses, not {glosses}.")
        self.clips = [
            Clip(row["video_id"], row["gloss"], "train", number >= glosses - later)
            for number, row in enumerate(shortest)
        ]
        for number, clip in enumerate(self.clips[:changed]):
            split = ("val", "test")[number % 2]
            self.clips.append(Clip(f"9{clip.video_id}", clip.gloss, split, False))

    def arrive(self, later: bool) -> int:
        """Clips of the first lot, or of both; gives back how many there are now."""
        self.folder.mkdir(exist_ok=True)
        here = [clip for clip in self.clips if later or not clip.later]
        for clip in here:
            target = self.folder / f"{clip.video_id}.mp4"
            if not target.exists() and clip.split == "train":
                shutil.copy(self._videos / target.name, target)
            elif not target.exists():
                source = self._videos / f"{clip.video_id[1:]}.mp4"
                ffmpeg(self._proof, target.name, "-i", source, "-an", "-vf", _CHANGED, target)
        glosses = sorted({clip.gloss for clip in here})
        entries = [{"gloss": gloss, "instances": _instances(here, gloss)} for gloss in glosses]
        (self.folder / "WLASL_v0.3.json").write_text(json.dumps(entries), encoding="utf-8")
        return len(here)

    def glosses(self, later: bool) -> int:
        """How many there are."""
        return len({clip.gloss for clip in self.clips if later or not clip.later})


def _instances(clips: list[Clip], gloss: str) -> list[dict[str, object]]:
    return [
        {
            "video_id": clip.video_id,
            "split": clip.split,
            "signer_id": -1,
            "frame_start": 1,
            "frame_end": -1,
            "fps": 25,
            "instance_id": number,
            "variation_id": 0,
        }
        for number, clip in enumerate(clip for clip in clips if clip.gloss == gloss)
    ]
