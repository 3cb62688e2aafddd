"""The figures of ci/prove/tables-versions."""

from pathlib import Path

from preparation.runs import MEGABYTE, build, generate
from proof import Proof
from tables.trial import Trial, path

FRACTION = 0.01
MOST_RATIO = 1.5
SMALL_ADDITIONS = 5


def measure(proof: Proof) -> None:
    """Adds, names, compares, expires and compacts."""
    build(proof)
    with proof.temporary() as folder:
        trial = Trial(proof, folder / "warehouse")
        proof.say("generating a table of landmarks")
        generate(proof, trial.warehouse, "--glosses", 100, "--times", 0.03 if proof.quick else 0.5)
        _tag(proof, trial)
        _addition(proof, trial)
        _replacement(proof, trial)
        _old_version_needs_no_new_file(proof, trial, folder / "aside")
        _compaction(proof, trial)
        _expiry(proof, trial)


def _tag(proof: Proof, trial: Trial) -> None:
    before = trial.stored()
    trial.tables("tag", "landmarks", "stable")
    proof.figure(
        "naming a version: files of rows written", len(trial.stored()) - len(before), "= 0", trial.stored() == before
    )


def _addition(proof: Proof, trial: Trial) -> None:
    before = trial.stored()
    cost = trial.run("add", FRACTION, "more")
    table, written = cost["table_bytes"], cost["bytes_written"]
    unchanged = all(trial.stored().get(file) == stat for file, stat in before.items())
    new = sum(size for file, (size, _) in trial.stored().items() if file not in before)
    proof.figure("table before", table / MEGABYTE, unit="MB")
    proof.figure("1 % more rows: new files", new / MEGABYTE, unit="MB")
    proof.figure("1 % more rows: written, metadata included", written / MEGABYTE, unit="MB")
    if proof.quick:  # Metadata weighs more than a row or two.
        proof.at_most("1 % more rows: new files : table", new / table, 2 * FRACTION + 0.02)
    else:
        proof.at_most("1 % more rows: written : 1 % of the table", written / (FRACTION * table), MOST_RATIO)
    proof.at_most("1 % more rows: read", cost["bytes_read"] / MEGABYTE, 1.0, "MB")
    proof.figure("files from before are as they were", unchanged, "yes", unchanged)
    difference = trial.tables("diff", "landmarks", "stable")["difference"]
    proof.figure(
        "diff: rows added",
        difference["rows"]["added"],
        f"= {cost['rows']}",
        difference["rows"]["added"] == cost["rows"],
    )


def _replacement(proof: Proof, trial: Trial) -> None:
    trial.tables("tag", "landmarks", "added")
    before = trial.stored()
    cost = trial.run("replace", FRACTION)
    kept = all(trial.stored().get(file) == stat for file, stat in before.items())
    proof.figure("1 % replaced: written", cost["bytes_written"] / MEGABYTE, unit="MB")
    proof.figure("1 % replaced: read, to find their places", cost["bytes_read"] / MEGABYTE, unit="MB")
    proof.figure("files from before are as they were, again", kept, "yes", kept)
    rows = trial.tables("diff", "landmarks", "added")["difference"]["rows"]
    expected = {"added": 0, "removed": 0, "changed": cost["rows"]}
    proof.figure("diff: rows changed", rows["changed"], f"= {cost['rows']}", rows == expected)


def _old_version_needs_no_new_file(proof: Proof, trial: Trial, aside: Path) -> None:
    expected = trial.run("digest", "stable")
    newest = trial.tables("show", "landmarks")["versions"][0]["snapshot"]
    others = [Path(path(file)) for file in trial.run("own", newest, "stable")]
    aside.mkdir()
    for file in others:
        file.rename(aside / file.name)
    same = trial.run("digest", "stable") == expected
    for file in others:
        (aside / file.name).rename(file)
    proof.figure("'stable' reads the same without the files of later versions", same, "yes", same)
    proof.figure("files that were taken away for that", len(others))


def _compaction(proof: Proof, trial: Trial) -> None:
    for i in range(SMALL_ADDITIONS):
        trial.run("add", FRACTION, f"small{i}")
    before = trial.run("digest")
    files = trial.tables("show", "landmarks")["versions"][0]["files"]
    compacted = trial.tables("compact", "landmarks")["tables"][0]
    after = trial.tables("show", "landmarks")["versions"][0]["files"]
    same = trial.run("digest") == before
    proof.figure("compaction: files before", files)
    proof.figure("compaction: files after", after, f"< {files}", after < files)
    proof.figure("compaction: rows are the same bit for bit", same, "yes", same)
    proof.detail("compacted", compacted)


def _expiry(proof: Proof, trial: Trial) -> None:
    stable = trial.run("digest", "stable")
    newest = trial.run("digest")
    trial.tables("untag", "landmarks", "added")
    ways = ("--older-than", "0.001s", "--keep", "1")
    told = trial.tables("expire", "landmarks", *ways, "--dry-run")["tables"][0]
    before = trial.stored()
    gone = trial.tables("expire", "landmarks", *ways)["tables"][0]
    left = trial.stored()
    needed = {path(file) for file in trial.run("needed") if file.endswith(".parquet")}
    freed = sum(size for file, (size, _) in before.items() if file not in left)
    proof.figure("expiry: versions gone", len(gone["versions"]))
    proof.figure("expiry: freed", freed / MEGABYTE, unit="MB")
    proof.figure("expiry: a dry run told the same", told == gone, "yes", told == gone)
    exact = set(left) == needed
    proof.figure("expiry: files left are those that versions need", len(left), f"= {len(needed)}", exact)
    same = trial.run("digest", "stable") == stable and trial.run("digest") == newest
    proof.figure("expiry: 'stable' and the newest version read the same", same, "yes", same)
