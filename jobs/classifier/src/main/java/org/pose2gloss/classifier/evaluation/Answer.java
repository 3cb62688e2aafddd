package org.pose2gloss.classifier.evaluation;

import java.io.Serializable;
import org.pose2gloss.classifier.ClassifierException;

/**
 * What a model said about one example, in the few numbers that every metric follows from.
 *
 * <p>Among equally probable classes the one with the lowest label comes first, as with NumPy's
 * {@code argmax}.
 *
 * @param label the truth
 * @param predicted the most probable class
 * @param probability of the predicted class, 0..1
 * @param truthProbability of the truth, 0..1
 * @param rank place of the truth by probability, from 1
 */
public record Answer(int label, int predicted, float probability, float truthProbability, int rank)
    implements Serializable {
  /** What rounding may add to or take from a sum of probabilities. */
  private static final double TOLERANCE = 1e-3;

  /**
   * Takes what counts from a model's probabilities.
   *
   * @param example names the example in messages
   * @param probabilities one a class
   * @param label the truth
   * @throws ClassifierException if they are no probabilities, or the label is none of the classes
   */
  public static Answer of(String example, float[] probabilities, int label) {
    check(example, probabilities, label);
    int predicted = mostProbable(probabilities);
    return new Answer(
        label,
        predicted,
        probabilities[predicted],
        probabilities[label],
        rank(probabilities, label));
  }

  private static void check(String example, float[] probabilities, int label) {
    if (label < 0 || label >= probabilities.length) {
      throw new ClassifierException(
          String.format(
              "Example %s has the label %d, but the model knows the classes 0 to %d.",
              example, label, probabilities.length - 1));
    }
    double sum = 0;
    for (int i = 0; i < probabilities.length; i++) {
      if (!(probabilities[i] >= 0 && probabilities[i] <= 1 + TOLERANCE)) {
        throw new ClassifierException(
            String.format(
                "The model's answer to the example %s holds %s for the class %d, which is no"
                    + " probability: its weights or the example are broken.",
                example, probabilities[i], i));
      }
      sum += probabilities[i];
    }
    if (Math.abs(sum - 1) > TOLERANCE) {
      throw new ClassifierException(
          String.format(
              "The model's answer to the example %s adds up to %.4f instead of 1: it does not give"
                  + " probabilities.",
              example, sum));
    }
  }

  /** The class with the highest score, probability or logit; the first of those that share it. */
  public static int mostProbable(float[] scores) {
    int best = 0;
    for (int i = 1; i < scores.length; i++) {
      if (scores[i] > scores[best]) {
        best = i;
      }
    }
    return best;
  }

  /** Place of a class by its score, probability or logit, from 1. */
  public static int rank(float[] scores, int label) {
    int rank = 1;
    for (int i = 0; i < scores.length; i++) {
      if (scores[i] > scores[label] || (scores[i] == scores[label] && i < label)) {
        rank++;
      }
    }
    return rank;
  }

  /** Whether the prediction is the truth. */
  public boolean isRight() {
    return predicted == label;
  }
}
