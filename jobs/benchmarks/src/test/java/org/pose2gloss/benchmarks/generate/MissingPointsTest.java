package org.pose2gloss.benchmarks.generate;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class MissingPointsTest {
  /**
   * Whole: two points at (0, 0) and (2, 0), a third one at (2, 1), nearest to the second. Of twice
   * the size and elsewhere, the third one lies twice as far below the second.
   */
  @Test
  void aMissingPointKeepsItsPlaceBesideTheNearestInTheSizeAtHand() {
    MissingPoints missing =
        new MissingPoints(new float[] {0, 0, 0, 2, 0, 0, 2, 1, 0.5f}, new int[] {0, 1});
    float[] points = {10, 10, 1, 14, 10, 1, 0, 0, 0};
    missing.fill(points);
    assertThat(points).containsExactly(10, 10, 1, 14, 10, 1, 14, 12, 2);
  }
}
