package org.pose2gloss.classifier.evaluation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.pose2gloss.classifier.evaluation.ConfusionMatrix.Cell;

/** Metrics against scikit-learn's documented examples and numbers worked out by hand. */
class EvaluationTest {
  private static final double TOLERANCE = 1e-9;

  private static Evaluation evaluation(
      int[] labels, float[][] probabilities, List<String> glosses) {
    return Evaluation.of(
        IntStream.range(0, labels.length)
            .mapToObj(i -> Answer.of("example " + i, probabilities[i], labels[i]))
            .toList(),
        glosses);
  }

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
        evaluation(
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
    // sklearn.metrics.confusion_matrix: y_true = [2, 0, 2, 2, 0, 1], y_pred = [0, 0, 2, 2, 0, 2]
    // gives [[2, 0, 0], [0, 0, 1], [1, 0, 2]].
    Evaluation evaluation =
        evaluation(
            new int[] {2, 0, 2, 2, 0, 1}, certain(3, 0, 0, 2, 2, 0, 2), List.of("a", "b", "c"));

    assertThat(evaluation.confusion().cells())
        .containsExactly(
            new Cell(0, 0, 2), new Cell(1, 2, 1), new Cell(2, 0, 1), new Cell(2, 2, 2));
    assertThat(evaluation.confusion().confusions())
        .containsExactly(new Cell(1, 2, 1), new Cell(2, 0, 1));
  }

  @Test
  void lossIsThatOfTheExampleOfLogLoss() {
    // sklearn.metrics.log_loss: ["spam", "ham", "ham", "spam"],
    // [[.1, .9], [.9, .1], [.8, .2], [.35, .65]] = 0.21616...
    Evaluation evaluation =
        evaluation(
            new int[] {1, 0, 0, 1},
            new float[][] {{.1f, .9f}, {.9f, .1f}, {.8f, .2f}, {.35f, .65f}},
            List.of("ham", "spam"));

    assertThat(evaluation.loss()).isCloseTo(0.21616, within(1e-5));
  }

  @Test
  void anAnswerThatRulesTheTruthOutDoesNotMakeTheLossInfinite() {
    // numpy.finfo("float32").eps is 2^-23; -ln of it is 23 ln 2.
    Evaluation evaluation = evaluation(new int[] {1}, certain(2, 0), List.of("a", "b"));

    assertThat(evaluation.loss()).isCloseTo(23 * Math.log(2), within(TOLERANCE));
  }

  @Test
  void theRightClassAmongTheFirstFiveCounts() {
    float[] row = {.05f, .3f, .2f, .15f, .14f, .10f, .06f};
    Evaluation evaluation =
        evaluation(
            new int[] {1, 5, 6, 0},
            new float[][] {row, row, row, row},
            List.of("a", "b", "c", "d", "e", "f", "g"));

    assertThat(evaluation.top1()).isEqualTo(0.25);
    assertThat(evaluation.top5()).isEqualTo(0.5);
  }

  @Test
  void amongEquallyProbableClassesTheLowestLabelComesFirst() {
    float[] even = new float[8];
    Arrays.fill(even, 1 / 8f);

    assertThat(Answer.of("even", even, 0))
        .isEqualTo(new Answer(0, 0, 1 / 8f, 1 / 8f, 1))
        .matches(Answer::isRight);
    assertThat(Answer.of("even", even, 4).rank()).isEqualTo(5);
    assertThat(Answer.of("even", even, 5).rank()).isEqualTo(6);
  }

  @Test
  void calibrationIsTheWeightedGapOfConfidenceAndAccuracy() {
    // Bin (0.6, 0.667]: one prediction of 0.65, right: gap 0.35. Bin (0.867, 0.933]: three of 0.9,
    // two right: gap 0.9 - 2/3. By hand: (0.35 + 3 * 0.2333) / 4 = 0.2625.
    Calibration calibration =
        evaluation(
                new int[] {0, 0, 0, 1},
                new float[][] {{.65f, .35f}, {.9f, .1f}, {.9f, .1f}, {.9f, .1f}},
                List.of("a", "b"))
            .calibration();

    assertThat(calibration.expectedError()).isCloseTo(0.2625, within(1e-6));
    assertThat(calibration.bins()).hasSize(15);
    assertThat(calibration.bins().get(13).count()).isEqualTo(3);
  }

  @Test
  void classesThatNeverOccurDoNotLowerTheAverages() {
    Evaluation evaluation =
        evaluation(new int[] {0, 1}, certain(4, 0, 1), List.of("a", "b", "c", "d"));

    assertThat(evaluation.macro().f1()).isEqualTo(1);
  }

  @Test
  void theIntervalHoldsTheMiddleOfWhatComesOutWhenExamplesAreDrawnAgain() {
    Interval interval = new Bootstrap(10_000, 0.95, 1).ofShare(70, 100);

    // scipy.stats.binom.ppf([0.025, 0.975], 100, 0.7) = 61, 79.
    assertThat(interval.lower()).isCloseTo(0.61, within(0.011));
    assertThat(interval.upper()).isCloseTo(0.79, within(0.011));
    assertThat(new Bootstrap(10_000, 0.95, 1).ofShare(70, 100)).isEqualTo(interval);
    assertThat(new Bootstrap(100, 0.95, 1).ofShare(1, 1)).isEqualTo(new Interval(1, 1));
    assertThat(new Bootstrap(100, 0.95, 1).ofShare(0, 7)).isEqualTo(new Interval(0, 0));
  }

  @Test
  void whatIsNoProbabilityIsRefused() {
    assertThatThrownBy(() -> Answer.of("07069", new float[] {Float.NaN, 1}, 0))
        .hasMessageContaining("NaN")
        .hasMessageContaining("07069");
    assertThatThrownBy(() -> Answer.of("07069", new float[] {2.5f, -1.5f}, 0))
        .hasMessageContaining("2.5");
    assertThatThrownBy(() -> Answer.of("07069", new float[] {0.2f, 0.1f}, 0))
        .hasMessageContaining("adds up to 0.3000");
    assertThatThrownBy(() -> Answer.of("07069", new float[] {1, 0}, 2))
        .hasMessageContaining("the label 2")
        .hasMessageContaining("0 to 1");
    assertThatThrownBy(() -> Evaluation.of(List.of(), List.of("a")))
        .hasMessageContaining("no example");
    assertThatThrownBy(() -> evaluation(new int[] {1}, certain(2, 0), List.of("a")))
        .hasMessageContaining("no gloss");
  }
}
