"""Commands that cannot work on a cluster: each has to end soon, with a sentence."""

import time
from collections.abc import Mapping
from dataclasses import dataclass, field

from cluster.cluster import Cluster
from cluster.parts import start_store
from proof import Proof
from registry.server import free_port

_SECONDS = 300
_SOON = 90


@dataclass(frozen=True)
class Refusal:
    """A command, and what it has to say."""

    name: str
    sentence: str
    step: str = "augment"
    conf: Mapping[str, str] = field(default_factory=dict)
    keys: Mapping[str, str] = field(default_factory=dict)
    env: Mapping[str, str] = field(default_factory=dict)


def refuse(proof: Proof, cluster: Cluster) -> None:
    """All of them; the time counts from spark-submit's start, two JVMs included."""
    read_only = start_store(proof.processes, cluster.folder, name="read-only", like=cluster.store, read_only=True)
    nobody = f"127.0.0.1:{free_port()}"
    endpoint = "spark.hadoop.fs.s3a.endpoint"
    for one in (
        Refusal("store that cannot be reached", "cannot be reached", conf={endpoint: f"http://{nobody}"}),
        Refusal("wrong bucket", "does not exist", keys={"catalog.warehouse": "s3a://nobodys/warehouse"}),
        Refusal("wrong credentials", "credentials", env={"AWS_SECRET_ACCESS_KEY": "not-the-right-one"}),
        Refusal("read-only warehouse", "catalog.warehouse", conf={endpoint: read_only.endpoint}),
        Refusal("catalog that commits by renaming", "is not safe at s3a://", keys={"catalog.type": "hadoop"}),
        Refusal(
            "models in a folder of one machine",
            "is a folder of one machine",
            "train",
            keys={"training.directory": "models"},
        ),
        Refusal("executor too small for a task", "is too small", conf={"spark.executor.memory": "400m"}),
        Refusal(
            "executor that no worker has room for",
            "has waited for 20 s (spark.wait-for-executor)",
            conf={"spark.executor.memory": "64g"},
            keys={"spark.wait-for-executor": "20 s"},
        ),
        Refusal("master that does not answer", nobody, conf={"spark.master": f"spark://{nobody}"}),
    ):
        _run(proof, cluster, one)


def _run(proof: Proof, cluster: Cluster, refusal: Refusal) -> None:
    proof.say(f"refused: {refusal.name}")
    options = [word for key, value in refusal.keys.items() for word in ("--set", f"{key}={value}")]
    namespace = ["--set", f"catalog.namespace={'ns_client_cluster' if proof.quick else 'ns_client'}"]
    line = cluster.submit(refusal.step, *namespace, *options)
    line[1:1] = [word for key, value in refusal.conf.items() for word in ("--conf", f"{key}={value}")]
    name = f"refused-{refusal.name.replace(' ', '-')}"
    started = time.monotonic()
    ended = proof.processes.run(
        line,
        name=name,
        seconds=_SECONDS,
        env={**cluster.environment(), **refusal.env},
        cwd=cluster.folder,
        expect=None,
    )
    seconds = time.monotonic() - started
    said = (proof.folder / "logs" / f"{name}.log").read_text(encoding="utf-8", errors="replace")
    sentences = [one for one in said.splitlines() if one.startswith(f"{refusal.step}: ") and refusal.sentence in one]
    held = ended.returncode in (1, 2) and len(sentences) == 1 and "\n\tat " not in said and seconds <= _SOON
    shown = f"exit {ended.returncode}, {'sentence' if sentences else 'NO sentence'}, {seconds:.0f} s"
    proof.figure(f"refused: {refusal.name}", shown, f"exit 1 or 2, a sentence, no trace, <= {_SOON} s", held)
    proof.detail(refusal.name, sentences[-1] if sentences else said[-2000:])
