"""Virtual environments are made once, and anew where their packages change."""

from house import House

_BODY = 'import sys\nproof.at_least("inside", int("/venvs/empty/" in sys.prefix + "/"), 1)'


class EnvironmentsTest(House):
    def requirements(self, first_line: str) -> None:
        (self.prove / "requirements" / "empty.txt").write_text(first_line + "\n", encoding="utf-8")

    def test_the_program_goes_on_inside_and_the_environment_is_kept(self) -> None:
        self.requirements("# Python 3.8 to 3.30. Nothing.")
        self.program("trial", _BODY, ', environment="empty"')
        first = self.run_program("trial")
        self.assertEqual(first.returncode, 0, first.stderr)
        stamp = self.results / "venvs" / "empty" / ".made-from"
        made = stamp.stat().st_mtime_ns
        self.assertEqual(self.run_program("trial").returncode, 0)
        self.assertEqual(stamp.stat().st_mtime_ns, made)
        self.requirements("# Python 3.8 to 3.30. Nothing else.")
        self.assertEqual(self.run_program("trial").returncode, 0)
        self.assertNotEqual(stamp.stat().st_mtime_ns, made)

    def test_no_python_that_fits_is_a_sentence(self) -> None:
        self.requirements("# Python 3.90 to 3.91.")
        self.program("trial", _BODY, ', environment="empty"')
        ended = self.run_program("trial")
        self.assertEqual(ended.returncode, 1)
        self.assertIn("needs a Python 3.90 to 3.91", ended.stderr)

    def test_a_package_without_its_hash_is_refused(self) -> None:
        self.requirements("# Python 3.8 to 3.30.\nsome-package==1.0")
        self.program("trial", _BODY, ', environment="empty"')
        ended = self.run_program("trial")
        self.assertEqual(ended.returncode, 1)
        self.assertIn("hash", ended.stderr.lower())
        self.assertFalse((self.results / "venvs" / "empty" / ".made-from").exists())
