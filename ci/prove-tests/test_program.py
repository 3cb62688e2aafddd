"""Exit statuses, tables, files and clean-up of a program."""

import signal

from house import House, lives, wait_for


class ProgramTest(House):
    def test_every_target_that_holds_is_status_0_and_a_table(self) -> None:
        self.program(
            "trial", 'proof.at_least("speed", 3.456, 3, "x")\nproof.figure("clips", 1234)\nproof.note("So it is.")'
        )
        ended = self.run_program("trial")
        self.assertEqual(ended.returncode, 0, ended.stderr)
        self.assertIn("speed   3.46 x    >= 3 x  yes", ended.stdout)
        self.assertIn("clips   1,234", ended.stdout)
        self.assertIn("So it is.", ended.stdout)
        self.assertIn("1 of 1 targets hold.", ended.stdout)
        result = self.result("trial")
        self.assertEqual((result["holds"], result["quick"], result["title"]), (True, False, "A trial."))
        self.assertEqual(
            result["figures"][0], {"name": "speed", "value": 3.456, "unit": "x", "target": ">= 3 x", "holds": True}
        )
        self.assertGreaterEqual(result["machine"]["cores"], 1)

    def test_a_target_that_does_not_hold_is_status_1(self) -> None:
        self.program("trial", 'proof.at_most("error", 0.4, 0.3, "%")\nproof.at_least("speed", 4, 3)')
        ended = self.run_program("trial")
        self.assertEqual(ended.returncode, 1)
        self.assertIn("1 of 2 targets hold.", ended.stdout)
        self.assertFalse(self.result("trial")["holds"])

    def test_a_figure_that_is_no_number_does_not_hold_and_is_null(self) -> None:
        self.program("trial", 'proof.at_most("error", float("nan"), 0.3)')
        self.assertEqual(self.run_program("trial").returncode, 1)
        self.assertIsNone(self.result("trial")["figures"][0]["value"])

    def test_nothing_measured_proves_nothing(self) -> None:
        self.program("trial", 'proof.figure("clips", 3)')
        self.assertEqual(self.run_program("trial").returncode, 1)

    def test_absent_data_are_status_3_and_a_sentence(self) -> None:
        self.program("trial", 'raise AssertionError("not reached")', ', needs=("wlasl-clips/videos",)')
        ended = self.run_program("trial")
        self.assertEqual(ended.returncode, 3)
        self.assertIn("set POSE2GLOSS_TEST_DATA", ended.stderr)
        self.assertFalse(self.results.joinpath("trial.json").exists())

    def test_wrong_usage_is_status_2(self) -> None:
        self.program("trial", "pass")
        self.assertEqual(self.run_program("trial", "--fast").returncode, 2)
        self.assertEqual(self.run_program("trial", "--limit", "0").returncode, 2)

    def test_help_says_what_is_tried(self) -> None:
        self.program("trial", "pass")
        ended = self.run_program("trial", "--help")
        self.assertEqual(ended.returncode, 0)
        self.assertIn("What it tries.", ended.stdout)

    def test_a_quick_run_does_not_replace_a_full_one(self) -> None:
        self.program("trial", 'proof.at_least("speed", 1 if proof.quick else 2, 1)')
        self.run_program("trial")
        self.run_program("trial", "--quick")
        self.assertEqual(self.result("trial")["figures"][0]["value"], 1)
        self.assertEqual(self.result("trial", "full")["figures"][0]["value"], 2)

    def test_a_failing_command_is_told_with_the_end_of_its_log(self) -> None:
        self.program("trial", 'proof.processes.run(["sh", "-c", "echo broken >&2; exit 9"], name="thing", seconds=5)')
        ended = self.run_program("trial")
        self.assertEqual(ended.returncode, 1)
        self.assertIn("thing ended with exit status 9", ended.stderr)
        self.assertIn("broken", ended.stderr)

    def test_a_command_that_takes_too_long_is_ended(self) -> None:
        self.program("trial", 'proof.processes.run(["sleep", "60"], name="sleeper", seconds=0.2)')
        ended = self.run_program("trial")
        self.assertEqual(ended.returncode, 1)
        self.assertIn("sleeper took more than", ended.stderr)

    def test_the_time_limit_ends_the_program(self) -> None:
        self.program("trial", "time.sleep(60)")
        ended = self.run_program("trial", "--limit", "1")
        self.assertEqual(ended.returncode, 1)
        self.assertIn("--limit", ended.stderr)

    def test_ending_the_program_ends_its_children_and_empties_its_folder(self) -> None:
        self.program(
            "trial",
            """
with proof.temporary() as folder:
    child = proof.processes.start(["sh", "-c", f"sleep 60 & echo $! > {folder}/grandchild.part; "
        f"mv {folder}/grandchild.part {folder}/grandchild; wait"])
    time.sleep(60)
""",
        )
        running = self.start("trial")
        self.assertTrue(wait_for(lambda: list(self.results.glob("trial-*/grandchild"))))
        grandchild = int(next(self.results.glob("trial-*/grandchild")).read_text())
        running.send_signal(signal.SIGTERM)
        running.communicate(timeout=30)
        self.assertEqual(running.returncode, 128 + signal.SIGTERM)
        self.assertTrue(wait_for(lambda: not lives(grandchild)))
        self.assertEqual(list(self.results.glob("trial-*")), [])
