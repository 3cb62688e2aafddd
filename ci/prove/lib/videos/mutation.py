"""The figures of ci/prove/extract-mutation."""

import re
import shutil
from collections import Counter
from collections.abc import Sequence
from pathlib import Path

from proof import Proof
from reference.clips import all_clips
from videos.formats import FORMATS, Format, write
from videos.worker import Outcome, outcomes

COPIES, QUICK_COPIES = 1200, 100
LEAST_COPIES = 1000
EXTRACT_EVERY, QUICK_EXTRACT_EVERY = 10, 25
SECONDS_A_COPY = 60
MOST_MEMORY_MIB = 1024
# 640 x 480, 29.97 frames a second.
CLIP = "05732.mp4"
FRAMES, QUICK_FRAMES = 40, 8


def measure(proof: Proof) -> None:
    """Reads every format as it is, then damaged copies of all clips and formats."""
    clip = proof.data("wlasl-clips", "videos", CLIP)
    with proof.temporary() as folder:
        proof.say("writing a clip in the formats that videos come in")
        frames = QUICK_FRAMES if proof.quick else FRAMES
        formats = write(proof, clip, folder, frames)
        _read_formats(proof, frames, formats, folder)
        _read_damaged(proof, [*all_clips(proof.data, proof.quick), *formats.values()], folder)


def _read_formats(proof: Proof, frames: int, formats: dict[Format, Path], folder: Path) -> None:
    videos = list(formats.values())
    options = ("--sound", "--seed", 0, "--extract-every", 1)
    found = list(outcomes(proof, videos, len(videos), folder, seconds=SECONDS_A_COPY, options=options))
    rows, read = [], 0
    for one, outcome in zip(formats, found):
        right = outcome.end == "read" and (outcome.frames == frames or not one.same_frames)
        read += right
        rows.append([one.name, outcome.end, str(outcome.frames), outcome.message])
    proof.at_least("formats whose landmarks are extracted", read, len(FORMATS))
    proof.table("A real clip in other formats", ["format", "end", "frames", "message"], rows, readme=False)
    proof.detail("formats", [vars(outcome) for outcome in found])


def _read_damaged(proof: Proof, videos: Sequence[Path], folder: Path) -> None:
    count = proof.options.copies or (QUICK_COPIES if proof.quick else COPIES)
    every = QUICK_EXTRACT_EVERY if proof.quick else EXTRACT_EVERY
    seed = proof.options.seed
    proof.say(f"reading {count} damaged copies of {len(videos)} videos, seed {seed}")
    options = ("--seed", seed, "--extract-every", every)
    found: list[Outcome] = []
    for outcome in outcomes(proof, videos, count, folder, seconds=SECONDS_A_COPY, options=options):
        found.append(outcome)
        if outcome.end not in ("read", "refused"):
            _keep(proof, outcome, seed)
        if len(found) % 100 == 0:
            proof.say(f"{len(found)} of {count}: {dict(Counter(one.end for one in found))}")
    _figures(proof, found)
    _tables(proof, found)
    proof.detail("damaged", [vars(outcome) for outcome in found if outcome.end not in ("read", "refused")])
    proof.note(
        f"Seed {seed}; the copies are of {len(videos)} videos in turn: real clips, and one of them in"
        f" {len(FORMATS)} other formats. Every copy is decoded to its end, one in {every} goes through the graphs too."
        f" A copy that ends otherwise is kept in target/prove/{proof.name}; --seed and its number make it again."
    )


def _keep(proof: Proof, outcome: Outcome, seed: int) -> None:
    """Says at once what was found, and keeps the copy for whoever looks into it."""
    proof.folder.mkdir(parents=True, exist_ok=True)
    kept = proof.folder / f"seed-{seed}-{Path(outcome.file).name}"
    if Path(outcome.file).exists():
        shutil.move(outcome.file, kept)
    where = f"number {outcome.number} of seed {seed} ({outcome.kind})"
    proof.say(f"{outcome.end} at {where}: {outcome.message}; kept as {kept}")


def _figures(proof: Proof, found: Sequence[Outcome]) -> None:
    ends = Counter(outcome.end for outcome in found)
    refused = [outcome for outcome in found if outcome.end == "refused"]
    proof.at_least("damaged copies", len(found), QUICK_COPIES if proof.quick else LEAST_COPIES)
    proof.figure("of them read", ends["read"])
    proof.figure("of them refused", ends["refused"])
    proof.figure("of them through the graphs", sum(outcome.extracted for outcome in found))
    proof.at_most("refused without a plain sentence", sum(not one.sentence_is_plain() for one in refused), 0)
    proof.at_most("other exceptions", ends["unexpected"], 0)
    proof.at_most("processes that died", ends["died"], 0)
    proof.at_most("copies that hung", ends["hung"], 0)
    proof.at_most("slowest copy", max(outcome.seconds for outcome in found), SECONDS_A_COPY, "s")
    peak = max(outcome.peak_memory_bytes for outcome in found) / 2**20
    proof.at_most("peak memory of the process", peak, MOST_MEMORY_MIB, "MiB")


def _tables(proof: Proof, found: Sequence[Outcome]) -> None:
    kinds: dict[str, Counter[str]] = {}
    for outcome in found:
        kinds.setdefault(outcome.kind, Counter())[outcome.end] += 1
    ends = ["read", "refused", "unexpected", "died", "hung"]
    rows = [[kind.lower().replace("_", " "), *(str(kinds[kind][end]) for end in ends)] for kind in sorted(kinds)]
    proof.table("Ends by kind of damage", ["damage", *ends], rows, readme=False)
    reasons = Counter(_reason(outcome) for outcome in found if outcome.end == "refused")
    rows = [[str(times), reason] for reason, times in reasons.most_common()]
    proof.table("Reasons of refusals", ["times", "the video ..."], rows, readme=False)


def _reason(outcome: Outcome) -> str:
    """The sentence without the video's name and its numbers."""
    return re.sub(r"\d+", "N", outcome.message.removeprefix(f"The video {outcome.file} ")).rstrip(".")
