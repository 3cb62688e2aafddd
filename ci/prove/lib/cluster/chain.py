"""Every step of the chain, submitted to a cluster."""

import csv
import itertools
import json
import subprocess
import time
import urllib.request
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from cluster.cluster import Cluster
from cluster.parts import BUCKET
from proof import Proof, ProofError
from proof.processes import tail
from registry.server import free_port

_SECONDS = 900
_STEPS = ("ingest", "extract", "split", "augment", "transform", "train", "evaluate", "promote")
_SPLITS = ("train", "train", "val", "test")
SOURCE = "pose2gloss.extract"


def store_client(cluster: Cluster) -> Any:
    """boto3's client of the store."""
    import boto3
    from botocore.config import Config

    store = cluster.store
    return boto3.client(
        "s3",
        endpoint_url=store.endpoint,
        aws_access_key_id=store.access_key,
        aws_secret_access_key=store.secret_key,
        region_name="us-east-1",
        # As in the environment that the store gives to others.
        config=Config(request_checksum_calculation="when_required", response_checksum_validation="when_required"),
    )


def clips_into(proof: Proof, cluster: Cluster, count: int) -> int:
    """Puts the clips that take least, and labels by lot, into the store."""
    with proof.data("wlasl-clips", "labels.csv").open(encoding="utf-8", newline="") as labels:
        rows = sorted(csv.DictReader(labels), key=lambda row: float(row["seconds"]) * int(row["width"]))[:count]
    client = store_client(cluster)
    lines = ["video_id,gloss,split"]
    for number, row in enumerate(rows):
        body = proof.data("wlasl-clips", "videos", row["file"]).read_bytes()
        client.put_object(Bucket=BUCKET, Key=f"clips/{row['file']}", Body=body)
        lines.append(f"{row['video_id']},{'AB'[number % 2]},{_SPLITS[number // 2 % len(_SPLITS)]}")
    client.put_object(Bucket=BUCKET, Key="clips/labels.csv", Body="\n".join(lines).encode())
    return len(rows)


