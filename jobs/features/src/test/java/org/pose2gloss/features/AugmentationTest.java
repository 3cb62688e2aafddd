package org.pose2gloss.features;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

final class AugmentationTest {
  private static final PointSelection SELECTION = PointSelection.wlasl180();

  @Test
  void rotationAboutXTurnsYTowardsZ() {
    float[] turned = one(0.2f, 0.7f, 0.1f, new Rotation(Rotation.Axis.X, 30));

    // y - 0.5 = 0.2 and z = 0.1, cos 30 = 0.866025, sin 30 = 0.5
    assertThat(turned).containsExactly(new float[] {0.2f, 0.623205f, 0.186603f}, within(1e-6f));
  }

  @Test
  void rotationAboutYTurnsZTowardsX() {
    float[] turned = one(0.7f, 0.3f, 0.1f, new Rotation(Rotation.Axis.Y, 30));

    assertThat(turned).containsExactly(new float[] {0.723205f, 0.3f, -0.013397f}, within(1e-6f));
  }

  @Test
  void rotationAboutZTurnsXTowardsY() {
    float[] turned = one(0.7f, 0.6f, 0.1f, new Rotation(Rotation.Axis.Z, 30));

    assertThat(turned).containsExactly(new float[] {0.623205f, 0.686603f, 0.1f}, within(1e-6f));
  }

  @Test
  void turningBackGivesTheSameAgain() {
    for (Rotation.Axis axis : Rotation.Axis.values()) {
      SelectedPoints points = SelectedPoints.of(1, 1, new float[] {0.6f, 0.45f, -0.2f});

      SelectedPoints back = new Rotation(axis, -17).apply(new Rotation(axis, 17).apply(points));

      assertThat(back.xyz()).containsExactly(points.xyz(), within(1e-6f));
    }
  }

  @Test
  void zoomGrowsAboutTheMiddleAndShiftMoves() {
    assertThat(one(0.7f, 0.4f, 0.1f, new Zoom(1.2)))
        .containsExactly(new float[] {0.74f, 0.38f, 0.1f}, within(1e-6f));
    assertThat(one(0.7f, 0.4f, 0.1f, new Shift(0.1, -0.2)))
        .containsExactly(new float[] {0.8f, 0.2f, 0.1f}, within(1e-6f));
  }

  @Test
  void pointsThatLeaveThePictureBecomeAbsent() {
    assertThat(one(0.95f, 0.5f, 0, new Shift(0.1, 0))).containsOnly(Float.NaN);
    assertThat(one(0.5f, 0.05f, 0, new Shift(0, -0.1))).containsOnly(Float.NaN);
    assertThat(one(0.5f, 0.98f, 0, new Zoom(1.2))).containsOnly(Float.NaN);
    assertThat(one(0.05f, 0.05f, 0, new Rotation(Rotation.Axis.Z, 20))).containsOnly(Float.NaN);
    assertThat(one(0, 1, 0, new Shift(0, 0))).as("the rim").containsExactly(0, 1, 0);
  }

  @Test
  void absentPointsStayAbsentUnderEveryAugmentation() {
    float[] absent = new float[2 * 540];
    Arrays.fill(absent, Float.NaN);
    SelectedPoints points = SelectedPoints.of(2, 180, absent);

    for (Augmentation augmentation :
        List.of(
            new Rotation(Rotation.Axis.X, 20),
            new Rotation(Rotation.Axis.Y, 20),
            new Rotation(Rotation.Axis.Z, 20),
            new Zoom(0.9),
            new Shift(0.1, 0.1),
            Masking.draw(SELECTION, new Random(1)),
            new Mirror(SELECTION),
            new EverySecondFrame())) {
      assertThat(augmentation.apply(points).xyz()).containsOnly(Float.NaN);
    }
  }

  @Test
  void maskingHidesItsFractionsOfHandsAndOthersInAllFrames() {
    SelectedPoints points = SelectedPoints.of(3, 180, new float[3 * 540]);

    SelectedPoints masked = Masking.draw(SELECTION, new Random(5)).apply(points);

    List<Integer> hidden = hiddenPoints(masked, 0);
    // 30% of 42 and 60% of 138, rounded down
    assertThat(hidden.stream().filter(SELECTION::isHand)).hasSize(12);
    assertThat(hidden.stream().filter(place -> !SELECTION.isHand(place))).hasSize(82);
    assertThat(hiddenPoints(masked, 1)).isEqualTo(hidden);
    assertThat(hiddenPoints(masked, 2)).isEqualTo(hidden);
  }

  @Test
  void maskingReachesEveryPointSoonerOrLater() {
    Random random = new Random(5);
    Set<Integer> hidden = new TreeSet<>();
    for (int i = 0; i < 50; i++) {
      hidden.addAll(Masking.draw(SELECTION, random).hidden());
    }
    assertThat(hidden).hasSize(180);
  }

  @Test
  void mirrorSwapsHandsAndTwins() {
    float[] xyz = new float[540];
    Arrays.fill(xyz, Float.NaN);
    put(xyz, 8, 0.25f, 0.5f, 0.125f); // right index finger's tip
    put(xyz, 42, 0.75f, 0.5f, 0); // left shoulder
    put(xyz, 49, 0.5f, 0.25f, 0); // nose
    put(xyz, 178, 0.375f, 0.25f, 0); // right iris

    SelectedPoints mirrored = new Mirror(SELECTION).apply(SelectedPoints.of(1, 180, xyz));

    float[] expected = new float[540];
    Arrays.fill(expected, Float.NaN);
    put(expected, 29, 0.75f, 0.5f, 0.125f); // left index finger's tip
    put(expected, 43, 0.25f, 0.5f, 0); // right shoulder
    put(expected, 49, 0.5f, 0.25f, 0);
    put(expected, 179, 0.625f, 0.25f, 0); // left iris
    assertThat(mirrored).isEqualTo(SelectedPoints.of(1, 180, expected));
  }

  @Test
  void everySecondFrameStartsWithTheFirst() {
    float[] xyz = {0, 0, 0, 1, 0, 0, 2, 0, 0, 3, 0, 0, 4, 0, 0};

    SelectedPoints fast = new EverySecondFrame().apply(SelectedPoints.of(5, 1, xyz));

    assertThat(fast.frames()).isEqualTo(3);
    assertThat(fast.xyz()).containsExactly(0, 0, 0, 2, 0, 0, 4, 0, 0);
    assertThat(new EverySecondFrame().apply(SelectedPoints.of(1, 1, new float[3])).frames())
        .isEqualTo(1);
  }

  private static float[] one(float x, float y, float z, Augmentation augmentation) {
    return augmentation.apply(SelectedPoints.of(1, 1, new float[] {x, y, z})).xyz();
  }

  private static void put(float[] xyz, int point, float x, float y, float z) {
    xyz[point * 3] = x;
    xyz[point * 3 + 1] = y;
    xyz[point * 3 + 2] = z;
  }

  private static List<Integer> hiddenPoints(SelectedPoints points, int frame) {
    return IntStream.range(0, points.points())
        .filter(point -> !points.isPresent(frame, point))
        .boxed()
        .toList();
  }
}
