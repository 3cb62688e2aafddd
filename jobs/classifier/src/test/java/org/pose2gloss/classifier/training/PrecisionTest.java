package org.pose2gloss.classifier.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.pose2gloss.classifier.ExampleBatch;
import org.pose2gloss.classifier.NetworkOptions;
import org.pose2gloss.classifier.SyntheticSigns;
import org.pose2gloss.classifier.network.Precision;

/** Training in bfloat16 learns as in float32; judging does not know of it. */
class PrecisionTest {
  private static final int POINTS = 4;
  private static final int CLASSES = 6;
  private static final NetworkOptions NETWORK = SyntheticSigns.tinyNetwork(POINTS, CLASSES);
  private static final ExampleBatch BATCH =
      ExampleBatch.of(SyntheticSigns.examples(24, CLASSES, POINTS, 3), POINTS);

  private static List<Double> losses(Precision precision, int steps) {
    TrainingOptions options = TrainingOptions.builder().precision(precision).build();
    List<Double> losses = new ArrayList<>();
    try (TrainingSession session = new TrainingSession(NETWORK, options)) {
      for (int step = 0; step < steps; step++) {
        losses.add(session.train(BATCH, 3e-3f, true).loss());
      }
    }
    return losses;
  }

  @Test
  void bfloat16LearnsAsFloat32DoesButForItsRounding() {
    List<Double> single = losses(Precision.FLOAT32, 30);
    List<Double> half = losses(Precision.BFLOAT16, 30);

    // Eight bits of mantissa: 2^-8 a product, of which many average out.
    assertThat(half.get(0)).isCloseTo(single.get(0), within(0.02 * single.get(0)));
    assertThat(half.get(0)).as("it is another precision").isNotEqualTo(single.get(0));
    assertThat(single.get(29)).isLessThan(0.8 * single.get(0));
    assertThat(half.get(29)).isLessThan(0.8 * half.get(0));
  }

  @Test
  void judgingIsTheSameInBoth() {
    List<float[]> scores = new ArrayList<>();
    for (Precision precision : Precision.values()) {
      TrainingOptions options = TrainingOptions.builder().precision(precision).build();
      try (TrainingSession session = new TrainingSession(NETWORK, options)) {
        scores.add(session.infer(BATCH).scores().get(0));
      }
    }
    assertThat(scores.get(1)).containsExactly(scores.get(0));
  }
}