class Chain:
    """One run of all steps, in deploy modes that take turns; its tables lie in a namespace of their own."""

    def __init__(self, proof: Proof, cluster: Cluster, modes: Sequence[str]) -> None:
        self._proof = proof
        self._cluster = cluster
        self._name = "-".join(modes)
        self._modes = modes
        self._home = cluster.folder / f"home-{self._name}"
        self._home.mkdir()
        self._seconds: dict[str, float] = {}
        self.records: dict[str, dict[str, Any]] = {}
        self._gauges: dict[str, float] = {}

    def run(self) -> None:
        """All steps, one after the other."""
        for step, mode in zip(_STEPS, itertools.cycle(self._modes), strict=False):
            self._proof.say(f"{step} in deploy mode {mode}")
            started = time.monotonic()
            self.records[step] = self._run(step, mode)
            self._seconds[f"{step} ({mode})"] = time.monotonic() - started

    def _run(self, step: str, mode: str) -> dict[str, Any]:
        options = ["--set", f"catalog.namespace=ns_{self._name.replace('-', '_')}"]
        options += ["--set", f"model.name=e2e-{self._name}"]
        jar = "jobs-jar"
        if step == "ingest":
            jar = "pipelines-jar"
            source = f"s3a://{BUCKET}/clips"
            options += ["--set", "ingest.runner=spark"]
            options += ["--set", f'ingest.sources=[{{path="{source}", labels="{source}/labels.csv"}}]']
        elif step == "train":
            options += ["--set", "training.epochs=2", "--set", "training.batch-size=4", "--set", "training.threads=1"]
        elif step == "evaluate":
            options += ["--set", "evaluate.bootstrap-samples=50"]
        line = self._cluster.submit(step, *options, jar=jar, mode=mode)
        port = free_port()
        line[1:1] = ["--conf", f"spark.ui.port={port}"]
        drivers = {one["id"] for one in self._cluster.spark.state()["completeddrivers"]}
        name = f"{self._name}-{step}"
        output = self._cluster.folder / f"{name}.out"
        with self._proof.processes.log(name) as (log, file), output.open("wb") as out:
            child = self._proof.processes.start(
                line, env=self._cluster.environment(), cwd=self._home, stdout=out, stderr=log
            )
            self._follow(step, child, port, file)
        if child.returncode != 0:
            raise ProofError(f"{step} ended with exit status {child.returncode}:\n{tail(file)}\n(log: {file})")
        if mode == "client":
            return _last_json(output)
        return self._of_driver(step, drivers)

    def _follow(self, step: str, child: "subprocess.Popen[bytes]", port: int, log: Path) -> None:
        deadline = time.monotonic() + _SECONDS
        while child.poll() is None:
            if time.monotonic() > deadline:
                self._proof.processes.end(child)
                raise ProofError(f"{step} took more than {_SECONDS} s; its log is {log}.")
            time.sleep(0.5)
            if step == "extract":
                self._gauges.update(_gauges(port))

    def _of_driver(self, step: str, before: set[str]) -> dict[str, Any]:
        """spark-submit ends with 0 whatever a driver on the cluster came to: the master knows."""
        ended = [one for one in self._cluster.spark.state()["completeddrivers"] if one["id"] not in before]
        if len(ended) != 1:
            raise ProofError(f"{step} in deploy mode cluster had {len(ended)} drivers instead of one.")
        outputs = list(self._cluster.folder.glob(f"worker-*/{ended[0]['id']}/stdout"))
        if ended[0]["state"] != "FINISHED" or len(outputs) != 1:
            errors = "\n".join(tail(file.with_name("stderr")) for file in outputs)
            raise ProofError(f"the driver of {step} is {ended[0]['state']}:\n{errors}")
        return _last_json(outputs[0])

    def figures(self) -> None:
        """What came of it."""
        proof, name = self._proof, self._name
        done = len(self.records)
        proof.figure(f"{name}: steps that ended well", done, f"= {len(_STEPS)}", done == len(_STEPS))
        extracted = self.records["extract"]
        listed = self.records["ingest"]["added"]
        proof.figure(
            f"{name}: videos extracted", extracted["extracted"], f"= {listed}", extracted["extracted"] == listed
        )
        model = str(self.records["train"]["model"])
        held = model.startswith(f"s3a://{BUCKET}/models/")
        proof.figure(f"{name}: the model is at", model.rsplit("/", 1)[0], f"s3a://{BUCKET}/models/...", held)
        promoted = self.records["promote"]
        proof.figure(f"{name}: promoted", str(promoted.get("promoted")), "= True", promoted.get("promoted") is True)
        left = sorted(one.name for one in self._home.iterdir() if one.name != "outbox")
        proof.figure(f"{name}: files in the folder of the driver", len(left), "= 0", not left)
        if name == "client":
            seen = self._gauges.get("frames-per-second", 0)
            proof.figure("frames a second in the driver's metrics while it ran", seen, "> 0", seen > 0, "frames/s")
        rows = [[step, f"{seconds:.0f}"] for step, seconds in self._seconds.items()]
        proof.table(f"Seconds from spark-submit's start to its end ({name})", ["step", "seconds"], rows, readme=False)


def _gauges(port: int) -> dict[str, float]:
    """Of a driver's metrics; none where it has no page yet or any more."""
    try:
        with urllib.request.urlopen(f"http://127.0.0.1:{port}/metrics/json/", timeout=2) as answer:
            gauges = json.load(answer)["gauges"]
    except (OSError, ValueError):
        return {}
    return {
        name.split(f"{SOURCE}.", 1)[1]: float(gauge["value"])
        for name, gauge in gauges.items()
        if f"{SOURCE}." in name and gauge["value"]
    }


def _last_json(output: Path) -> dict[str, Any]:
    lines = [line for line in output.read_text(encoding="utf-8").splitlines() if line.startswith("{")]
    if not lines:
        raise ProofError(f"there is no result record in {output}.")
    record: dict[str, Any] = json.loads(lines[-1])
    return record
