package org.pose2gloss.landmarks.mediapipe;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.util.Random;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class TfLiteFileTest {
  private static final int HEATMAP = 3;

  @BeforeAll
  static void findModels() {
    assumeTrue(
        TfLiteFileTest.class.getResource(
                "/org/pose2gloss/landmarks/models/pose_landmark_full.tflite")
            != null,
        "skipped: MediaPipe's models are not set up (run bin/pose2gloss setup and build again)");
  }

  private static float[] noise(int numbers) {
    Random random = new Random(7);
    float[] values = new float[numbers];
    for (int i = 0; i < numbers; i++) {
      values[i] = random.nextFloat();
    }
    return values;
  }

  @Test
  void leavesTheOtherOutputsAsTheyAre() {
    byte[] whole = new ModelFiles().read(Model.POSE_LANDMARK);
    byte[] lean = TfLiteFile.withOutputs(whole, 0, 1, HEATMAP);
    float[] picture = noise(256 * 256 * 3);
    try (TfLiteModel all = new TfLiteModel("whole", whole);
        TfLiteModel some = new TfLiteModel("lean", lean)) {
      all.run(picture);
      some.run(picture);
      assertThat(some.outputs()).isEqualTo(3);
      assertThat(some.output(0)).isEqualTo(all.output(0));
      assertThat(some.output(1)).isEqualTo(all.output(1));
      assertThat(some.output(2)).isEqualTo(all.output(HEATMAP));
    }
  }

  @Test
  void doesNotTouchTheFileItIsGiven() {
    byte[] whole = new ModelFiles().read(Model.HAND_LANDMARK);
    byte[] before = whole.clone();
    assertThat(TfLiteFile.withOutputs(whole, 0)).isNotEqualTo(before);
    assertThat(whole).isEqualTo(before);
  }
}
