package org.pose2gloss.classifier;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;

/** Examples and networks of impossible shape are refused in a sentence. */
class ExampleTest {

  @Test
  void pointsMustFillTheFramesEvenly() {
    assertThatThrownBy(() -> new Example("07069", 0, 3, new float[7]))
        .isInstanceOf(ClassifierException.class)
        .hasMessage(
            "Example 07069 has 7 numbers, which do not fill its 3 frames with points of 3.");
    assertThatThrownBy(() -> new Example("07069", 0, 0, new float[7]))
        .hasMessageContaining("no frame");
    assertThatThrownBy(() -> new Example("07069", -1, 1, new float[7]))
        .hasMessageContaining("below 0");
  }

  @Test
  void shorterExamplesArePaddedWithZerosAndMasked() {
    ExampleBatch batch =
        ExampleBatch.of(
            List.of(
                new Example("a", 3, 1, new float[] {1, 2, 3}),
                new Example("b", 4, 2, new float[] {5, 6, 7, 8, 9, 0})),
            1);

    assertThat(batch.values()).containsExactly(1, 2, 3, 0, 0, 0, 5, 6, 7, 8, 9, 0);
    assertThat(batch.mask()).containsExactly(1, 0, 1, 1);
    assertThat(batch.labels()).containsExactly(3, 4);
    assertThat(batch.frames()).isEqualTo(2);
  }

  @Test
  void sizesThatMakeNoNetworkAreNamed() {
    assertThatThrownBy(() -> NetworkOptions.original(180, 49, 1)).hasMessageContaining("classes");
    assertThatThrownBy(() -> new Encoder.Convolution(190, 2, 4, 17, true))
        .hasMessageContaining("width must be a multiple of the heads, not 190");
    assertThatThrownBy(() -> NetworkOptions.original(180, 49, 10).withDropout(1, 0, 0))
        .hasMessageContaining("dropout");
    assertThatThrownBy(() -> NetworkOptions.original(180, 180, 10)).hasMessageContaining("nose");
  }
}
