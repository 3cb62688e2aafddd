"""What bin/pose2gloss says about the machine and about wrong usage."""

import os
import shutil
import subprocess
import unittest
from pathlib import Path

from house import SECONDS, House

# What the launcher may use of a machine: a PATH with these alone has no Java, Python, Maven or npm.
_EVERYWHERE = (
    "awk",
    "bash",
    "cat",
    "dirname",
    "env",
    "find",
    "flock",
    "grep",
    "head",
    "mkdir",
    "readlink",
    "sed",
    "tee",
)


class LauncherTest(unittest.TestCase):
    """Runs the launcher on a machine that has only what a test puts there."""

    def setUp(self) -> None:
        self.house = House()
        self.addCleanup(self.house.close)
        self.machine = self.house.folder / "machine"
        self.machine.mkdir()
        for name in _EVERYWHERE:
            if found := shutil.which(name):
                (self.machine / name).symlink_to(found)
        self.script = self.house.root / "bin" / "pose2gloss"

    def run_launcher(
        self, *arguments: str, script: Path | None = None, **environment: str
    ) -> "subprocess.CompletedProcess[str]":
        """Runs it from another folder."""
        return subprocess.run(
            [str(script or self.script), *arguments],
            cwd=self.house.folder,
            env={"PATH": str(self.machine), "HOME": str(self.house.folder)} | environment,
            stdin=subprocess.DEVNULL,
            capture_output=True,
            text=True,
            timeout=SECONDS,
        )

    def assert_refused(self, ended: "subprocess.CompletedProcess[str]", status: int, *words: str) -> None:
        """Ended with this status and one line that has these words."""
        self.assertEqual(ended.returncode, status, ended.stderr)
        self.assertEqual(len(ended.stderr.splitlines()), 1, ended.stderr)
        for word in words:
            self.assertIn(word, ended.stderr)

    def java(self, version: str) -> Path:
        """Puts a Java of this version on the machine."""
        answer = f"echo 'openjdk version \"{version}\" 2025-01-01' >&2"
        return self.house.program("java", answer, self.machine / "jdk" / "bin")

    def test_says_what_to_install_where_there_is_no_java(self) -> None:
        self.assert_refused(self.run_launcher("train"), 1, "no Java found", "JDK 17", "JAVA_HOME")

    def test_says_what_it_found_where_java_is_too_old(self) -> None:
        for version, read in (("11.0.2", "11.0.2"), ("1.8.0_392", "8.0_392")):
            with self.subTest(version=version):
                home = str(self.java(version).parents[1])
                self.assert_refused(self.run_launcher("train", JAVA_HOME=home), 1, f"Java {read}", "too old", home)

    def test_says_so_where_java_is_too_new_for_spark(self) -> None:
        home = str(self.java("25").parents[1])
        self.assert_refused(self.run_launcher("train", JAVA_HOME=home), 1, "Java 25", "too new", "JDK 17")

    def test_reads_the_version_without_starting_java(self) -> None:
        java = self.java("11.0.2")
        java.write_text("#!/bin/sh\nexit 1\n")
        (java.parents[1] / "release").write_text('JAVA_VERSION="11.0.9"\n')
        ended = self.run_launcher("train", JAVA_HOME=str(java.parents[1]))
        self.assert_refused(ended, 1, "Java 11.0.9", "too old")

    def test_says_so_where_java_home_leads_nowhere(self) -> None:
        self.assert_refused(self.run_launcher("train", JAVA_HOME="/nowhere"), 1, "JAVA_HOME is /nowhere")

    def test_says_so_where_there_is_no_maven_to_build_with(self) -> None:
        home = str(self.java("17.0.15").parents[1])
        self.assert_refused(self.run_launcher("train", JAVA_HOME=home), 1, "no Maven found")

    def test_says_what_to_install_where_there_is_no_python(self) -> None:
        self.assert_refused(self.run_launcher("setup", "models"), 1, "no Python found", "3.10")

    def test_says_what_it_found_where_python_is_too_old(self) -> None:
        self.house.program("python3", "[ $1 = -c ] && exit 1; echo Python 3.8.2", self.machine)
        self.assert_refused(self.run_launcher("setup", "models"), 1, "3.10", "Python 3.8.2")

    def test_names_the_nearest_command(self) -> None:
        self.assert_refused(self.run_launcher("trian"), 2, "'trian'", "'train'")
        self.assert_refused(self.run_launcher("evaulate", "x"), 2, "'evaluate'")

    def test_works_through_a_symbolic_link(self) -> None:
        link = self.house.folder / "p2g"
        link.symlink_to(os.path.relpath(self.script, self.house.folder))
        ended = self.run_launcher(script=link)
        self.assertEqual(ended.returncode, 0, ended.stderr)
        for command in ("setup", "demo", "extract", "promote", "Examples:"):
            self.assertIn(command, ended.stdout)

    def test_starts_java_with_class_path_options_and_arguments_as_given(self) -> None:
        java = self.java("17.0.15")
        java.write_text('#!/bin/sh\nfor a in "$@"; do echo "<$a>"; done\n')
        (java.parents[1] / "release").write_text('JAVA_VERSION="17.0.15"\n')
        for module in ("jobs/serving", "jobs/spark", "pipelines"):
            built = self.house.root / module / "target" / "classpath"
            built.mkdir(parents=True)
            (built / "runtime").write_text("r.jar")
            # A server runs without what a cluster provides.
            if module != "jobs/serving":
                (built / "provided").write_text("p.jar")
        environment = {"JAVA_HOME": str(java.parents[1]), "POSE2GLOSS_JAVA_OPTS": "-Xmx8g -Da=b"}
        ended = self.run_launcher("train", "--set", "a=b c", **environment)
        self.assertEqual(ended.returncode, 0, ended.stderr)
        given = ended.stdout.splitlines()
        self.assertIn(f"<@{self.house.root}/conf/java.options>", given)
        self.assertGreater(given.index("<-Xmx8g>"), given.index("<-Xmx4g>"), "the user's heap comes last and wins")
        self.assertEqual(given[-4:], ["<org.pose2gloss.jobs.Main>", "<train>", "<--set>", "<a=b c>"])
        self.assertTrue(given[given.index("<-cp>") + 1].endswith("r.jar:p.jar>"))
        given = self.run_launcher("serve", **environment).stdout.splitlines()
        self.assertEqual(given[-2:], ["<org.pose2gloss.serving.Main>", "<serve>"])
        self.assertTrue(given[given.index("<-cp>") + 1].endswith("r.jar>"))
