package org.pose2gloss.pipelines.statistics;

import java.util.ArrayList;
import java.util.List;

/** How far two distributions, given as counts in the same bins, lie apart. */
final class Divergence {
  /** Bins of the population stability index, as is the custom: tenths of the baseline. */
  private static final int TENTHS = 10;

  /** Counts as half a number in every bin, so that an empty one has a logarithm (Jeffreys). */
  private static final double SMOOTHING = 0.5;

  private Divergence() {}

  /**
   * Counts of both in bins that were joined until each holds a tenth of the baseline or more.
   *
   * @return the baseline's counts, then the others
   */
  static List<long[]> inTenths(long[] baseline, long[] other) {
    long all = sum(baseline);
    List<long[]> joined = new ArrayList<>();
    long[] open = new long[2];
    for (int bin = 0; bin < baseline.length; bin++) {
      open[0] += baseline[bin];
      open[1] += other[bin];
      if (open[0] * TENTHS >= all && open[0] > 0) {
        joined.add(open);
        open = new long[2];
      }
    }
    // What is left over at the end is too little for a bin of its own.
    if (joined.isEmpty()) {
      joined.add(open);
    } else {
      joined.get(joined.size() - 1)[0] += open[0];
      joined.get(joined.size() - 1)[1] += open[1];
    }
    return List.of(
        joined.stream().mapToLong(bin -> bin[0]).toArray(),
        joined.stream().mapToLong(bin -> bin[1]).toArray());
  }

  /**
   * Population stability index: the sum over bins of (q - p) ln(q / p), p and q the bins' shares
   * (Siddiqi, Credit Risk Scorecards, 2006, who reads less than 0.1 as no change and more than 0.25
   * as a large one). It is Jeffreys' divergence of 1946, 0 or more, the same both ways round.
   *
   * <p>Half a number is added to every bin.
   */
  static double populationStability(long[] baseline, long[] other) {
    double all = sum(baseline) + SMOOTHING * baseline.length;
    double allOther = sum(other) + SMOOTHING * other.length;
    double index = 0;
    for (int bin = 0; bin < baseline.length; bin++) {
      double p = (baseline[bin] + SMOOTHING) / all;
      double q = (other[bin] + SMOOTHING) / allOther;
      index += (q - p) * Math.log(q / p);
    }
    return index;
  }

  /**
   * Jensen-Shannon divergence in bits, 0 to 1: the mean of the Kullback-Leibler divergences of both
   * from their mean (Lin, Divergence measures based on the Shannon entropy, IEEE Transactions on
   * Information Theory 37, 1991). What scipy calls the Jensen-Shannon distance is its square root.
   *
   * @return NaN if either is empty
   */
  static double jensenShannon(long[] baseline, long[] other) {
    double all = sum(baseline);
    double allOther = sum(other);
    double divergence = 0;
    for (int bin = 0; bin < baseline.length; bin++) {
      double p = baseline[bin] / all;
      double q = other[bin] / allOther;
      divergence += (bits(p, (p + q) / 2) + bits(q, (p + q) / 2)) / 2;
    }
    return Math.min(1, Math.max(0, divergence));
  }

  private static double bits(double p, double mean) {
    return p == 0 ? 0 : p * Math.log(p / mean) / Math.log(2);
  }

  /**
   * What the population stability index of two samples of one population is on average: (bins - 1)
   * (1 / n + 1 / m) (Yurdakul, Statistical properties of population stability index, 2018).
   *
   * @param n independent observations of the one: videos, since the frames of one are alike
   * @param m those of the other
   */
  static double stabilityByChance(int bins, long n, long m) {
    return Math.max(0, bins - 1) * (1.0 / n + 1.0 / m);
  }

  /**
   * The same of the Jensen-Shannon divergence: for distributions that are near to each other it is
   * an eighth of the index, in nats (both are the chi-square distance to the second order).
   */
  static double jensenShannonByChance(int bins, long n, long m) {
    return stabilityByChance(bins, n, m) / (8 * Math.log(2));
  }

  /** Bins in which either has something. */
  static int occupied(long[] baseline, long[] other) {
    int occupied = 0;
    for (int bin = 0; bin < baseline.length; bin++) {
      if (baseline[bin] + other[bin] > 0) {
        occupied++;
      }
    }
    return occupied;
  }

  private static long sum(long[] counts) {
    long sum = 0;
    for (long count : counts) {
      sum += count;
    }
    return sum;
  }
}
