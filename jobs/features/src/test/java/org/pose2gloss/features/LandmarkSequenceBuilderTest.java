package org.pose2gloss.features;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

final class LandmarkSequenceBuilderTest {
  /** More than two blocks, the last of them not full. */
  private static final int FRAMES = 300;

  @Test
  void givesTheFramesInTheOrderInWhichTheyWereAdded() {
    Map<LandmarkPart, float[]> expected = new EnumMap<>(LandmarkPart.class);
    LandmarkSequenceBuilder builder = new LandmarkSequenceBuilder();
    for (LandmarkPart part : LandmarkPart.values()) {
      float[] numbers = new float[FRAMES * part.floatsPerFrame()];
      for (int frame = 0; frame < FRAMES; frame++) {
        float[] row = new float[part.floatsPerFrame()];
        Arrays.fill(row, frame % 3 == 1 ? Float.NaN : frame + part.floatsPerFrame() / 4096f);
        System.arraycopy(row, 0, numbers, frame * row.length, row.length);
        builder.add(part, frame % 3 == 1 ? Optional.empty() : Optional.of(row));
      }
      expected.put(part, numbers);
    }

    assertThat(builder.build(25, 640, 480))
        .isEqualTo(LandmarkSequence.of(FRAMES, 25, 640, 480, expected));
  }

  @Test
  void refusesAPartOfAnotherLengthAndFramesThatLackAPart() {
    LandmarkSequenceBuilder builder = new LandmarkSequenceBuilder();

    assertThatThrownBy(() -> builder.add(LandmarkPart.POSE, Optional.of(new float[99])))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("pose of a frame is 132 numbers, not 99");
    assertThatThrownBy(() -> builder.build(25, 640, 480))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("a landmark sequence has 1 or more frames, not 0");
    builder.add(LandmarkPart.FACE, Optional.empty());
    assertThatThrownBy(() -> builder.build(25, 640, 480))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("right_hand of 1 frames is 63 numbers, not 0");
  }
}
