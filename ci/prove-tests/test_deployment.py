"""What ci/check-deployment finds wrong."""

import shutil
import subprocess
import tempfile
import unittest
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]

# File, what stands in it, what is put there instead, and what must be said of it.
FAULTS = (
    ("conf/spark/standalone.properties", "spark.cores.max ", "spark.core.max ", "Spark has no property spark.core.max"),
    ("conf/spark/standalone.properties", "executorIdleTimeout ", "executorIdleTimeout x", "executorIdleTimeout"),
    (
        "conf/spark/standalone.properties",
        "#spark.ui.view.acls",
        "#spark.ui.view.acl",
        "Spark has no property spark.ui.view.acl",
    ),
    (
        "conf/spark/kubernetes.properties",
        "fs.s3a.aws.credentials.provider ",
        "fs.s3a.credentials.provider ",
        "Hadoop has no property fs.s3a.credentials.provider",
    ),
    (
        "conf/spark/yarn.properties",
        "spark.submit.deployMode",
        "spark.submit.deployMode clutser\n#",
        "either client or cluster",
    ),
    ("conf/kubernetes/service.yaml", "replicas: 2", "replica: 2", "'replica' was unexpected"),
    ("conf/kubernetes/service.yaml", "targetPort: http", "targetPort: web", "has a port web"),
    ("conf/kubernetes/executor-pod.yaml", "runAsNonRoot", "runAsNonroot", "'runAsNonroot' was unexpected"),
    ("conf/kubernetes/driver-pod.yaml", "runAsUser: 185", "runAsUser: 0", "the driver does not run as user 185"),
    ("conf/kubernetes/access.yaml", "kind: Role\n  name: pose2gloss-driver", "kind: Role\n  name: d", "no Role d"),
    (
        "conf/kubernetes/Dockerfile",
        "COPY LICENSE NOTICE",
        "COPY LICENSES NOTICE",
        "COPY LICENSES: there is no such file",
    ),
    ("conf/kubernetes/Dockerfile", "FROM eclipse-temurin:17-jre-jammy", "FROM eclipse-temurin", "DL3006"),
    ("conf/compose/compose.yaml", "depends_on: [spark-master]", "depends_on: [master]", "master, which is no service"),
    ("conf/compose/compose.yaml", '"127.0.0.1:8080:8080"', '"8080:8080"', "open to other machines"),
)


class CheckDeployment(unittest.TestCase):
    """The program, on a copy with faults."""

    def test_every_fault_is_told(self) -> None:
        with tempfile.TemporaryDirectory(prefix="deployment-test-") as name:
            folder = Path(name)
            shutil.copytree(ROOT / "conf", folder / "conf")
            shutil.copytree(ROOT / "pipelines" / "schedulers", folder / "pipelines" / "schedulers")
            for file in ("LICENSE", "NOTICE"):
                shutil.copy2(ROOT / file, folder / file)
            for file, right, wrong, _ in FAULTS:
                path = folder / file
                text = path.read_text(encoding="utf-8")
                self.assertIn(right, text)
                path.write_text(text.replace(right, wrong, 1), encoding="utf-8")
            ran = subprocess.run(
                [str(ROOT / "ci" / "check-deployment"), str(folder)], capture_output=True, text=True, timeout=1800
            )
        self.assertEqual(1, ran.returncode, ran.stderr)
        for file, _, _, said in FAULTS:
            with self.subTest(file=file, said=said):
                self.assertIn(said, ran.stdout)

    def test_a_folder_that_is_no_copy_is_refused(self) -> None:
        ran = subprocess.run([str(ROOT / "ci" / "check-deployment"), "/nonexistent"], capture_output=True, text=True)
        self.assertEqual(2, ran.returncode)
        self.assertIn("give a copy of the repository", ran.stderr)
