package org.pose2gloss.jobs;

import org.apache.commons.math3.distribution.BinomialDistribution;
import org.apache.commons.math3.distribution.NormalDistribution;

/**
 * Two classifiers on the same examples: which of them was right where.
 *
 * @param bothRight examples that both got right
 * @param onlyFirst examples that only the first got right
 * @param onlySecond examples that only the second got right
 * @param bothWrong examples that neither got right
 */
record PairedComparison(long bothRight, long onlyFirst, long onlySecond, long bothWrong) {
  /** Two-sided bounds of 95 %. */
  private static final double Z = new NormalDistribution().inverseCumulativeProbability(0.975);

  /**
   * Bounds of what was estimated.
   *
   * @param low lower bound, 95 %
   * @param high upper bound, 95 %
   */
  record Interval(double low, double high) {}

  /** Number of examples. */
  long examples() {
    return bothRight + onlyFirst + onlySecond + bothWrong;
  }

  /** Accuracy of the first, 0..1. */
  double first() {
    return (bothRight + onlyFirst) / (double) examples();
  }

  /** Accuracy of the second, 0..1. */
  double second() {
    return (bothRight + onlySecond) / (double) examples();
  }

  /**
   * McNemar's exact test, two-sided: how likely a difference as large or larger is where both are
   * equally good. McNemar 1947; the exact form is a sign test on the examples where they differ.
   */
  double exact() {
    long differing = onlyFirst + onlySecond;
    if (differing == 0) {
      return 1;
    }
    return Math.min(1, 2 * distribution().cumulativeProbability(fewer()));
  }

  /**
   * The mid-p form of the same test, which is less timid: half the likelihood of what was seen
   * counts. Fagerland, Lydersen, Laake 2013, "The McNemar test for binary matched-pairs data".
   */
  double midP() {
    long differing = onlyFirst + onlySecond;
    if (differing == 0) {
      return 1;
    }
    BinomialDistribution distribution = distribution();
    return Math.min(
        1, 2 * distribution.cumulativeProbability(fewer() - 1) + distribution.probability(fewer()));
  }

  /**
   * Of the first's accuracy less the second's. Bonett, Price 2012, "Adjusted Wald confidence
   * interval for a difference of binomial proportions based on paired data".
   */
  Interval difference() {
    double n = examples() + 2.0;
    double gained = (onlyFirst + 1) / n;
    double lost = (onlySecond + 1) / n;
    double middle = gained - lost;
    double reach = Z * Math.sqrt((gained + lost - middle * middle) / n);
    return new Interval(Math.max(-1, middle - reach), Math.min(1, middle + reach));
  }

  private int fewer() {
    return Math.toIntExact(Math.min(onlyFirst, onlySecond));
  }

  private BinomialDistribution distribution() {
    return new BinomialDistribution(null, Math.toIntExact(onlyFirst + onlySecond), 0.5);
  }
}
