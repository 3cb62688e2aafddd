package org.pose2gloss.landmarks.mediapipe;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import org.junit.jupiter.api.Test;

class HeatmapTest {
  private static float[] silent() {
    float[] logits = new float[8 * 8 * 2];
    Arrays.fill(logits, -100);
    return logits;
  }

  @Test
  void movesTheLandmarkToTheCentreOfMass() {
    float[] logits = silent();
    // Second landmark: 0.5 in row 2, column 2; 1 in row 2, column 3.
    logits[(2 * 8 + 2) * 2 + 1] = 0;
    logits[(2 * 8 + 3) * 2 + 1] = 100;
    // Column (2 * 0.5 + 3 * 1) / 1.5 of eight, row 2 of eight.
    assertThat(Heatmap.refined(logits, 8, 2, 1, 3, 2.9f / 8, 2.1f / 8))
        .containsExactly(new float[] {4 / 1.5f / 8, 2f / 8}, within(1e-6f));
  }

  @Test
  void looksNoFurtherThanItsKernel() {
    float[] logits = silent();
    logits[(2 * 8 + 6) * 2] = 100;
    float[] given = {2.5f / 8, 2.5f / 8};
    assertThat(Heatmap.refined(logits, 8, 2, 0, 3, given[0], given[1])).containsExactly(given);
  }

  @Test
  void leavesALandmarkWhereTheMapIsNotSure() {
    float[] logits = silent();
    // The logistic function of -0.1 is 0.475.
    logits[(2 * 8 + 2) * 2] = -0.1f;
    assertThat(Heatmap.refined(logits, 8, 2, 0, 3, 0.4f, 0.3f)).containsExactly(0.4f, 0.3f);
  }

  @Test
  void leavesALandmarkOutsideTheMap() {
    assertThat(Heatmap.refined(silent(), 8, 2, 0, 3, 1.2f, 0.3f)).containsExactly(1.2f, 0.3f);
  }
}
