"""How long the trainings are during which the tracking server is taken away."""

import sys
import unittest
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "prove" / "lib"))

from registry.outage import SHORT, Ended, lasting  # noqa: E402


def ended(steps: int, millis: int) -> Ended:
    """A short training whose steps come at a distance of so many milliseconds, told in no order."""
    points = [(step, 1_000_000 + step * millis, 1.0) for step in range(steps, 0, -1)]
    return Ended(0, {}, {}, {"step_loss": points})


class LastingTest(unittest.TestCase):
    """By hand."""

    def test_epochs_by_the_pace_of_the_steps(self) -> None:
        # Four steps of half a second are an epoch of two seconds.
        self.assertEqual(90, lasting(ended(4 * SHORT, 500), 180))

    def test_never_fewer_than_the_short_training_has(self) -> None:
        self.assertEqual(SHORT, lasting(ended(4 * SHORT, 60_000), 180))

    def test_steps_of_one_moment_end_all_the_same(self) -> None:
        self.assertEqual(18_000, lasting(ended(SHORT, 0), 180))


if __name__ == "__main__":
    unittest.main()
