"""What counts as a hand in view, as found and as false. Needs NumPy: run it with the environment's Python."""

import importlib.util
import sys
import unittest
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "prove" / "lib"))

WIDTH, HEIGHT, FRAMES = 400, 200, 9
SHOULDERS = 100  # pixels


@unittest.skipUnless(importlib.util.find_spec("numpy"), "NumPy is not installed here: target/prove/venvs has it")
class HandsTest(unittest.TestCase):
    """A person 100 pixels wide at the shoulders: right wrist at x = 100, left one at x = 300, both at y = 100."""

    def setUp(self) -> None:
        import numpy as np

        from landmarks import hands
        from reference.sequences import PARTS, Sequence

        self.np, self.hands = np, hands
        parts = {name: np.full((FRAMES, *shape), np.nan, np.float32) for name, shape in PARTS.items()}
        parts["pose"][:] = (0.5, 0.5, 0, 0.9)
        self.body = Sequence(parts, WIDTH, HEIGHT)
        for point, x in ((12, 150), (11, 250), (16, 100), (18, 100), (20, 100), (15, 300), (17, 300), (19, 300)):
            self.put("pose", slice(None), point, x, 100)

    def put(self, part: str, frame, point, x: float, y: float) -> None:
        self.body.parts[part][frame, point, :2] = (x / WIDTH, y / HEIGHT)

    def hand(self, part: str, frame, x: float, y: float, spread: float = 1) -> None:
        """A hand at a wrist, its fingers upwards: 20 pixels of palm."""
        for point in range(21):
            finger, joint = (point - 1) // 4, (point - 1) % 4
            across, up = (0, 0) if point == 0 else ((finger - 2) * 5, 20 + 8 * joint)
            self.put(part, frame, point, x + spread * across, y - up)

    def judge(self):
        seen = self.hands.wrists(self.body, 25)
        return seen, self.hands.judge(self.body, seen)

    def test_a_wrist_in_the_picture_is_in_view_and_moves_when_it_moves(self) -> None:
        # Two pixels a frame at 25 frames a second and 100 pixels of shoulders: half a width a second; three are more.
        for frame in range(FRAMES):
            for point in (16, 18, 20):
                self.put("pose", frame, point, 100 + 3 * frame, 100)
        seen = self.hands.wrists(self.body, 25)
        self.assertEqual(seen.shoulders, SHOULDERS)
        self.np.testing.assert_allclose(seen.speed[1:-1, 0], 0.75, rtol=1e-3)
        self.assertTrue(seen.in_view.all())
        self.assertEqual(seen.moving[:, 0].tolist(), [False] + [True] * (FRAMES - 2) + [False])
        self.assertFalse(seen.moving[:, 1].any())

    def test_fingers_below_the_picture_are_not_in_view(self) -> None:
        self.put("pose", 4, 20, 100, HEIGHT + 1)
        self.body.parts["pose"][5, 15, 3] = 0.4
        seen = self.hands.wrists(self.body, 25)
        self.assertFalse(seen.in_view[4, 0])
        self.assertFalse(seen.in_view[5, 1])
        self.assertEqual(int(seen.in_view.sum()), 2 * FRAMES - 2)

    def test_a_hand_at_a_wrist_is_found_whatever_it_is_called(self) -> None:
        self.hand("left hand", 3, 105, 100)
        _, verdict = self.judge()
        self.assertEqual(verdict.found[3].tolist(), [True, False])
        self.assertEqual(verdict.owner[3].tolist(), [-1, 0])
        self.assertFalse(verdict.suspect.any())

    def test_one_hand_is_found_once_though_two_wrists_are_near(self) -> None:
        for point in (15, 17, 19):
            self.put("pose", 3, point, 110, 100)
        self.hand("right hand", 3, 108, 100)
        _, verdict = self.judge()
        self.assertEqual(int(verdict.found[3].sum()), 1)

    def test_two_hands_are_given_to_two_wrists_rather_than_the_nearest_each(self) -> None:
        for point in (15, 17, 19):
            self.put("pose", 3, point, 120, 100)
        self.hand("right hand", 3, 118, 100)
        self.hand("left hand", 3, 122, 125)
        _, verdict = self.judge()
        self.assertEqual(verdict.found[3].tolist(), [True, True])

    def test_a_hand_far_from_both_wrists_is_suspected(self) -> None:
        self.hand("right hand", 3, 200, 100)
        _, verdict = self.judge()
        self.assertTrue(verdict.far[3, 0])
        self.assertFalse(verdict.found.any())

    def test_two_hands_on_one_place_are_one_unless_the_wrists_are_there_too(self) -> None:
        self.hand("right hand", 3, 100, 100)
        self.hand("left hand", 3, 102, 100)
        for frame in (3, 5):
            self.hand("right hand", frame, 100, 100)
            self.hand("left hand", frame, 102, 100)
        for point in (15, 17, 19):
            self.put("pose", 5, point, 105, 100)
        _, verdict = self.judge()
        self.assertEqual(verdict.twin[3].tolist(), [False, True])
        self.assertFalse(verdict.twin[5].any())

    def test_a_shape_of_one_frame_is_suspected_and_a_moving_hand_is_not(self) -> None:
        for frame in range(FRAMES):
            self.hand("right hand", frame, 100 + 4 * frame, 100)
        self.hand("right hand", 4, 116, 100, spread=8)
        _, verdict = self.judge()
        self.assertEqual(self.np.flatnonzero(verdict.jump[:, 0]).tolist(), [4])

    def test_errors_are_fractions_of_the_larger_side_and_presence_counts_both_ways(self) -> None:
        from landmarks.errors import compare
        from reference.sequences import Sequence

        self.hand("right hand", slice(0, 4), 100, 100)
        other = Sequence({name: values.copy() for name, values in self.body.parts.items()}, WIDTH, HEIGHT)
        other.parts["right hand"][:, :, 0] += 0.01  # 4 pixels of 400
        other.parts["right hand"][:, :, 1] += 0.01  # 2 pixels
        other.parts["right hand"][0] = self.np.nan
        error = compare([(self.body, other)], "right hand")
        self.assertEqual((error.frames, error.both), (FRAMES, 3))
        self.assertAlmostEqual(error.agree, 100 * (FRAMES - 1) / FRAMES)
        self.assertAlmostEqual(error.median[0], 1.0, places=4)
        self.assertAlmostEqual(error.p95[1], 0.5, places=4)
