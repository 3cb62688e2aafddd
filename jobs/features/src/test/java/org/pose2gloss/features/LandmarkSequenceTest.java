package org.pose2gloss.features;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import java.util.Map;
import org.junit.jupiter.api.Test;

final class LandmarkSequenceTest {
  @Test
  void partsMakeUpAFrame() {
    int all = Arrays.stream(LandmarkPart.values()).mapToInt(LandmarkPart::points).sum();
    assertThat(all).isEqualTo(LandmarkPart.TOTAL_POINTS);
    assertThat(LandmarkPart.POSE.floatsPerFrame()).isEqualTo(132);
  }

  @Test
  void partThatIsNotGivenIsAbsentInEveryFrame() {
    LandmarkSequence sequence = LandmarkSequence.of(2, 25, 640, 480, Map.of());

    assertThat(sequence.part(LandmarkPart.FACE)).hasSize(2 * 478 * 3).containsOnly(Float.NaN);
    assertThat(sequence.isPresent(LandmarkPart.FACE, 1)).isFalse();
    assertThat(sequence.coverage(LandmarkPart.FACE)).isZero();
  }

  @Test
  void valueIsByFramePointAndChannel() {
    float[] pose = numbers(2 * 132);

    LandmarkSequence sequence = sequence(2, pose);

    assertThat(sequence.value(LandmarkPart.POSE, 1, 2, 3)).isEqualTo(132 + 8 + 3);
    assertThatThrownBy(() -> sequence.value(LandmarkPart.POSE, 1, 33, 0))
        .isInstanceOf(IndexOutOfBoundsException.class)
        .hasMessage("pose has no frame 1, point 33, channel 0");
    assertThatThrownBy(() -> sequence.value(LandmarkPart.POSE, 2, 0, 0))
        .isInstanceOf(IndexOutOfBoundsException.class);
    assertThatThrownBy(() -> sequence.value(LandmarkPart.RIGHT_HAND, 0, 0, 3))
        .isInstanceOf(IndexOutOfBoundsException.class);
  }

  @Test
  void partThatLacksItsFirstPointIsStillPresent() {
    float[] pose = numbers(2 * 132);
    Arrays.fill(pose, 0, 4, Float.NaN);
    Arrays.fill(pose, 132, 264, Float.NaN);

    LandmarkSequence sequence = sequence(2, pose);

    assertThat(sequence.isPresent(LandmarkPart.POSE, 0)).isTrue();
    assertThat(sequence.isPresent(LandmarkPart.POSE, 1)).isFalse();
    assertThat(sequence.coverage(LandmarkPart.POSE)).isEqualTo(0.5);
  }

  @Test
  void nothingOutsideChangesASequence() {
    float[] pose = numbers(132);
    LandmarkSequence sequence = sequence(1, pose);

    pose[0] = -1;
    sequence.part(LandmarkPart.POSE)[1] = -1;

    assertThat(sequence).isEqualTo(sequence(1, numbers(132)));
  }

  @Test
  void equalNumbersAreEqualSequences() {
    LandmarkSequence sequence = sequence(1, numbers(132));
    float[] other = numbers(132);
    other[5] = 0;

    assertThat(sequence)
        .isEqualTo(sequence(1, numbers(132)))
        .hasSameHashCodeAs(sequence(1, numbers(132)))
        .isNotEqualTo(sequence(1, other))
        .isNotEqualTo(LandmarkSequence.of(1, 25, 640, 480, Map.of()))
        .isNotEqualTo("a sequence");
    assertThat(sequence).hasToString("LandmarkSequence[1 frames at 25.0/s, 640 x 480 pixels]");
  }

  @Test
  void refusesWhatIsNoSequence() {
    Map<LandmarkPart, float[]> none = Map.of();
    assertThatThrownBy(() -> LandmarkSequence.of(0, 25, 640, 480, none))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("a landmark sequence has 1 or more frames, not 0");
    assertThatThrownBy(() -> LandmarkSequence.of(1, Float.NaN, 640, 480, none))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("frames per second is above 0, not NaN");
    assertThatThrownBy(() -> LandmarkSequence.of(1, 25, 0, 480, none))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> LandmarkSequence.of(1, 25, 640, -1, none))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> sequence(2, numbers(132)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("pose of 2 frames is 264 numbers, not 132");
    assertThatThrownBy(() -> LandmarkSequence.of(2_000_000, 25, 640, 480, none))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("a landmark sequence holds at most 1497546 frames, not 2000000");
  }

  private static LandmarkSequence sequence(int frames, float[] pose) {
    return LandmarkSequence.of(frames, 25, 640, 480, Map.of(LandmarkPart.POSE, pose));
  }

  private static float[] numbers(int count) {
    float[] numbers = new float[count];
    for (int i = 0; i < count; i++) {
      numbers[i] = i;
    }
    return numbers;
  }
}
