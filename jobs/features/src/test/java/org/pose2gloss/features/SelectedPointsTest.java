package org.pose2gloss.features;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

final class SelectedPointsTest {
  private static final float NAN = Float.NaN;

  @Test
  void valueIsByFramePointAndChannel() {
    SelectedPoints points =
        SelectedPoints.of(2, 2, new float[] {0, 1, 2, 3, 4, 5, 6, 7, 8, NAN, NAN, NAN});

    assertThat(points.value(1, 0, 2)).isEqualTo(8f);
    assertThat(points.isPresent(1, 0)).isTrue();
    assertThat(points.isPresent(1, 1)).isFalse();
    assertThatThrownBy(() -> points.value(1, 2, 0)).isInstanceOf(IndexOutOfBoundsException.class);
    assertThatThrownBy(() -> points.value(0, 0, 3))
        .isInstanceOf(IndexOutOfBoundsException.class)
        .hasMessage("there is no frame 0, point 0, channel 3");
  }

  @Test
  void nothingOutsideChangesPoints() {
    float[] xyz = {1, 2, 3};
    SelectedPoints points = SelectedPoints.of(1, 1, xyz);

    xyz[0] = 9;
    points.xyz()[1] = 9;

    assertThat(points).isEqualTo(SelectedPoints.of(1, 1, new float[] {1, 2, 3}));
    assertThat(points).hasSameHashCodeAs(SelectedPoints.of(1, 1, new float[] {1, 2, 3}));
    assertThat(points).isNotEqualTo(SelectedPoints.of(1, 1, new float[] {1, 2, 4}));
    assertThat(points).hasToString("SelectedPoints[1 frames of 1 points]");
  }

  @Test
  void refusesOtherShapesAndHalfPoints() {
    assertThatThrownBy(() -> SelectedPoints.of(2, 2, new float[11]))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("2 frames of 2 points are 12 numbers, not 11");
    assertThatThrownBy(() -> SelectedPoints.of(0, 2, new float[0]))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("points take 1 or more frames and points, not 0 x 2");
    assertThatThrownBy(() -> SelectedPoints.of(1, 2, new float[] {0, 0, 0, 1, NAN, 1}))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith("point 1 of frame 0 is at (1.0, NaN, 1.0)");
    assertThatThrownBy(() -> SelectedPoints.of(1, 1, new float[] {0, Float.POSITIVE_INFINITY, 0}))
        .isInstanceOf(IllegalArgumentException.class);
  }
}
