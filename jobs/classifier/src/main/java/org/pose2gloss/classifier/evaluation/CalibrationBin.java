package org.pose2gloss.classifier.evaluation;

/**
 * Predictions of about the same confidence.
 *
 * @param from lowest confidence, left out
 * @param to highest confidence, included
 * @param count predictions in between
 * @param confidence their mean probability of the predicted class; 0 where there is none
 * @param accuracy share of them that is right; 0 where there is none
 */
public record CalibrationBin(
    double from, double to, long count, double confidence, double accuracy) {}
