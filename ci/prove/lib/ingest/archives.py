"""Archives of real clips, as people pass WLASL on: videos and its JSON in one zip, more videos in others."""

import csv
import json
import warnings
import zipfile
from dataclasses import dataclass
from pathlib import Path

from extraction.clips import files
from proof import Proof, ProofError

LIST = "WLASL_v0.3.json"
MISSING = 25  # ids of real records whose videos are in no archive
# Both real, and the same bytes: the second is to be noted and left out.
TWINS = ("31559", "60308")


@dataclass(frozen=True)
class Collection:
    """What was built, and what ingest has to make of it."""

    first: Path
    backup: Path
    folder: Path
    videos: int
    from_backups: int
    rejected: int
    duplicate: int
    missing: int

    def setting(self) -> str:
        """The value of ingest.sources."""
        return (
            f'[{{kind = videos, name = wlasl, language = ase, path = "{self.first}",'
            f' backups = ["{self.backup}", "{self.folder}"], labels = "{self.first}!/{LIST}"}}]'
        )


def collection(proof: Proof, clips: list[Path], folder: Path) -> Collection:
    """Two archives and a folder: of the clips one is in the second archive alone, one broken in the first, one broken
    in both and whole in the folder, one broken everywhere; names that lead out of the archive and a name twice."""
    folder.mkdir()
    only_in_backup, broken, broken_twice, broken_everywhere, *sound = clips
    loose = folder / "loose"
    loose.mkdir()
    first, backup = folder / "wlasl.zip", folder / "more.zip"
    labels, missing = _labels(proof, [clip.stem for clip in clips])
    with zipfile.ZipFile(first, "w") as archive:
        archive.writestr(LIST, json.dumps(labels), zipfile.ZIP_DEFLATED)
        for i, clip in enumerate(sound):
            kind = zipfile.ZIP_DEFLATED if i % 2 else zipfile.ZIP_STORED
            archive.write(clip, f"videos/{clip.name}", kind)
        for clip in (broken, broken_twice, broken_everywhere):
            archive.writestr(f"videos/{clip.name}", clip.read_bytes()[:3000])
        archive.writestr("../../escape.mp4", b"x")
    _twice(first, f"videos/{sound[0].name}")
    with zipfile.ZipFile(backup, "w") as archive:
        for clip in (only_in_backup, broken):
            archive.write(clip, clip.name)
        archive.writestr(broken_twice.name, b"")
        archive.writestr(broken_everywhere.name, b"no video")
    (loose / broken_twice.name).write_bytes(broken_twice.read_bytes())
    twins = all(any(clip.stem == twin for clip in clips) for twin in TWINS)
    return Collection(
        first,
        backup,
        loose,
        videos=len(clips) - 1 - twins,
        from_backups=3,
        rejected=2,  # what is broken everywhere, and the name that leads out
        duplicate=1 + twins,  # the name that is there twice
        missing=missing,
    )


def _twice(archive: Path, name: str) -> None:
    with zipfile.ZipFile(archive, "a") as out, warnings.catch_warnings():
        warnings.simplefilter("ignore")
        out.writestr(name, b"another of the same name")


def _labels(proof: Proof, identifiers: list[str]) -> tuple[list[object], int]:
    """WLASL's own records of these clips and of some that are nowhere; frames to the end, since clips are cut."""
    records = json.loads(proof.data("wlasl-metadata", "wlasl2000_rebuilt.json").read_text(encoding="utf-8"))
    wanted, chosen, missing = set(identifiers), [], 0
    for record in records:
        instances = []
        for instance in record["instances"]:
            known = instance["video_id"] in wanted
            if known or missing < MISSING:
                missing += not known
                instances.append({**instance, "frame_start": 1, "frame_end": -1})
                wanted.discard(instance["video_id"])
        if instances:
            chosen.append({"gloss": record["gloss"], "instances": instances})
    if wanted:
        raise ProofError(f"WLASL's list has no record of {', '.join(sorted(wanted))}.")
    return chosen, missing


def large(clips: list[Path], file: Path, size: int) -> int:
    """An archive of at least so many bytes: the clips again and again, each time with other bytes behind them that
    players skip, so that no two are the same; one in ten is compressed. Gives how many there are."""
    count, total = 0, 0
    with zipfile.ZipFile(file, "w") as archive:
        while total < size:
            clip = clips[count % len(clips)]
            box = (16).to_bytes(4, "big") + b"free" + count.to_bytes(8, "big")
            content = clip.read_bytes() + box
            kind = zipfile.ZIP_DEFLATED if count % 10 == 0 else zipfile.ZIP_STORED
            archive.writestr(f"{count:05d}.mp4", content, kind, 1)
            count, total = count + 1, total + len(content)
    return count


def chosen(proof: Proof, count: int) -> list[Path]:
    """Clips, the smallest first and the twins among them."""
    with proof.data("wlasl-clips", "labels.csv").open(newline="", encoding="utf-8") as labels:
        labelled = {row["video_id"] for row in csv.DictReader(labels)}
    clips = [clip for clip in files(proof) if clip.stem in labelled]
    first = [clip for clip in clips if clip.stem not in TWINS][: max(0, count - len(TWINS))]
    return first + [clip for clip in clips if clip.stem in TWINS]
