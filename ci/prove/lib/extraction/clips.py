"""Real clips as a source of ingest: a folder of copies with its labels."""

import csv
import shutil
from pathlib import Path

from proof import Proof


def files(proof: Proof) -> list[Path]:
    """All clips, the smallest first: those take least."""
    return sorted(proof.data("wlasl-clips", "videos").glob("*.mp4"), key=lambda file: (file.stat().st_size, file.name))


class Source:
    """A folder with clips and labels.csv, which may be changed between runs."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self._glosses: dict[str, str] = {}
        folder.mkdir()

    def add(self, clip: Path, gloss: str = "HELLO") -> None:
        """Copies a clip and labels it."""
        shutil.copy(clip, self.folder / clip.name)
        self.label(clip.stem, gloss)

    def label(self, identifier: str, gloss: str) -> None:
        """Gives a clip another gloss."""
        self._glosses[identifier] = gloss
        with (self.folder / "labels.csv").open("w", newline="", encoding="utf-8") as out:
            writer = csv.writer(out)
            writer.writerow(["video_id", "gloss"])
            writer.writerows(sorted(self._glosses.items()))

    def change_bytes(self, clip: Path) -> None:
        """Appends an empty box, which players skip: other bytes, the same pictures."""
        with (self.folder / clip.name).open("ab") as out:
            out.write((16).to_bytes(4, "big") + b"free" + bytes(8))

    def setting(self) -> str:
        """The value of ingest.sources."""
        return f'[{{kind = videos, name = clips, path = "{self.folder}", labels = "{self.folder / "labels.csv"}"}}]'
