"""Files of Spark properties, judged by Spark itself; and the pod that it makes of those for Kubernetes."""

import os
import subprocess
import tempfile
from collections.abc import Iterator, Sequence
from pathlib import Path

from deployment import manifests
from deployment.api_server import ApiServer, api_server

_SECONDS = 120
_CHECK = Path(__file__).with_name("java") / "SparkProperties.java"
_USER = 185


def check(files: Sequence[Path], spark: Path, java: str, options: Path) -> Iterator[str]:
    """Properties and values that this Spark does not know, and what spark-submit refuses."""
    with tempfile.TemporaryDirectory() as folder:
        ran = subprocess.run(
            [java, f"@{options}", "-Xmx1g", "-cp", f"{spark / 'jars'}/*", str(_CHECK), str(spark), *map(str, files)],
            env=_environment(spark, folder),
            capture_output=True,
            text=True,
            timeout=_SECONDS,
        )
    problems = ran.stdout.splitlines()
    yield from problems
    if ran.returncode and not problems:
        yield f"the check of Spark properties does not run:\n{ran.stderr}"


def check_kubernetes(file: Path, spark: Path, root: Path) -> Iterator[str]:
    """What is wrong with the driver's pod that spark-submit asks Kubernetes for, by these properties and pod templates."""
    with api_server() as server, tempfile.TemporaryDirectory() as folder:
        ran = subprocess.run(
            [
                *(str(spark / "bin" / "spark-submit"), "--properties-file", str(file)),
                *("--master", f"k8s://{server.address}"),
                *("--conf", "spark.kubernetes.submission.waitAppCompletion=false"),
                *("--class", "org.pose2gloss.jobs.Main", "local:///opt/pose2gloss/pose2gloss-jobs.jar", "extract"),
            ],
            cwd=root,
            env=_environment(spark, folder),
            capture_output=True,
            text=True,
            timeout=_SECONDS,
        )
        if ran.returncode:
            said = [line for line in ran.stderr.splitlines() if "Exception" in line or "Error" in line]
            yield f"{file}: spark-submit fails: {said[0] if said else ran.stderr.strip()[-500:]}"
            return
        yield from (f"{file}: {problem}" for problem in _submitted(server))


def _submitted(server: ApiServer) -> Iterator[str]:
    pods = server.of("Pod")
    if len(pods) != 1:
        yield f"spark-submit asks for {len(pods)} pods instead of the driver's."
        return
    for found in server.taken:
        yield from (f"as Spark submits it: {problem}" for problem in manifests.problems(found))
    spec = pods[0]["spec"]
    boxes = [box for box in spec["containers"] if "driver" in box.get("args", [])]
    if len(boxes) != 1 or len(spec["containers"]) != 1:
        yield "Spark's container is not the one that the template describes."
        return
    if spec.get("securityContext", {}).get("runAsUser") != _USER:
        yield f"the driver does not run as user {_USER}."
    if boxes[0].get("securityContext", {}).get("allowPrivilegeEscalation") is not False:
        yield "the driver may gain privileges."
    if not spec.get("serviceAccountName"):
        yield "the driver has no service account."
    for name in ("limits", "requests"):
        # Heap and what lies outside of it: 2 and 1 GiB.
        if boxes[0]["resources"][name]["memory"] != "3072Mi":
            yield f"the driver's {name} of memory are {boxes[0]['resources'][name]['memory']} instead of heap and overhead."


def _environment(spark: Path, folder: str) -> dict[str, str]:
    """Of a Spark that reads no settings of this machine."""
    kept = {key: value for key, value in os.environ.items() if not key.startswith(("SPARK_", "HADOOP_", "YARN_"))}
    return {
        **kept,
        "SPARK_HOME": str(spark),
        "SPARK_CONF_DIR": folder,
        "HADOOP_CONF_DIR": folder,
        "SPARK_LOCAL_IP": "127.0.0.1",
    }
