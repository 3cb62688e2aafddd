package org.pose2gloss.classifier.evaluation;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.IntStream;
import org.pose2gloss.classifier.ClassifierException;

/**
 * What a model's answers are worth. Immutable; prints itself as a report.
 *
 * <p>Definitions are scikit-learn's: averages run over the classes that occur in the truth or among
 * the predictions, and a division by zero gives 0 ({@code zero_division=0}).
 *
 * @param glosses name of each class
 * @param examples number of examples
 * @param loss mean cross-entropy, natural logarithm; probabilities are taken as no closer to 0 and
 *     1 than {@value #CLOSEST}
 * @param top1 share whose most probable class is right, 0..1
 * @param top5 share whose right class is among the five most probable, 0..1
 * @param macro mean over classes
 * @param weighted mean over classes by their number of examples
 * @param classes score of each class
 * @param confusion truth by prediction
 * @param calibration confidence beside accuracy
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
    Calibration calibration) {
  /** Float's epsilon, 2^-23, as scikit-learn's {@code log_loss} has it for such probabilities. */
  private static final float CLOSEST = 0x1p-23f;

  private static final int FIRST_FEW = 5;

  /** Keeps the lists as they are. */
  public Evaluation {
    glosses = List.copyOf(glosses);
    classes = List.copyOf(classes);
  }

  /**
   * Judges.
   *
   * @param answers what the model said about each example
   * @param glosses name of each class
   * @throws ClassifierException if there is no example, or a class without a name
   */
  public static Evaluation of(List<Answer> answers, List<String> glosses) {
    if (answers.isEmpty()) {
      throw new ClassifierException("There is no example to evaluate.");
    }
    for (Answer answer : answers) {
      int highest = Math.max(answer.label(), answer.predicted());
      if (highest >= glosses.size()) {
        throw new ClassifierException(
            String.format("The class %d has no gloss: there are %d.", highest, glosses.size()));
      }
    }
    int count = answers.size();
    ConfusionMatrix confusion = ConfusionMatrix.of(answers, glosses.size());
    List<Score> scores = IntStream.range(0, glosses.size()).mapToObj(confusion::score).toList();
    List<Score> occurring = confusion.occurring().stream().map(scores::get).toList();
    return new Evaluation(
        glosses,
        count,
        answers.stream().mapToDouble(Evaluation::loss).sum() / count,
        confusion.right() / (double) count,
        answers.stream().filter(answer -> answer.rank() <= FIRST_FEW).count() / (double) count,
        mean(occurring, false),
        mean(occurring, true),
        scores,
        confusion,
        Calibration.of(answers));
  }

  private static double loss(Answer answer) {
    return -Math.log(Math.min(Math.max(answer.truthProbability(), CLOSEST), 1 - CLOSEST));
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

  /** Every single value by its name. */
  public Map<String, Double> metrics() {
    Map<String, Double> metrics = new LinkedHashMap<>();
    metrics.put("examples", (double) examples);
    metrics.put("loss", loss);
    metrics.put("accuracy", top1);
    metrics.put("top5_accuracy", top5);
    metrics.put("macro_precision", macro.precision());
    metrics.put("macro_recall", macro.recall());
    metrics.put("macro_f1", macro.f1());
    metrics.put("weighted_precision", weighted.precision());
    metrics.put("weighted_recall", weighted.recall());
    metrics.put("weighted_f1", weighted.f1());
    metrics.put("expected_calibration_error", calibration.expectedError());
    return metrics;
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
            calibration.expectedError(),
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
