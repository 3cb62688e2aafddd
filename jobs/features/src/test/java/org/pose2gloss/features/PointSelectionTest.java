package org.pose2gloss.features;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.pose2gloss.features.PointSelection.Point;

final class PointSelectionTest {
  private static final PointSelection WLASL180 = PointSelection.wlasl180();

  @Test
  void wlasl180HasHandsThenArmsThenFace() {
    assertThat(WLASL180.size()).isEqualTo(180);
    assertThat(WLASL180.points().get(0)).isEqualTo(new Point(LandmarkPart.RIGHT_HAND, 0));
    assertThat(WLASL180.points().get(20)).isEqualTo(new Point(LandmarkPart.RIGHT_HAND, 20));
    assertThat(WLASL180.points().get(21)).isEqualTo(new Point(LandmarkPart.LEFT_HAND, 0));
    assertThat(WLASL180.points().get(42)).isEqualTo(new Point(LandmarkPart.POSE, 11));
    assertThat(WLASL180.points().get(47)).isEqualTo(new Point(LandmarkPart.POSE, 16));
    assertThat(WLASL180.points().get(48)).isEqualTo(new Point(LandmarkPart.FACE, 0));
    assertThat(WLASL180.points().get(178)).isEqualTo(new Point(LandmarkPart.FACE, 468));
    assertThat(WLASL180.points().get(179)).isEqualTo(new Point(LandmarkPart.FACE, 473));
    assertThat(WLASL180.points()).doesNotHaveDuplicates();
  }

  @Test
  void noseIsTheTipOfTheNoseOfTheFaceMesh() {
    assertThat(WLASL180.nose()).isEqualTo(49);
    assertThat(WLASL180.points().get(49)).isEqualTo(new Point(LandmarkPart.FACE, 4));
    assertThat(PointSelection.of("all553").nose()).isEqualTo(21 + 21 + 33 + 4);
  }

