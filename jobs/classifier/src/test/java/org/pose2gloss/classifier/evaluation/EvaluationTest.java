package org.pose2gloss.classifier.evaluation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import org.junit.jupiter.api.Test;

/** Metrics against scikit-learn's documented examples and numbers worked out by hand. */
class EvaluationTest {
  private static final double TOLERANCE = 1e-9;

  /** One-hot probabilities of the given predictions. */
  private static float[][] certain(int classes, int... predictions) {
    float[][] probabilities = new float[predictions.length][classes];
    for (int i = 0; i < predictions.length; i++) {
      probabilities[i][predictions[i]] = 1;
    }
    return probabilities;
  }

  @Test
  void scoresAreThoseOfTheExampleOfClassificationReport() {
    // sklearn.metrics.classification_report: y_true = [0, 1, 2, 2, 2], y_pred = [0, 0, 2, 2, 1].
    Evaluation evaluation =
        Evaluation.of(
            new int[] {0, 1, 2, 2, 2},
            certain(3, 0, 0, 2, 2, 1),
            List.of("class 0", "class 1", "class 2"));

    assertThat(evaluation.classes().get(0)).isEqualTo(new Score(0.5, 1.0, 2.0 / 3, 1));
    assertThat(evaluation.classes().get(1)).isEqualTo(new Score(0, 0, 0, 1));
    assertThat(evaluation.classes().get(2)).isEqualTo(new Score(1.0, 2.0 / 3, 0.8, 3));
    // The report prints accuracy 0.60, macro 0.50 0.56 0.49, weighted 0.70 0.60 0.61.
    assertThat(evaluation.top1()).isCloseTo(0.6, within(TOLERANCE));
    assertThat(evaluation.macro().precision()).isCloseTo(0.5, within(TOLERANCE));
    assertThat(evaluation.macro().recall()).isCloseTo(5.0 / 9, within(TOLERANCE));
    assertThat(evaluation.macro().f1()).isCloseTo(0.49, within(0.005));
    assertThat(evaluation.weighted().precision()).isCloseTo(0.7, within(TOLERANCE));
    assertThat(evaluation.weighted().recall()).isCloseTo(0.6, within(TOLERANCE));
    assertThat(evaluation.weighted().f1()).isCloseTo(0.61, within(0.005));
    assertThat(evaluation.toString())
        .contains("class 2     1.000     0.667     0.800         3")
        .contains("top-1 0.6000");
  }

  @Test
  void confusionIsThatOfTheExampleOfConfusionMatrix() {
    // sklearn.metrics.confusion_matrix: y_true = [2, 0, 2, 2, 0, 1], y_pred = [0, 0, 2, 2, 0, 2].
    Evaluation evaluation =
        Evaluation.of(
            new int[] {2, 0, 2, 2, 0, 1}, certain(3, 0, 0, 2, 2, 0, 2), List.of("a", "b", "c"));

    assertThat(evaluation.confusion().counts())
        .isDeepEqualTo(new int[][] {{2, 0, 0}, {0, 0, 1}, {1, 0, 2}});
  }

  @Test
  void lossIsThatOfTheExampleOfLogLoss() {
    // sklearn.metrics.log_loss: ["spam", "ham", "ham", "spam"],
    // [[.1, .9], [.9, .1], [.8, .2], [.35, .65]] = 0.21616...
    Evaluation evaluation =
        Evaluation.of(
            new int[] {1, 0, 0, 1},
            new float[][] {{.1f, .9f}, {.9f, .1f}, {.8f, .2f}, {.35f, .65f}},
            List.of("ham", "spam"));

    assertThat(evaluation.loss()).isCloseTo(0.21616, within(1e-5));
  }

  @Test
  void theRightClassAmongTheFirstFiveCounts() {
    float[][] probabilities = {
      {.05f, .3f, .2f, .15f, .14f, .10f, .06f},
      {.05f, .3f, .2f, .15f, .14f, .10f, .06f},
      {.05f, .3f, .2f, .15f, .14f, .10f, .06f},
      {.05f, .3f, .2f, .15f, .14f, .10f, .06f}
    };

    Evaluation evaluation =
        Evaluation.of(
            new int[] {1, 5, 6, 0}, probabilities, List.of("a", "b", "c", "d", "e", "f", "g"));

    assertThat(evaluation.top1()).isEqualTo(0.25);
    assertThat(evaluation.top5()).isEqualTo(0.5);
  }

  @Test
  void calibrationIsTheWeightedGapOfConfidenceAndAccuracy() {
    // Bin (0.6, 0.667]: one prediction of 0.65, right: gap 0.35. Bin (0.867, 0.933]: three of 0.9,
    // two right: gap 0.9 - 2/3. By hand: (0.35 + 3 * 0.2333) / 4 = 0.2625.
    Evaluation evaluation =
        Evaluation.of(
            new int[] {0, 0, 0, 1},
            new float[][] {{.65f, .35f}, {.9f, .1f}, {.9f, .1f}, {.9f, .1f}},
            List.of("a", "b"));

    assertThat(evaluation.expectedCalibrationError()).isCloseTo(0.2625, within(1e-6));
    assertThat(evaluation.calibration()).hasSize(15);
    assertThat(evaluation.calibration().get(13).count()).isEqualTo(3);
  }

  @Test
  void classesThatNeverOccurDoNotLowerTheAverages() {
    Evaluation evaluation =
        Evaluation.of(new int[] {0, 1}, certain(4, 0, 1), List.of("a", "b", "c", "d"));

    assertThat(evaluation.macro().f1()).isEqualTo(1);
  }

  @Test
  void whatIsNoProbabilityIsRefused() {
    assertThatThrownBy(
            () -> Evaluation.of(new int[] {0}, new float[][] {{Float.NaN, 1}}, List.of("a", "b")))
        .hasMessageContaining("NaN");
    assertThatThrownBy(() -> Evaluation.of(new int[0], new float[0][], List.of("a")))
        .hasMessageContaining("no example");
    assertThatThrownBy(() -> Evaluation.of(new int[] {2}, certain(2, 0), List.of("a", "b")))
        .hasMessageContaining("outside 0 to 1");
  }
}
