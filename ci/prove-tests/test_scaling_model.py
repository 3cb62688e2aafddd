"""The model of extraction on a cluster, where its answer can be worked out by hand."""

import sys
import unittest
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "prove" / "lib"))

from scaling.model import Clip, Cluster, Costs, Requests, drawn, simulate  # noqa: E402

NOTHING = Costs(0, 0, 0, 0)
NO_REQUESTS = Requests(0, 0, 0, 0)


def run(clips: list[Clip], packs: list[list[int]], cluster: Cluster, costs: Costs = NOTHING, planning: float = 0.0):  # type: ignore[no-untyped-def]
    """Simulates without requests."""
    return simulate(clips, packs, cluster, costs, NO_REQUESTS, planning, seed=1)


class ScalingModelTest(unittest.TestCase):
    """By hand."""

    def test_one_core_takes_all_one_after_the_other(self) -> None:
        outcome = run([Clip(2, 2, 1), Clip(3, 3, 1)], [[0], [1]], Cluster(1))
        self.assertEqual((5, 1.0), (outcome.seconds, outcome.efficiency))

    def test_the_longest_task_is_waited_for(self) -> None:
        clips = [Clip(9, 9, 1)] + [Clip(1, 1, 1)] * 3
        outcome = run(clips, [[0], [1], [2], [3]], Cluster(2))
        self.assertEqual(9, outcome.seconds)
        self.assertAlmostEqual(12 / 2 / 9, outcome.efficiency)
        self.assertEqual(6, outcome.straggling)

    def test_what_is_beside_the_videos_counts(self) -> None:
        costs = Costs(until_first_task=10, first_task=2, task=1, after_last_task=4)
        outcome = run([Clip(5, 5, 1)] * 2, [[0], [1]], Cluster(1), costs, planning=3)
        self.assertEqual(10 + 3 + (2 + 1 + 5) + (1 + 5) + 4, outcome.seconds)
        self.assertEqual(13, outcome.first_result)

    def test_slow_nodes_slow_their_tasks(self) -> None:
        outcome = run([Clip(5, 5, 1)], [[0]], Cluster(1, slow_nodes=1.0, slow_factor=3.0))
        self.assertEqual(15, outcome.seconds)

    def test_requests_are_waited_for_and_counted(self) -> None:
        cluster = Cluster(1, request_seconds=0.5, megabytes_a_second=2.0)
        outcome = simulate([Clip(1, 1, 4)] * 2, [[0, 1]], cluster, NOTHING, Requests(2, 3, 7, 4), 0.0, seed=1)
        # Of the last commit besides.
        self.assertEqual(2 * 1 + 0.5 * (3 + 2 * 2) + 2 * 4 / 2 + 0.5 * 4, outcome.seconds)
        self.assertEqual(2 * 2 + 3 + 7 + 4, outcome.requests)

    def test_the_driver_starts_so_many_tasks_a_second(self) -> None:
        outcome = run([Clip(1, 1, 1)] * 4, [[n] for n in range(4)], Cluster(4, cores_a_node=4, tasks_a_second=2))
        self.assertEqual(0.5 * 4 + 1, outcome.seconds)

    def test_videos_are_drawn_from_those_measured(self) -> None:
        measured = [Clip(1, 1, 1), Clip(2, 2, 2)]
        many = drawn(measured, 1000, seed=1)
        self.assertEqual(set(measured), set(many))
        self.assertEqual(many, drawn(measured, 1000, seed=1))


if __name__ == "__main__":
    unittest.main()
