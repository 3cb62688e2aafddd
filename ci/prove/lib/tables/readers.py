"""The figures of ci/prove/tables-readers; runs in the environment that has the readers."""

import hashlib
import importlib.util
from collections.abc import Callable
from pathlib import Path

import duckdb
import pyarrow as pa
from pyiceberg.table import StaticTable

from preparation.runs import build
from proof import Proof
from tables.trial import LANDMARKS, Trial

COLUMNS = ("right_hand", "left_hand", "pose", "face")
Reader = Callable[[int], pa.Table]


def measure(proof: Proof) -> None:
    """Writes and changes a table, and reads every version of it by each reader."""
    build(proof)
    with proof.temporary() as folder:
        trial = Trial(proof, folder / "warehouse")
        trial.extract(3 if proof.quick else 24)
        trial.tables("tag", "landmarks", "first")
        trial.run("add", 1.0, "more")
        trial.tables("tag", "landmarks", "added")
        trial.run("replace", 0.3)
        trial.tables("tag", "landmarks", "replaced")
        tags = trial.tables()["tables"]
        versions = next(table["tags"] for table in tags if table["table"] == "landmarks")
        readers = {"PyIceberg": _pyiceberg(trial), "DuckDB": _duckdb(trial)}
        for tag, snapshot in versions.items():
            expected = trial.run("digest", tag)
            for name, read in readers.items():
                same = _digests(read(snapshot)) == expected
                proof.figure(
                    f"{name}: '{tag}' ({len(expected)} rows) is what was written, bit for bit", same, "yes", same
                )
        _by_name(proof, trial, versions)
        _files(proof, trial)
        deletions = _deletions(trial)
        proof.figure(
            "deletions by place in the newest version", deletions["position"], ">= 1", deletions["position"] >= 1
        )
        proof.figure(
            "deletions by key, which PyIceberg refuses", deletions["equality"], "= 0", deletions["equality"] == 0
        )
        proof.note(
            f"PyIceberg {_version('pyiceberg')}, DuckDB {duckdb.__version__} with its extension iceberg. Rows that were"
            " replaced are deleted by their place in the file, which both readers heed; whoever reads the Parquet"
            " files themselves, without Iceberg's metadata, sees replaced rows too until the table is compacted."
        )


def _pyiceberg(trial: Trial) -> Reader:
    table = StaticTable.from_metadata(str(_metadata(trial)))

    def read(snapshot: int) -> pa.Table:
        return table.scan(snapshot_id=snapshot, selected_fields=("id", *COLUMNS)).to_arrow()

    return read


def _duckdb(trial: Trial) -> Reader:
    connection = duckdb.connect(config={"autoinstall_known_extensions": "false"})
    for name in ("avro", "iceberg"):
        package = importlib.util.find_spec(f"duckdb_extension_{name}")
        assert package is not None and package.origin is not None
        extension = next(Path(package.origin).parent.rglob(f"{name}.duckdb_extension"))
        connection.execute(f"LOAD '{extension}'")

    def read(snapshot: int) -> pa.Table:
        columns = ", ".join(("id", *COLUMNS))
        return connection.execute(
            f"SELECT {columns} FROM iceberg_scan('{_metadata(trial)}', snapshot_from_id => {snapshot})"
        ).to_arrow_table()

    return read


def _by_name(proof: Proof, trial: Trial, versions: dict[str, int]) -> None:
    table = StaticTable.from_metadata(str(_metadata(trial)))
    found = {name: snapshot.snapshot_id for name in versions if (snapshot := table.snapshot_by_name(name))}
    proof.figure("PyIceberg finds versions by tag", len(found), f"= {len(versions)}", found == versions)


def _files(proof: Proof, trial: Trial) -> None:
    """The Parquet files as such, by DuckDB's reader of Parquet."""
    pattern = trial.warehouse / LANDMARKS / "data" / "*.parquet"
    counted = duckdb.execute(
        f"SELECT count(*) FROM read_parquet('{pattern}', union_by_name => true) WHERE id IS NOT NULL"
    ).fetchone()
    known = trial.run("digest", "added")
    rows = counted[0] if counted else 0
    proof.figure(
        "rows in the Parquet files as such, replaced ones included", rows, f">= {len(known)}", rows >= len(known)
    )


def _deletions(trial: Trial) -> dict[str, int]:
    table = StaticTable.from_metadata(str(_metadata(trial)))
    snapshot = table.current_snapshot()
    summary = snapshot.summary if snapshot else None
    assert summary is not None
    return {kind: int(summary[f"total-{kind}-deletes"] or 0) for kind in ("position", "equality")}


def _metadata(trial: Trial) -> Path:
    """The newest metadata file, by its number."""
    folder = trial.warehouse / LANDMARKS / "metadata"
    return max(folder.glob("v*.metadata.json"), key=lambda file: int(file.name[1:].split(".")[0]))


def _digests(table: pa.Table) -> dict[str, str]:
    """As TableTrial digests rows: names and bits of the arrays, by id."""
    digests: dict[str, str] = {}
    for row in range(table.num_rows):
        digest = hashlib.sha256()
        for column in COLUMNS:
            numbers = table.column(column)[row].values
            digest.update(column.encode())
            digest.update(numbers.to_numpy(zero_copy_only=False).astype("<f4").tobytes())
        identifier = table.column("id")[row].as_py()
        if identifier in digests:
            return {}
        digests[identifier] = digest.hexdigest()
    return digests


def _version(package: str) -> str:
    from importlib.metadata import version

    return version(package)
