package org.pose2gloss.pipelines.statistics;

/**
 * From where on something is an anomaly.
 *
 * @param populationStability population stability index of a feature, beyond what chance gives
 * @param jensenShannon Jensen-Shannon divergence of a feature in bits, beyond what chance gives
 * @param coverageDrop how much lower the mean coverage of a part may be, in fractions of the frames
 * @param lengthShift by which fraction the mean length may change
 * @param outOfRange fraction of a landmark's numbers that may lie outside of their range
 */
public record Thresholds(
    double populationStability,
    double jensenShannon,
    double coverageDrop,
    double lengthShift,
    double outOfRange) {}
