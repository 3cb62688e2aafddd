package org.pose2gloss.pipelines.statistics;

/**
 * How far one feature lies from the baseline.
 *
 * @param feature name of the feature, of a column, or {@code gloss}
 * @param populationStability population stability index, null where either side has no number
 * @param populationStabilityLimit from where on it is an anomaly: the threshold and what chance
 *     gives
 * @param jensenShannon Jensen-Shannon divergence in bits, null likewise
 * @param jensenShannonLimit from where on it is an anomaly
 * @param baselineMean mean in the baseline, null likewise
 * @param currentMean mean now, null likewise
 * @param baselineAbsent fraction of absent numbers in the baseline
 * @param currentAbsent fraction of absent numbers now
 */
public record FeatureDrift(
    String feature,
    Double populationStability,
    double populationStabilityLimit,
    Double jensenShannon,
    double jensenShannonLimit,
    Double baselineMean,
    Double currentMean,
    double baselineAbsent,
    double currentAbsent) {

  /** Whether either measure is beyond its limit. */
  boolean shifted() {
    return severity() > 1;
  }

  /** The worse measure in parts of its limit; 0 where there is none. */
  double severity() {
    return populationStability == null || jensenShannon == null
        ? 0
        : Math.max(
            populationStability / populationStabilityLimit, jensenShannon / jensenShannonLimit);
  }
}
