package org.pose2gloss.landmarks.mediapipe;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class AttentionMathTest {
  private static final AttentionMath.MatrixOptions OPTIONS =
      new AttentionMath.MatrixOptions(0, 1, 0, List.of(0, 1, 2, 3), 8, 8, 1, 1);

  @Test
  void fitsABoxThatIsLevel() {
    // 10 wide and 6 high from the origin, onto 8 x 8: 1.25 and 0.75 input pixels an output pixel.
    float[] box = {0, 0, 0, 10, 0, 0, 10, 6, 0, 0, 6, 0};
    assertThat(AttentionMath.landmarksToMatrix(box, OPTIONS))
        .containsExactly(
            new float[] {1.25f, 0, 0, 0, 0, 0.75f, 0, 0, 0, 0, 1, 0, 0, 0, 0, 1}, within(1e-5f));
  }

  @Test
  void turnsWithTheLineBetweenTwoLandmarks() {
    // The same box turned by a right angle: its left is now on top, its top on the right.
    float[] box = {0, 0, 0, 0, 10, 0, -6, 10, 0, -6, 0, 0};
    assertThat(AttentionMath.landmarksToMatrix(box, OPTIONS))
        .containsExactly(
            new float[] {0, -0.75f, 0, 0, 1.25f, 0, 0, 0, 0, 0, 1, 0, 0, 0, 0, 1}, within(1e-5f));
  }

  @Test
  void growsRoundTheCentre() {
    AttentionMath.MatrixOptions twice =
        new AttentionMath.MatrixOptions(0, 1, 0, List.of(0, 1, 2, 3), 8, 8, 2, 2);
    float[] box = {0, 0, 0, 10, 0, 0, 10, 6, 0, 0, 6, 0};
    float[] matrix = AttentionMath.landmarksToMatrix(box, twice);
    // The output's middle (4, 4) is the box's middle (5, 3), its corner half a box further out.
    assertThat(AttentionMath.transformLandmarks(new float[] {4, 4, 0, 0}, 2, matrix))
        .containsExactly(new float[] {5, 3, -5, -3}, within(1e-5f));
  }

  @Test
  void readsItsOptionsByName() {
    Map<String, double[]> map =
        Map.of(
            "left_rotation_idx", new double[] {33},
            "right_rotation_idx", new double[] {133},
            "target_rotation_radians", new double[] {0.5},
            "subset_idxs", new double[] {1, 2},
            "output_width", new double[] {16},
            "output_height", new double[] {24},
            "scale_x", new double[] {1.5},
            "scale_y", new double[] {2.5});
    assertThat(AttentionMath.MatrixOptions.of(map))
        .isEqualTo(
            new AttentionMath.MatrixOptions(33, 133, 0.5f, List.of(1, 2), 16, 24, 1.5f, 2.5f));
    assertThatThrownBy(() -> AttentionMath.MatrixOptions.of(Map.of()))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("lack");
  }

  @Test
  void samplesBetweenPixelCentres() {
    float[] input = {0, 10, 20, 30};
    // Output pixel centres at 0.5 and 1.5 go to 1 and 2 of the input: between its pixels 0 and 1,
    // and 1 and 2 of three columns; here half and half.
    float[] matrix = {1, 0, 0, 0.5f, 0, 1, 0, 0, 0, 0, 1, 0, 0, 0, 0, 1};
    float[] output = new float[4];
    AttentionMath.transformBilinear(input, 1, 4, matrix, output, 1, 4, 1);
    // The last lies beyond the last pixel's centre: zero.
    assertThat(output).containsExactly(5, 15, 25, 0);
  }

  @Test
  void samplesEveryChannelBilinearly() {
    // 2 x 2 pixels of two channels; one output pixel at the middle of all four.
    float[] input = {0, 100, 4, 104, 8, 108, 12, 112};
    float[] matrix = {2, 0, 0, 0, 0, 2, 0, 0, 0, 0, 1, 0, 0, 0, 0, 1};
    float[] output = new float[2];
    AttentionMath.transformBilinear(input, 2, 2, matrix, output, 1, 1, 2);
    assertThat(output).containsExactly(6, 106);
  }

  @Test
  void movesXAndYAndLeavesZ() {
    float[] matrix = {0, -1, 0, 5, 2, 0, 0, 7, 0, 0, 1, 0, 0, 0, 0, 1};
    assertThat(AttentionMath.transformLandmarks(new float[] {1, 2, 9, 3, 4, 8}, 3, matrix))
        .containsExactly(3, 9, 9, 1, 13, 8);
  }
}
