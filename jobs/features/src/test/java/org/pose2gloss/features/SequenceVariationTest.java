package org.pose2gloss.features;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class SequenceVariationTest {
  private static final PointSelection HANDS = PointSelection.of("right_hand,left_hand");
  private static final int HAND = 21;
  private static final int FRAMES = 40;

  @Test
  void theSameSeedGivesTheSameVariationAndAnotherSeedAnother() {
    SequenceVariation variation = new SequenceVariation(HANDS, 1, 0.5);
    SelectedPoints original = moving();

    assertThat(variation.of(original, 7)).isEqualTo(variation.of(original, 7));
    assertThat(variation.of(original, 7)).isNotEqualTo(variation.of(original, 8));
    assertThat(original).as("stays as it is").isEqualTo(moving());
  }

  @Test
  void withoutStrengthNothingVaries() {
    assertThat(new SequenceVariation(HANDS, 0, 0).of(moving(), 3)).isEqualTo(moving());
    SelectedPoints mirrored = new SequenceVariation(HANDS, 0, 1).of(moving(), 3);
    assertThat(mirrored).isEqualTo(new Mirror(HANDS).apply(moving()));
  }

  @Test
  void oneHandIsAlwaysLeft() {
    SequenceVariation variation = new SequenceVariation(HANDS, 1, 0);
    for (int seed = 0; seed < 300; seed++) {
      SelectedPoints varied = variation.of(moving(), seed);
      assertThat(varied.frames()).isBetween(FRAMES * 6 / 10, FRAMES);
      assertThat(
              IntStream.range(0, varied.frames())
                  .anyMatch(f -> varied.isPresent(f, 0) || varied.isPresent(f, HAND)))
          .isTrue();
    }
  }

  @Test
  void whatIsAbsentStaysAbsent() {
    float[] xyz = moving().xyz();
    for (int frame = 0; frame < FRAMES; frame++) {
      int left = (frame * 2 + 1) * HAND * 3;
      Arrays.fill(xyz, left, left + HAND * 3, Float.NaN);
    }
    SequenceVariation variation = new SequenceVariation(HANDS, 1, 0);
    SelectedPoints varied = variation.of(SelectedPoints.of(FRAMES, 2 * HAND, xyz), 5);

    for (int frame = 0; frame < varied.frames(); frame++) {
      assertThat(varied.isPresent(frame, HAND)).isFalse();
    }
  }

  @Test
  void aPartThatTurnsKeepsItsCentreButForTheShiftAndItsDistancesButForTheScale() {
    SelectedPoints points = moving();
    int[] right = IntStream.range(0, HAND).toArray();
    PartMotion motion = PartMotion.draw(right, 1, new SplittableRandom(2));
    SelectedPoints moved = motion.apply(points);

    double scale = distance(moved, 4) / distance(points, 4);
    for (int point = 1; point < HAND; point++) {
      assertThat(distance(moved, point)).isCloseTo(scale * distance(points, point), within(1e-5));
    }
    for (int channel = 0; channel < 3; channel++) {
      assertThat(centre(moved, channel) - centre(points, channel))
          .isCloseTo(motion.shift()[channel], within(1e-5));
    }
    assertThat(moved.value(0, HAND, 0)).as("the other hand").isEqualTo(points.value(0, HAND, 0));
  }

  @Test
  void timeIsCutWhereTheHandsAreAndItsOrderStays() {
    float[] xyz = moving().xyz();
    // No hand in the first and the last ten frames.
    Arrays.fill(xyz, 0, 10 * 2 * HAND * 3, Float.NaN);
    Arrays.fill(xyz, 30 * 2 * HAND * 3, xyz.length, Float.NaN);
    SelectedPoints points = SelectedPoints.of(FRAMES, 2 * HAND, xyz);
    for (int seed = 0; seed < 100; seed++) {
      int[] chosen = TimeWarp.draw(points, HANDS, 1, new SplittableRandom(seed)).chosen();
      assertThat(chosen).isSorted();
      assertThat(chosen[0]).isBetween(10, 14);
      assertThat(chosen[chosen.length - 1]).isBetween(25, 29);
    }
  }

  @Test
  void amountsOutOfRangeAreRefused() {
    assertThatThrownBy(() -> new SequenceVariation(HANDS, -1, 0)).hasMessageContaining("-1");
    assertThatThrownBy(() -> new SequenceVariation(HANDS, Double.NaN, 0))
        .hasMessageContaining("NaN");
    assertThatThrownBy(() -> new SequenceVariation(PointSelection.of("right_hand"), 1, 0.5))
        .hasMessageContaining("left_hand");
  }

  private static double distance(SelectedPoints points, int point) {
    double sum = 0;
    for (int channel = 0; channel < 3; channel++) {
      double difference = points.value(0, point, channel) - points.value(0, 0, channel);
      sum += difference * difference;
    }
    return Math.sqrt(sum);
  }

  private static double centre(SelectedPoints points, int channel) {
    return IntStream.range(0, HAND)
        .mapToDouble(p -> points.value(0, p, channel))
        .average()
        .orElse(0);
  }

  /** Two hands of random shape that move. */
  private static SelectedPoints moving() {
    SplittableRandom random = new SplittableRandom(1);
    float[] xyz = new float[FRAMES * 2 * HAND * 3];
    for (int i = 0; i < xyz.length; i++) {
      int frame = i / (2 * HAND * 3);
      xyz[i] = (float) (0.3 + 0.2 * random.nextDouble() + 0.005 * frame);
    }
    return SelectedPoints.of(FRAMES, 2 * HAND, xyz);
  }
}