  @Test
  void selectionsAreDescribedByNamesPartsAndPoints() {
    assertThat(PointSelection.of("wlasl180").points()).isEqualTo(WLASL180.points());
    assertThat(PointSelection.of("all553").size()).isEqualTo(LandmarkPart.TOTAL_POINTS);
    PointSelection arms = PointSelection.of("left_hand, pose:11-16,face:4");
    assertThat(arms.size()).isEqualTo(21 + 6 + 1);
    assertThat(arms.points().get(21)).isEqualTo(new Point(LandmarkPart.POSE, 11));
    assertThat(arms.nose()).isEqualTo(27);
    assertThat(arms.parts())
        .containsExactlyInAnyOrder(LandmarkPart.LEFT_HAND, LandmarkPart.POSE, LandmarkPart.FACE);
    assertThat(PointSelection.of(arms.name()).points()).isEqualTo(arms.points());
    assertThat(PointSelection.of("right_hand,left_hand").nose()).isEqualTo(-1);
    assertThat(PointSelection.of("right_hand").mirrored()).containsOnly(-1);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "wlasl181 | 'wlasl181' chooses no landmarks: name wlasl180, all553, a part",
        "pose:33 | 'pose:33' chooses no landmarks: the points of pose go from 0 to 32",
        "face:9-4 | 'face:9-4' chooses no landmarks: the points of face go from 0 to 477",
        "pose:-1 | 'pose:-1' chooses no landmarks",
        "pose:11,pose | pose:11,pose chooses point 11 of pose twice",
        "pose, | '' chooses no landmarks"
      })
  void saysWhatIsWrongWithADescription(String description, String sentence) {
    assertThatThrownBy(() -> PointSelection.of(description))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining(sentence);
  }

  @ParameterizedTest
  @ValueSource(strings = {"wlasl180", "all553"})
  void mirroringTwiceIsNothing(String name) {
    int[] twins = PointSelection.of(name).mirrored();

    for (int place = 0; place < twins.length; place++) {
      assertThat(twins[twins[place]]).isEqualTo(place);
    }
  }

  @Test
  void handsAndArmsHaveTheirTwinsOnTheOtherSide() {
    int[] twins = WLASL180.mirrored();

    assertThat(Arrays.copyOfRange(twins, 0, 21)).isEqualTo(IntStream.range(21, 42).toArray());
    assertThat(Arrays.copyOfRange(twins, 21, 42)).isEqualTo(IntStream.range(0, 21).toArray());
    assertThat(Arrays.copyOfRange(twins, 42, 48)).containsExactly(43, 42, 45, 44, 47, 46);
  }

  /** The points of lips, nose and outline on the canonical face model's plane x = 0. */
  @ParameterizedTest
  @ValueSource(ints = {0, 4, 8, 10, 13, 14, 17, 152})
  void midlineOfTheFaceIsItsOwnTwin(int facePoint) {
    Point point = new Point(LandmarkPart.FACE, facePoint);
    int place = WLASL180.points().indexOf(point);

    assertThat(WLASL180.mirrored()[place]).isEqualTo(place);
  }

  @Test
  void onlyTheMidlineIsItsOwnTwin() {
    int[] twins = PointSelection.of("all553").mirrored();

    long own = IntStream.range(0, 553).filter(place -> twins[place] == place).count();

    // 28 vertices of the canonical face model have x = 0, and the pose's nose is in the middle.
    assertThat(own).isEqualTo(28 + 1);
  }

  /**
   * Vertices of MediaPipe's canonical_face_model.obj that differ in the sign of x alone; the irises
   * of face_model_with_iris.obj.
   */
  @ParameterizedTest
  @CsvSource({
    "33, 263", "133, 362", "61, 291", "78, 308", "127, 356", "234, 454", "70, 300", "105, 334",
    "54, 284", "172, 397", "149, 378", "159, 386", "145, 374", "246, 466", "3, 248", "247, 467",
    "468, 473", "469, 476", "470, 475", "471, 474", "472, 477"
  })
  void facePointsHaveTheirTwinsOnTheOtherSide(int right, int left) {
    assertThat(new Point(LandmarkPart.FACE, right).mirrored())
        .isEqualTo(new Point(LandmarkPart.FACE, left));
  }

  /** All 478 places by their own measure: in a real face, twins lie straight across the nose. */
  @Test
  void twinsOfARealFaceLieAcrossItsMidline() throws IOException {
    LandmarkSequence football;
    try (InputStream in =
        new BufferedInputStream(
            Files.newInputStream(SharedData.orSkip("pose-format/FOOTBALL.holistic.pose")))) {
      football = PoseFile.read(in);
    }
    assertThat(football.frames()).isEqualTo(62);
    double[] across = mean(football, 263);
    double eyes = distance(mean(football, 33), across);
    for (int point = 0; point < 468; point++) {
      int twin = MirrorTwins.of(LandmarkPart.FACE, point);
      double[] a = mean(football, point);
      double[] b = mean(football, twin);
      double[] middle = {(a[0] + b[0]) / 2, (a[1] + b[1]) / 2};
      // The nose's bridge (168) and the chin (152) span the midline.
      double[] top = mean(football, 168);
      double[] chin = mean(football, 152);
      double off =
          Math.abs(
                  (chin[0] - top[0]) * (middle[1] - top[1])
                      - (chin[1] - top[1]) * (middle[0] - top[0]))
              / distance(top, chin);
      assertThat(off / eyes).as("midpoint of %d and %d", point, twin).isLessThan(0.12);
      assertThat(Math.abs(a[1] - b[1]) / eyes)
          .as("heights of %d and %d", point, twin)
          .isLessThan(0.15);
    }
  }

  @Test
  void selectsPointsInOrderAndLeavesAbsentOnesAbsent() {
    Map<LandmarkPart, float[]> parts = new EnumMap<>(LandmarkPart.class);
    for (LandmarkPart part : List.of(LandmarkPart.POSE, LandmarkPart.FACE)) {
      float[] numbers = new float[2 * part.floatsPerFrame()];
      for (int at = 0; at < numbers.length; at++) {
        numbers[at] = at;
      }
      parts.put(part, numbers);
    }
    // A point that lacks its z is no point.
    parts.get(LandmarkPart.FACE)[2] = Float.NaN;

    float[] selected = WLASL180.pick(LandmarkSequence.of(2, 25, 10, 10, parts)).xyz();

    assertThat(selected).hasSize(2 * 180 * 3);
    assertThat(Arrays.copyOfRange(selected, 0, 42 * 3)).containsOnly(Float.NaN);
    assertThat(Arrays.copyOfRange(selected, 42 * 3, 43 * 3)).containsExactly(44, 45, 46);
    assertThat(Arrays.copyOfRange(selected, 48 * 3, 49 * 3)).containsOnly(Float.NaN);
    int secondNose = (180 + 49) * 3;
    assertThat(Arrays.copyOfRange(selected, secondNose, secondNose + 3))
        .containsExactly(1434 + 12, 1434 + 13, 1434 + 14);
  }

  @Test
  void partsThatAreNotChosenAreNotNeeded() {
    float[] hand = new float[3 * LandmarkPart.RIGHT_HAND.floatsPerFrame()];
    hand[70] = 0.5f;
    PointSelection right = PointSelection.of("right_hand");

    SelectedPoints picked = right.pick(3, Map.of(LandmarkPart.RIGHT_HAND, hand));

    assertThat(picked.frames()).isEqualTo(3);
    assertThat(picked.points()).isEqualTo(21);
    assertThat(picked.xyz()).containsExactly(hand);
    assertThatThrownBy(() -> right.pick(2, Map.of(LandmarkPart.RIGHT_HAND, hand)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("right_hand of 2 frames is 126 numbers, not 189");
    assertThatThrownBy(() -> right.pick(3, Map.of()))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("right_hand of 3 frames is 189 numbers, not 0");
  }

  @Test
  void handsAreHands() {
    assertThat(IntStream.range(0, 180).filter(WLASL180::isHand).toArray())
        .isEqualTo(IntStream.range(0, 42).toArray());
  }

  private static double[] mean(LandmarkSequence sequence, int point) {
    double[] mean = new double[2];
    for (int frame = 0; frame < sequence.frames(); frame++) {
      for (int channel = 0; channel < 2; channel++) {
        int pixels = channel == 0 ? sequence.imageWidth() : sequence.imageHeight();
        mean[channel] +=
            (double) sequence.value(LandmarkPart.FACE, frame, point, channel)
                * pixels
                / sequence.frames();
      }
    }
    return mean;
  }

  private static double distance(double[] a, double[] b) {
    return Math.hypot(a[0] - b[0], a[1] - b[1]);
  }
}
