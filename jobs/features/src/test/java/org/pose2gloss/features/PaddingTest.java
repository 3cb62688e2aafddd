package org.pose2gloss.features;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;

final class PaddingTest {
  @Test
  void padsToTheLongestOfTheBatchAtTheEnd() {
    PaddedBatch batch =
        Padding.pad(
            List.of(
                new float[] {1, 2}, new float[] {3, 4, 5, 6, 7, 8}, new float[] {9, 10, 11, 12}),
            2);

    assertThat(batch.batch()).isEqualTo(3);
    assertThat(batch.frames()).isEqualTo(3);
    assertThat(batch.values())
        .containsExactly(1, 2, 0, 0, 0, 0, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 0, 0);
    assertThat(batch.mask()).containsExactly(1, 0, 0, 1, 1, 1, 1, 1, 0);
  }

  @Test
  void realFrameOfZerosIsNoPadding() {
    PaddedBatch batch = Padding.pad(List.of(new float[4], new float[] {1, 1}), 2);

    assertThat(batch.mask()).containsExactly(1, 1, 1, 0);
  }

  @Test
  void refusesWhatIsNoWholeNumberOfFrames() {
    assertThatThrownBy(() -> Padding.pad(List.of(new float[4], new float[3]), 2))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("sequence 1 of the batch has 3 numbers, which is not 1 or more frames of 2");
    assertThatThrownBy(() -> Padding.pad(List.of(new float[0]), 2))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> Padding.pad(List.of(), 2))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("a batch has 1 or more sequences, not 0");
    assertThatThrownBy(() -> Padding.pad(List.of(new float[2]), 0))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void refusesBatchBeyondAnArrayBeforeMakingIt() {
    float[] sequence = new float[1_000_000];
    List<float[]> many = Collections.nCopies(3_000, sequence);

    assertThatThrownBy(() -> Padding.pad(many, 10))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("make batches smaller");
  }
}
