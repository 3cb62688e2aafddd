package org.pose2gloss.classifier.evaluation;

import java.util.Arrays;
import java.util.SplittableRandom;

/**
 * How much of a share is chance: the percentile bootstrap. Examples are drawn again and again, as
 * many as there are, each as often as it falls, and the middle of what comes out is the interval.
 *
 * @param samples how often all examples are drawn, 1 or more
 * @param confidence part of what comes out that the interval holds, between 0 and 1
 * @param seed the same gives the same interval
 */
public record Bootstrap(int samples, double confidence, long seed) {
  /** Checks the numbers. */
  public Bootstrap {
    if (samples < 1 || !(confidence > 0 && confidence < 1)) {
      throw new IllegalArgumentException(
          String.format("%d samples and a confidence of %s make no interval", samples, confidence));
    }
  }

  /**
   * The interval of the share of examples that are right.
   *
   * @param right how many are, 0 to {@code examples}
   * @param examples how many there are, 1 or more
   */
  public Interval ofShare(int right, int examples) {
    SplittableRandom random = new SplittableRandom(seed);
    double[] shares = new double[samples];
    for (int sample = 0; sample < samples; sample++) {
      int drawn = 0;
      for (int i = 0; i < examples; i++) {
        drawn += random.nextInt(examples) < right ? 1 : 0;
      }
      shares[sample] = drawn / (double) examples;
    }
    Arrays.sort(shares);
    return new Interval(
        quantile(shares, (1 - confidence) / 2), quantile(shares, (1 + confidence) / 2));
  }

  /** Between two numbers in proportion, as NumPy's quantile does unless told otherwise. */
  private static double quantile(double[] sorted, double fraction) {
    double place = fraction * (sorted.length - 1);
    int below = (int) place;
    int above = Math.min(below + 1, sorted.length - 1);
    return sorted[below] + (place - below) * (sorted[above] - sorted[below]);
  }
}
