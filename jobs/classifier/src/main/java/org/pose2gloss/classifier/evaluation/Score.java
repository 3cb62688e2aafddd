package org.pose2gloss.classifier.evaluation;

/**
 * Precision, recall and F1 of one class, or averaged over classes.
 *
 * @param precision share of the predictions that are right, 0 where there is none
 * @param recall share of the examples that were found, 0 where there is none
 * @param f1 harmonic mean of both, 0 where both are 0; averaged by itself, not made of averages
 * @param support number of examples
 */
public record Score(double precision, double recall, double f1, long support) {}
