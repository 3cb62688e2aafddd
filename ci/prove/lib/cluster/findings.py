"""What a chain has left behind: in the store, on the workers, in logs and in Spark's history."""

import json
import re
import statistics
import time
import urllib.request
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from cluster.chain import store_client
from cluster.cluster import Cluster
from cluster.parts import BUCKET
from cluster.spark import JARS
from proof import Proof, ProofError

_ACCUMULATORS = ("frames", "failed videos", "frames with right hand", "frames with face", "videos")
# Of TensorFlow, FFmpeg and TensorFlow Lite, which workers need for training and extraction.
_LIBRARIES = ("libtensorflow_cc.so", "libavcodec.so", "libjnitensorflowlite.so")
# Catalogs that commit by renaming have numbers for names; what Hadoop's committers rename lies in _temporary.
_RENAMED = re.compile(r"/metadata/(v\d+\.metadata\.json|version-hint\.text)$|/_temporary/")


def look(proof: Proof, cluster: Cluster, clips: int) -> None:
    """All of it."""
    _store(proof, cluster)
    _natives(proof, cluster)
    _credentials(proof, cluster)
    _history(proof, cluster, clips)


def _store(proof: Proof, cluster: Cluster) -> None:
    pages = store_client(cluster).get_paginator("list_objects_v2").paginate(Bucket=BUCKET)
    keys = [str(one["Key"]) for page in pages for one in page.get("Contents", [])]
    for prefix in ("warehouse/", "models/", "mlflow/"):
        count = sum(key.startswith(prefix) and not key.endswith("/") for key in keys)
        proof.figure(f"objects under s3a://{BUCKET}/{prefix}", count, "> 0", count > 0)
    renamed = sum(bool(_RENAMED.search(key)) for key in keys)
    proof.figure("objects that a commit by renaming would have left", renamed, "= 0", renamed == 0)
    probes = sum("write-check" in key for key in keys)
    proof.figure("objects left by the check at start", probes, "= 0", probes == 0)


def _natives(proof: Proof, cluster: Cluster) -> None:
    found = set()
    for worker in cluster.spark.workers:
        folder = cluster.folder / worker
        for library in _LIBRARIES:
            copies = [file for file in folder.rglob(f"{library}*") if file.is_file() and not file.is_symlink()]
            if copies:
                found.add(library)
                jars = {file.parts[file.parts.index("pose2gloss-natives") + 1] for file in copies}
                most = len(copies) / len(jars)
                proof.figure(f"{worker}: copies of {library} for each jar, after all jobs", most, "= 1", most == 1)
    names = ", ".join(sorted(found))
    proof.figure("libraries that workers have unpacked", names, f"= {len(_LIBRARIES)}", len(found) == len(_LIBRARIES))


def _credentials(proof: Proof, cluster: Cluster) -> None:
    marks = [cluster.store.secret_key, cluster.store.access_key, cluster.database.password]
    own = {cluster.folder / "object-store.properties"}
    looked, found = 0, []
    for file in _files(cluster.folder, proof.folder / "logs"):
        if file in own or file.suffix == ".jar" or cluster.store.folder in file.parents:
            continue
        if any(part in ("postgresql", "pose2gloss-natives") for part in file.parts):
            continue
        looked += 1
        content = file.read_bytes()
        if any(mark.encode() in content for mark in marks):
            found.append(str(file))
    proof.figure(
        "logs, event logs, databases and other files that were searched for credentials", looked, "> 50", looked > 50
    )
    proof.figure("of these, files with one", ", ".join(found) or 0, "= 0", not found)
    # What is uploaded: runs' artifacts and models.
    client = store_client(cluster)
    stored = 0
    for page in client.get_paginator("list_objects_v2").paginate(Bucket=BUCKET):
        for one in page.get("Contents", []):
            if not one["Key"].startswith("clips/"):
                body = client.get_object(Bucket=BUCKET, Key=one["Key"])["Body"].read()
                stored += any(mark.encode() in body for mark in marks)
    proof.figure("objects in the store with one", stored, "= 0", stored == 0)


def _files(*folders: Path) -> Iterator[Path]:
    for folder in folders:
        for file in folder.rglob("*"):
            if file.is_file() and not file.is_symlink():
                yield file


def _history(proof: Proof, cluster: Cluster, clips: int) -> None:
    page = cluster.spark.start_history(cluster.spark.events.as_uri(), {}, cluster.store.environment(), JARS["jobs-jar"])
    logs = [file for file in cluster.spark.events.iterdir() if not file.name.endswith(".inprogress")]
    applications = _until(page, len(logs))
    proof.figure(
        "applications that the history server reads",
        len(applications),
        f"= {len(logs)}",
        len(applications) == len(logs),
    )
    jobs, described, waits = 0, 0, []
    for one in applications:
        for job in _ask(page, f"applications/{one['id']}/jobs"):
            jobs += 1
            described += str(job.get("description", "")).startswith("pose2gloss ")
        stages = _ask(page, f"applications/{one['id']}/stages")
        starts = [stage["firstTaskLaunchedTime"] for stage in stages if stage.get("firstTaskLaunchedTime")]
        if starts:
            waits.append(_seconds(min(starts)) - _seconds(one["attempts"][0]["startTime"]))
    proof.figure("Spark jobs whose description names the step", described, f"= {jobs}", described == jobs and jobs > 0)
    extractions = [one for one in applications if one["name"] == "pose2gloss extract"]
    for one in extractions:
        names = [str(job.get("description")) for job in _ask(page, f"applications/{one['id']}/jobs")]
        tables = sum("videos" in name and "landmarks" in name and "->" in name for name in names)
        proof.figure("jobs of extract that name both tables", tables, ">= 1", tables >= 1)
        totals: dict[str, int] = {}
        for stage in _ask(page, f"applications/{one['id']}/stages"):
            for update in stage.get("accumulatorUpdates", []):
                if update["name"] in _ACCUMULATORS:
                    totals[update["name"]] = int(update["value"])
        held = totals.get("frames", 0) > 0 and totals.get("videos") == clips and len(totals) >= 3
        shown = ", ".join(f"{name} {value}" for name, value in sorted(totals.items()))
        proof.figure("counts of extract in the event log", shown, f"{clips} videos and their frames", held)
    proof.figure("from an application's start to its first task, median", statistics.median(waits), unit="s")


def _until(page: str, count: int) -> list[dict[str, Any]]:
    deadline = time.monotonic() + 120
    found: list[dict[str, Any]] = []
    while time.monotonic() < deadline and len(found) < count:
        time.sleep(1)
        found = _ask(page, "applications")
    return found


def _ask(page: str, what: str) -> list[dict[str, Any]]:
    try:
        with urllib.request.urlopen(f"{page}/api/v1/{what}", timeout=60) as answer:
            found: list[dict[str, Any]] = json.load(answer)
            return found
    except OSError as error:
        raise ProofError(f"the history server does not answer for {what}: {error}.") from error


def _seconds(moment: str) -> float:
    """Of a time as Spark's REST API writes it."""
    return time.mktime(time.strptime(moment[:19], "%Y-%m-%dT%H:%M:%S")) + float(moment[19:23])
