package org.pose2gloss.classifier.evaluation;

import java.util.ArrayList;
import java.util.List;

/** How often each class was taken for each: rows are the truth, columns the prediction. */
public final class ConfusionMatrix {
  private final int[][] counts;

  ConfusionMatrix(int[][] counts) {
    this.counts = counts;
  }

  /** Number of classes. */
  public int classes() {
    return counts.length;
  }

  /** How many examples of class {@code truth} were predicted as class {@code predicted}. */
  public int count(int truth, int predicted) {
    return counts[truth][predicted];
  }

  /** A copy: {@code int[classes][classes]}, truth by prediction. */
  public int[][] counts() {
    int[][] copy = new int[counts.length][];
    for (int i = 0; i < counts.length; i++) {
      copy[i] = counts[i].clone();
    }
    return copy;
  }

  /** Precision, recall and F1 of one class. */
  public Score score(int label) {
    long support = 0;
    long predictions = 0;
    for (int other = 0; other < counts.length; other++) {
      support += counts[label][other];
      predictions += counts[other][label];
    }
    double right = counts[label][label];
    double precision = predictions == 0 ? 0 : right / predictions;
    double recall = support == 0 ? 0 : right / support;
    double f1 = support + predictions == 0 ? 0 : 2 * right / (support + predictions);
    return new Score(precision, recall, f1, support);
  }

  /** Classes that occur in the truth or among the predictions, rising. */
  public List<Integer> occurring() {
    List<Integer> occurring = new ArrayList<>();
    for (int label = 0; label < counts.length; label++) {
      for (int other = 0; other < counts.length; other++) {
        if (counts[label][other] > 0 || counts[other][label] > 0) {
          occurring.add(label);
          break;
        }
      }
    }
    return occurring;
  }
}
