"""What the workflows of GitHub Actions may do, and that they call what is there."""

import os
import re
import unittest

from house import ROOT

WORKFLOWS = sorted((ROOT / ".github" / "workflows").glob("*.yml"))


class WorkflowsTest(unittest.TestCase):
    def test_there_are_some(self) -> None:
        self.assertTrue(WORKFLOWS)

    def test_commands_hold_nothing_that_others_have_written(self) -> None:
        for file in WORKFLOWS:
            for line in file.read_text(encoding="utf-8").splitlines():
                command = re.match(r"\s*(?:- )?run:(.*)", line)
                if command:
                    self.assertNotIn("${{", command[1], f"{file.name}: {line}")
                    self.assertNotIn(command[1].strip()[:1], ("|", ">"), f"{file.name}: one command a step: {line}")

    def test_only_the_comment_may_write(self) -> None:
        writing = []
        for file in WORKFLOWS:
            text = file.read_text(encoding="utf-8")
            self.assertRegex(text, r"(?m)^permissions:", file.name)
            self.assertNotIn("pull_request_target", text, file.name)
            writing += [(file.name, line.strip()) for line in text.splitlines() if re.match(r"\s+[a-z-]+: write", line)]
        self.assertEqual(writing, [("model.yml", "pull-requests: write")])

    def test_what_they_start_is_there(self) -> None:
        started = 0
        for file in WORKFLOWS:
            for program in re.findall(r"run: (\.?ci/\S+)", file.read_text(encoding="utf-8")):
                self.assertTrue(os.access(ROOT / program, os.X_OK), f"{file.name}: {program}")
                started += 1
        self.assertGreater(started, 1)


if __name__ == "__main__":
    unittest.main()
