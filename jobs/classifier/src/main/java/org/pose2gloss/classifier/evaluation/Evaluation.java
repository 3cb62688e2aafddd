package org.pose2gloss.classifier.evaluation;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;
import org.pose2gloss.classifier.ClassifierException;

/**
 * What a classifier's probabilities are worth against the truth. Immutable; prints itself as a
 * report.
 *
 * <p>Definitions are scikit-learn's: averages run over the classes that occur in the truth or among
 * the predictions, and a division by zero gives 0.
 *
 * @param glosses name of each class
 * @param examples number of examples
 * @param loss mean cross-entropy, natural logarithm, probabilities no lower than {@value
 *     #LOWEST_PROBABILITY}
 * @param top1 share whose most probable class is right, 0..1
 * @param top5 share whose right class is among the five most probable, 0..1
 * @param macro mean over classes
 * @param weighted mean over classes by their number of examples
 * @param classes score of each class
 * @param confusion truth by prediction
 * @param calibration predictions by confidence, fifteen bins of equal width
 * @param expectedCalibrationError mean distance of confidence and accuracy over the bins by count
 *     (Guo et al., "On Calibration of Modern Neural Networks", 2017)
 */
public record Evaluation(
    List<String> glosses,
    int examples,
    double loss,
    double top1,
    double top5,
    Score macro,
    Score weighted,
    List<Score> classes,
    ConfusionMatrix confusion,
    List<CalibrationBin> calibration,
    double expectedCalibrationError) {
  /** Keras' epsilon: keeps one hopeless answer from making the loss infinite. */
  public static final double LOWEST_PROBABILITY = 1e-7;

  private static final int FIRST_FEW = 5;
  private static final int BINS = 15;

  /** Keeps the lists as they are. */
  public Evaluation {
    glosses = List.copyOf(glosses);
    classes = List.copyOf(classes);
    calibration = List.copyOf(calibration);
  }

  /**
   * Judges.
   *
   * @param labels {@code int[examples]}, the truth
   * @param probabilities {@code float[examples][classes]}
   * @param glosses name of each class
   * @throws ClassifierException if there is no example, the sizes do not fit each other, or a
   *     number is not a probability
   */
  public static Evaluation of(int[] labels, float[][] probabilities, List<String> glosses) {
    check(labels, probabilities, glosses.size());
    int count = labels.length;
    int[][] counts = new int[glosses.size()][glosses.size()];
    double loss = 0;
    int first = 0;
    int amongFirstFew = 0;
    double[] confidences = new double[count];
    boolean[] right = new boolean[count];
    for (int i = 0; i < count; i++) {
      float[] row = probabilities[i];
      int predicted = predicted(row);
      int rank = rank(row, labels[i]);
      counts[labels[i]][predicted]++;
      loss -= Math.log(Math.max(row[labels[i]], LOWEST_PROBABILITY)) / count;
      first += rank == 0 ? 1 : 0;
      amongFirstFew += rank < FIRST_FEW ? 1 : 0;
      confidences[i] = row[predicted];
      right[i] = predicted == labels[i];
    }
    ConfusionMatrix confusion = new ConfusionMatrix(counts);
    List<Score> scores = IntStream.range(0, glosses.size()).mapToObj(confusion::score).toList();
    List<Score> occurring = confusion.occurring().stream().map(scores::get).toList();
    List<CalibrationBin> bins = bins(confidences, right);
    double calibrationError =
        bins.stream()
            .mapToDouble(bin -> bin.count() * Math.abs(bin.confidence() - bin.accuracy()) / count)
            .sum();
    return new Evaluation(
        glosses,
        count,
        loss,
        first / (double) count,
        amongFirstFew / (double) count,
        mean(occurring, false),
        mean(occurring, true),
        scores,
        confusion,
        bins,
        calibrationError);
  }

  private static void check(int[] labels, float[][] probabilities, int classes) {
    if (labels.length == 0) {
      throw new ClassifierException("There is no example to evaluate.");
    }
    if (labels.length != probabilities.length) {
      throw new ClassifierException(
          String.format(
              "There are %d labels for %d predictions.", labels.length, probabilities.length));
    }
    for (int i = 0; i < labels.length; i++) {
      if (probabilities[i].length != classes) {
        throw new ClassifierException(
            String.format(
                "Prediction %d has %d probabilities for %d classes.",
                i, probabilities[i].length, classes));
      }
      if (labels[i] < 0 || labels[i] >= classes) {
        throw new ClassifierException(
            String.format("Label %d is %d, outside 0 to %d.", i, labels[i], classes - 1));
      }
      for (float probability : probabilities[i]) {
        if (!(probability >= 0 && probability <= 1 + 1e-5f)) {
          throw new ClassifierException(
              String.format("Prediction %d holds %s, which is no probability.", i, probability));
        }
      }
    }
  }

  /** The most probable class; among equals the lowest. */
  public static int predicted(float[] probabilities) {
    int best = 0;
    for (int i = 1; i < probabilities.length; i++) {
      if (probabilities[i] > probabilities[best]) {
        best = i;
      }
    }
    return best;
  }

  /**
   * How many classes come before the label, 0 = it is the prediction; among equals the lowest.
   * Takes probabilities as well as logits.
   */
  public static int rank(float[] probabilities, int label) {
    int before = 0;
    for (int i = 0; i < probabilities.length; i++) {
      if (probabilities[i] > probabilities[label]
          || (probabilities[i] == probabilities[label] && i < label)) {
        before++;
      }
    }
    return before;
  }

  private static Score mean(List<Score> scores, boolean bySupport) {
    long support = scores.stream().mapToLong(Score::support).sum();
    double precision = 0;
    double recall = 0;
    double f1 = 0;
    for (Score score : scores) {
      double weight = bySupport ? score.support() / (double) support : 1.0 / scores.size();
      precision += weight * score.precision();
      recall += weight * score.recall();
      f1 += weight * score.f1();
    }
    return new Score(precision, recall, f1, support);
  }

  private static List<CalibrationBin> bins(double[] confidences, boolean[] right) {
    long[] counts = new long[BINS];
    double[] confidenceSums = new double[BINS];
    long[] rightCounts = new long[BINS];
    for (int i = 0; i < confidences.length; i++) {
      int bin = Math.min(BINS - 1, Math.max(0, (int) Math.ceil(confidences[i] * BINS) - 1));
      counts[bin]++;
      confidenceSums[bin] += confidences[i];
      rightCounts[bin] += right[i] ? 1 : 0;
    }
    List<CalibrationBin> bins = new ArrayList<>();
    for (int bin = 0; bin < BINS; bin++) {
      double count = Math.max(1, counts[bin]);
      bins.add(
          new CalibrationBin(
              bin / (double) BINS,
              (bin + 1) / (double) BINS,
              counts[bin],
              confidenceSums[bin] / count,
              rightCounts[bin] / count));
    }
    return bins;
  }

  /** The report: a line a class that occurs, the averages, and the whole in one line. */
  @Override
  public String toString() {
    int width = Math.max(12, glosses.stream().mapToInt(String::length).max().orElse(0));
    String line = "%" + width + "s %9.3f %9.3f %9.3f %9d%n";
    StringBuilder report = new StringBuilder();
    report.append(
        String.format(
            "%" + width + "s %9s %9s %9s %9s%n", "", "precision", "recall", "f1", "support"));
    for (int label : confusion.occurring()) {
      append(report, line, glosses.get(label), classes.get(label));
    }
    append(report, line, "macro avg", macro);
    append(report, line, "weighted avg", weighted);
    report.append(
        String.format(
            Locale.ROOT,
            "top-1 %.4f, top-5 %.4f, loss %.4f, calibration error %.4f on %d examples",
            top1,
            top5,
            loss,
            expectedCalibrationError,
            examples));
    return report.toString();
  }

  private static void append(StringBuilder report, String line, String name, Score score) {
    report.append(
        String.format(
            Locale.ROOT,
            line,
            name,
            score.precision(),
            score.recall(),
            score.f1(),
            score.support()));
  }
}
