package org.pose2gloss.classifier.evaluation;

import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.TreeMap;
import java.util.stream.IntStream;

/**
 * How often each class was taken for each. Holds what occurs, not a square of the classes: of 2,000
 * classes nearly all of the four million cells are 0.
 */
public final class ConfusionMatrix {
  private final List<Cell> cells;
  private final long[] support;
  private final long[] predictions;
  private final long[] right;

  private ConfusionMatrix(List<Cell> cells, int classes) {
    this.cells = List.copyOf(cells);
    this.support = new long[classes];
    this.predictions = new long[classes];
    this.right = new long[classes];
    for (Cell cell : cells) {
      support[cell.label()] += cell.count();
      predictions[cell.predicted()] += cell.count();
      right[cell.label()] += cell.isRight() ? cell.count() : 0;
    }
  }

  /**
   * Examples of one class that were taken for the same one.
   *
   * @param label the truth
   * @param predicted what it was taken for
   * @param count how often, 1 or more
   */
  public record Cell(int label, int predicted, int count) {
    /** Whether it is on the diagonal. */
    public boolean isRight() {
      return label == predicted;
    }
  }

  static ConfusionMatrix of(List<Answer> answers, int classes) {
    TreeMap<Long, Integer> counts = new TreeMap<>();
    for (Answer answer : answers) {
      counts.merge((long) answer.label() * classes + answer.predicted(), 1, Integer::sum);
    }
    return new ConfusionMatrix(
        counts.entrySet().stream()
            .map(
                entry ->
                    new Cell(
                        (int) (entry.getKey() / classes),
                        (int) (entry.getKey() % classes),
                        entry.getValue()))
            .toList(),
        classes);
  }

  /** Number of classes. */
  public int classes() {
    return support.length;
  }

  /** What occurs, by truth, then by prediction. */
  public List<Cell> cells() {
    return cells;
  }

  /** Most confused pairs, the most frequent first; among equals the lowest labels. */
  public List<Cell> confusions() {
    return cells.stream()
        .filter(cell -> !cell.isRight())
        .sorted(Comparator.comparingInt(Cell::count).reversed())
        .toList();
  }

  /** Number of examples of a class. */
  public long support(int label) {
    return support[label];
  }

  /** How often a class was predicted. */
  public long predictions(int label) {
    return predictions[label];
  }

  /** Number of examples that were predicted as what they are. */
  public int right() {
    return Math.toIntExact(Arrays.stream(right).sum());
  }

  /** Precision, recall and F1 of one class. */
  public Score score(int label) {
    long either = support[label] + predictions[label];
    return new Score(
        predictions[label] == 0 ? 0 : right[label] / (double) predictions[label],
        support[label] == 0 ? 0 : right[label] / (double) support[label],
        either == 0 ? 0 : 2.0 * right[label] / either,
        support[label]);
  }

  /** Classes that occur in the truth or among the predictions, rising. */
  public List<Integer> occurring() {
    return IntStream.range(0, classes())
        .filter(label -> support[label] + predictions[label] > 0)
        .boxed()
        .toList();
  }
}
