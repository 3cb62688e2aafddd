"""The figures of ci/prove/tables-encodings."""

import json

from preparation.runs import build
from proof import Proof
from tables.trial import Trial

CHOSEN = "byte-stream-split, zstd 1"
PLAIN = "plain, zstd 3"
HEAP = "512m"


def measure(proof: Proof) -> None:
    """Stores the landmarks of real clips in every way."""
    build(proof)
    with proof.temporary() as folder:
        trial = Trial(proof, folder / "warehouse")
        trial.extract(3 if proof.quick else 24)
        options = ("--times", 5, "--rounds", 2) if proof.quick else ("--times", 10, "--rounds", 5)
        command = proof.java(
            "org.pose2gloss.benchmarks.TableEncodings", trial.warehouse, folder / "ways", *options, heap=HEAP
        )
        ended = proof.processes.run(command, name="encodings", seconds=1800)
    ways = {way["way"]: way for way in json.loads(ended.stdout.splitlines()[-1])["ways"]}
    chosen, plain = ways[CHOSEN], ways[PLAIN]
    proof.at_most(f"size, {CHOSEN} : {PLAIN}", chosen["bytes"] / plain["bytes"], 0.9)
    proof.figure(f"writing, {CHOSEN} : {PLAIN}", chosen["write_megabytes"] / plain["write_megabytes"])
    proof.figure(f"reading, {CHOSEN} : {PLAIN}", chosen["read_megabytes"] / plain["read_megabytes"])
    proof.at_least("reading, our reader : Iceberg's", chosen["read_megabytes"] / chosen["iceberg_megabytes"], 1.0)
    proof.table(
        "Landmarks of real clips by the way that floats are stored",
        ("way", "size, % of raw", "written, MB/s", "read, MB/s", "read by Iceberg's reader, MB/s"),
        [
            [
                name,
                f"{100 * way['bytes'] / way['raw_bytes']:.1f}",
                *(f"{way[f'{what}_megabytes']:.0f}" for what in ("write", "read", "iceberg")),
            ]
            for name, way in ways.items()
        ],
    )
    proof.note(
        f"Megabytes of four bytes a number, one thread, in a Java heap of {HEAP}. No dictionary anywhere. Numbers that"
        " are rounded are not what was extracted: told for comparison."
    )
