package org.pose2gloss.benchmarks.generate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.pose2gloss.features.LandmarkPart;

class VariationTest {
  private static final int HAND = LandmarkPart.RIGHT_HAND.floatsPerFrame();

  private static float[] hands(float... valueOfFrames) {
    float[] numbers = new float[valueOfFrames.length * HAND];
    for (int frame = 0; frame < valueOfFrames.length; frame++) {
      Arrays.fill(numbers, frame * HAND, (frame + 1) * HAND, valueOfFrames[frame]);
    }
    return numbers;
  }

  /** Five frames out of three: the new ones are half way between their neighbours. */
  @Test
  void framesBetweenTwoLieInAStraightLine() {
    float[] longer = Variation.resampled(hands(0, 1, 3), HAND, 5);
    assertThat(longer).isEqualTo(hands(0, 0.5f, 1, 2, 3));
  }

  @Test
  void aFrameBesideAnAbsentOneIsThatOfTheNearest() {
    float[] longer = Variation.resampled(hands(1, Float.NaN, 3), HAND, 7);
    assertThat(longer).isEqualTo(hands(1, 1, Float.NaN, Float.NaN, Float.NaN, 3, 3));
  }

  @Test
  void firstAndLastFramesStayWhenASequenceGetsShorter() {
    assertThat(Variation.resampled(hands(1, 2, 3, 4, 5), HAND, 2)).isEqualTo(hands(1, 5));
    assertThat(Variation.resampled(hands(1, 2, 3), HAND, 1)).isEqualTo(hands(1));
  }

  @Test
  void absentFramesStayAbsentAndOthersMoveALittle() {
    float[] varied =
        new Variation(new SplittableRandom(1))
            .of(LandmarkPart.RIGHT_HAND, hands(0.5f, Float.NaN), 2);
    for (int at = 0; at < HAND; at++) {
      // Of the middle of the picture only the shift (0.03) and noise (0.001) are left.
      assertThat(varied[at]).isCloseTo(0.5f, within(0.032f));
      assertThat(varied[HAND + at]).isNaN();
    }
    assertThat(varied[0]).isNotEqualTo(varied[3]);
  }

  @Test
  void theSameSeedGivesTheSame() {
    float[] one = new Variation(new SplittableRandom(7)).of(LandmarkPart.POSE, new float[132], 3);
    float[] two = new Variation(new SplittableRandom(7)).of(LandmarkPart.POSE, new float[132], 3);
    assertThat(one).isEqualTo(two);
  }
}
