package org.pose2gloss.classifier.evaluation;

/** From where to where a number lies, with some confidence; both ends included. */
public record Interval(double lower, double upper) {}
