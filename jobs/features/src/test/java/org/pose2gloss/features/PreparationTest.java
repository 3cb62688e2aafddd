package org.pose2gloss.features;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import org.junit.jupiter.api.Test;

final class PreparationTest {
  private static final PointSelection SELECTION = PointSelection.wlasl180();
  private static final int NOSE = 49;
  private static final int HAND = 8;

  private final Preparation preparation = new Preparation(SELECTION);

  @Test
  void subtractsTheNoseOfEachFrame() {
    float[] xyz = absent(2);
    put(xyz, 0, NOSE, 0.5f, 0.25f, -0.5f);
    put(xyz, 0, HAND, 0.75f, 0.5f, 0.25f);
    put(xyz, 1, NOSE, 0.25f, 0.25f, 0);
    put(xyz, 1, HAND, 0.75f, 0.5f, 0.25f);

    float[] features = preparation.features(SelectedPoints.of(2, 180, xyz), 10);

    assertThat(features).hasSize(2 * 540);
    assertThat(at(features, 0, HAND)).containsExactly(0.25f, 0.25f, 0.75f);
    assertThat(at(features, 1, HAND)).containsExactly(0.5f, 0.25f, 0.25f);
    assertThat(at(features, 1, NOSE)).containsOnly(0);
  }

  @Test
  void absentPointsAreZeroAndNotMovedByTheNose() {
    float[] xyz = absent(1);
    put(xyz, 0, NOSE, 0.5f, 0.25f, -0.5f);

    float[] features = preparation.features(SelectedPoints.of(1, 180, xyz), 10);

    assertThat(features).containsOnly(0);
  }

  @Test
  void frameWithoutNoseTakesTheLastKnownOne() {
    float[] xyz = absent(3);
    put(xyz, 0, NOSE, 0.25f, 0.25f, 0);
    put(xyz, 1, HAND, 0.75f, 0.75f, 0);
    put(xyz, 2, NOSE, 0.5f, 0.5f, 0);

    float[] features = preparation.features(SelectedPoints.of(3, 180, xyz), 10);

    assertThat(at(features, 1, HAND)).containsExactly(0.5f, 0.5f, 0);
  }

  @Test
  void framesBeforeTheFirstNoseTakeThatOne() {
    float[] xyz = absent(3);
    put(xyz, 0, HAND, 0.75f, 0.75f, 0);
    put(xyz, 2, NOSE, 0.5f, 0.25f, 0);

    float[] features = preparation.features(SelectedPoints.of(3, 180, xyz), 10);

    assertThat(at(features, 0, HAND)).containsExactly(0.25f, 0.5f, 0);
  }

  @Test
  void sequenceWithoutNoseIsRelativeToTheMiddleOfThePicture() {
    float[] xyz = absent(2);
    put(xyz, 1, HAND, 0.75f, 0.25f, 0.125f);

    float[] features = preparation.features(SelectedPoints.of(2, 180, xyz), 10);

    assertThat(at(features, 1, HAND)).containsExactly(0.25f, -0.25f, 0.125f);
  }

  @Test
  void cutsToTheFirstFramesAndLooksForTheNoseInTheseAlone() {
    float[] xyz = absent(3);
    put(xyz, 0, HAND, 0.75f, 0.75f, 0);
    put(xyz, 2, NOSE, 0, 0, 0);

    float[] features = preparation.features(SelectedPoints.of(3, 180, xyz), 2);

    assertThat(features).hasSize(2 * 540);
    assertThat(at(features, 0, HAND)).containsExactly(0.25f, 0.25f, 0);
  }

  @Test
  void refusesPointsOfAnotherSelectionAndNoFrames() {
    SelectedPoints ten = SelectedPoints.of(1, 10, new float[30]);
    assertThatThrownBy(() -> preparation.features(ten, 10))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("wlasl180 has 180 points a frame, not 10");
    SelectedPoints points = SelectedPoints.of(1, 180, new float[540]);
    assertThatThrownBy(() -> preparation.features(points, 0))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("at least 1 frame is kept, not 0");
  }

  private static float[] absent(int frames) {
    float[] xyz = new float[frames * 540];
    Arrays.fill(xyz, Float.NaN);
    return xyz;
  }

  private static void put(float[] xyz, int frame, int point, float x, float y, float z) {
    int at = (frame * 180 + point) * 3;
    xyz[at] = x;
    xyz[at + 1] = y;
    xyz[at + 2] = z;
  }

  private static float[] at(float[] features, int frame, int point) {
    int at = (frame * 180 + point) * 3;
    return Arrays.copyOfRange(features, at, at + 3);
  }
}
