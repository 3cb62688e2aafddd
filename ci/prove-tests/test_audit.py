"""What ci/audit finds wrong, on bills of materials written for it."""

import json
import shutil
import subprocess
import tempfile
import unittest
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[2]
BILLS = {"jobs/spark": "pose2gloss-jobs", "pipelines": "pose2gloss-pipelines", "jobs/serving": "pose2gloss-serving"}
APACHE = [{"license": {"id": "Apache-2.0"}}]


def library(name: str, version: str, licences: list[dict[str, Any]]) -> dict[str, Any]:
    """A component as CycloneDX has it."""
    group, artifact = name.split(":")
    return {"type": "library", "group": group, "name": artifact, "version": version, "licenses": licences}


class Audit(unittest.TestCase):
    """The program in a repository with one library."""

    def audit(self, *libraries: dict[str, Any], notice: str = "") -> Any:
        """Runs it."""
        with tempfile.TemporaryDirectory(prefix="audit-test-") as name:
            root = Path(name)
            (root / "ci").mkdir()
            for file in ("audit", "advisories.json"):
                shutil.copy2(ROOT / "ci" / file, root / "ci" / file)
            (root / "NOTICE").write_text(notice, encoding="utf-8")
            for module, artifact in BILLS.items():
                (root / module / "target").mkdir(parents=True)
                bill = root / module / "target" / f"{artifact}.cdx.json"
                bill.write_text(json.dumps({"components": libraries}), encoding="utf-8")
            return subprocess.run(
                [str(root / "ci" / "audit"), "--offline"], capture_output=True, text=True, timeout=120
            )

    def test_a_version_with_the_fix_passes_and_its_judgement_is_shown(self) -> None:
        ran = self.audit(library("org.xerial.snappy:snappy-java", "1.1.10.5", APACHE))
        self.assertEqual(0, ran.returncode, ran.stderr)
        self.assertIn("org.xerial.snappy:snappy-java 1.1.10.5, fixed in 1.1.10.4\n  upgraded.", ran.stdout)
        self.assertIn("only what is listed above was checked", ran.stdout)

    def test_an_older_version_than_was_judged_fails(self) -> None:
        ran = self.audit(library("org.xerial.snappy:snappy-java", "1.1.8.2", APACHE))
        self.assertEqual(1, ran.returncode)
        self.assertIn("snappy-java 1.1.8.2 is older than 1.1.10.4, which has the fix", ran.stderr)

    def test_a_licence_that_asks_for_a_notice_needs_one(self) -> None:
        lesser = [{"license": {"id": "LGPL-2.1-only"}}]
        ran = self.audit(library("org.example:thing", "1", lesser))
        self.assertEqual(1, ran.returncode)
        self.assertIn("NOTICE does not name org.example:thing 1 (LGPL-2.1-only)", ran.stderr)
        self.assertEqual(
            0, self.audit(library("org.example:thing", "1", lesser), notice="org.example:thing").returncode
        )
        # Of two licences one may choose.
        self.assertEqual(0, self.audit(library("org.example:thing", "1", [*lesser, *APACHE])).returncode)

    def test_without_a_build_it_says_what_to_run(self) -> None:
        with tempfile.TemporaryDirectory(prefix="audit-test-") as name:
            (Path(name) / "ci").mkdir()
            program = Path(shutil.copy2(ROOT / "ci" / "audit", Path(name) / "ci" / "audit"))
            ran = subprocess.run([str(program)], capture_output=True, text=True, timeout=60)
        self.assertEqual(2, ran.returncode)
        self.assertIn("run mvn -DskipTests package", ran.stderr)
