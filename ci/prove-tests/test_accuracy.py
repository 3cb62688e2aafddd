"""Tests of the trials of ci/prove/accuracy: which are run, and what is recorded of them."""

import argparse
import json
import math
import sys
import tempfile
import unittest
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "prove" / "lib"))

from accuracy import measure, record  # noqa: E402
from accuracy.record import Seed  # noqa: E402
from accuracy.trials import Trials  # noqa: E402
from proof import Proof  # noqa: E402


class TrialsTest(unittest.TestCase):
    """Trials of data of two parts, of 30 and of 10 sequences."""

    def setUp(self) -> None:
        """No trial was done, and nothing is recorded."""
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.folder = Path(folder.name)
        self.file = self.folder / "record.csv"
        self.runs: list[tuple[int, int]] = []

    def trials(self) -> Trials:
        """Of a program that has just been started."""
        proof = Proof("accuracy", "a test", argparse.Namespace(quick=True))
        return Trials(proof, self.folder, record.read(self.file))

    def one(self, part: int, seed: int) -> dict:
        """A trial: of the first part a half is right, of the second all."""
        self.runs.append((part, seed))
        judged, top1 = ((30, 0.5), (10, 1.0))[part]
        return {"judged": judged, "top1": top1, "top5": 1.0, "seconds": 10.0 + part}

    def test_parts_are_pooled(self) -> None:
        """25 of 40 are right; the longest training took 11 seconds."""
        reached = self.trials().pooled("signs", 2, 1, self.one)
        self.assertEqual([{"judged": 40, "top1": 0.625, "top5": 1.0, "seconds": 11.0}], reached)
        self.assertEqual([(0, 1), (1, 1)], self.runs)

    def test_what_is_recorded_is_not_run(self) -> None:
        """The second seed is run alone, and recorded beside the first."""
        first = self.trials()
        first.pooled("signs", 2, 1, self.one)
        record.add(self.file, first.reached)
        self.runs.clear()
        second = self.trials()
        reached = second.pooled("signs", 2, 2, self.one)
        self.assertEqual([0.625, 0.625], [seed["top1"] for seed in reached])
        self.assertEqual([(0, 2), (1, 2)], self.runs)
        record.add(self.file, second.reached)
        self.assertEqual([Seed("signs", 2, 1), Seed("signs", 2, 2)], list(record.read(self.file)))

    def test_the_record_is_of_the_same_parts(self) -> None:
        """Two parts do not stand for the first of them."""
        trials = self.trials()
        trials.pooled("signs", 2, 1, self.one)
        record.add(self.file, trials.reached)
        self.runs.clear()
        self.trials().pooled("signs", 1, 1, self.one)
        self.assertEqual([(0, 1)], self.runs)

    def test_more_seeds_than_asked_for_count_where_they_were_done(self) -> None:
        """Of the second seed both parts were done, of the third one."""
        for part, seed in ((0, 2), (1, 2), (0, 3)):
            (self.folder / f"signs-{part}-{seed}.json").write_text(json.dumps({}), encoding="utf-8")
        self.assertEqual(2, len(self.trials().pooled("signs", 2, 1, self.one)))
        self.assertEqual(0, len(self.trials().pooled("others", 2, 0, self.one)))

    def test_the_original_is_compared_on_the_parts_that_were_done(self) -> None:
        """Two of three parts, which are compared with ours of the same two; no seed of it is asked for."""
        data = measure.Data("signs", 3, 30)
        for part, (theirs, ours) in enumerate(((0.2, 0.5), (0.4, 1.0), (None, 0.0))):
            for name, share in (("original-signs", theirs), ("signs", ours)):
                if share is not None:
                    one = {"judged": 10, "top1": share, "top5": share, "seconds": 1.0}
                    (self.folder / f"{name}-{part}-1.json").write_text(json.dumps(one), encoding="utf-8")
        proof = Proof("accuracy", "a test", argparse.Namespace(quick=True, seeds=1, original_seeds=0))
        rows = measure._compare(proof, self.trials(), data, 0.0)
        self.assertEqual(
            [
                ["signs", "not run", "not run", "0.500", "0.500", "0 / 1", "1 s"],
                ["signs, 2 of 3 parts", "0.300", "0.300", "0.750", "0.750", "1 / 1", "1 s"],
            ],
            rows,
        )

    def test_seconds_that_nobody_noted_are_no_number(self) -> None:
        """Neither zero nor an error, and still not when others are added."""
        self.file.write_text("name,parts,seed,judged,top1,top5,seconds\nsigns,1,1,10,0.5,1,\n", encoding="utf-8")
        (row,) = record.read(self.file).values()
        self.assertTrue(math.isnan(row["seconds"]))
        self.assertEqual(0.5, row["top1"])
        record.add(self.file, {})
        self.assertIn("signs,1,1,10,0.5,1,,,", self.file.read_text(encoding="utf-8").splitlines())


if __name__ == "__main__":
    unittest.main()
