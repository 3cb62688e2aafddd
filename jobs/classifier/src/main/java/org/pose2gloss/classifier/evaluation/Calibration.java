package org.pose2gloss.classifier.evaluation;

import java.util.ArrayList;
import java.util.List;

/**
 * How far a model's confidence can be believed.
 *
 * @param bins predictions by the probability of the predicted class, {@value #BINS} bins of equal
 *     width
 * @param expectedError mean distance of confidence and accuracy over the bins by their counts
 *     (expected calibration error; Guo et al., "On Calibration of Modern Neural Networks", 2017)
 */
public record Calibration(List<CalibrationBin> bins, double expectedError) {
  /** As many as in the paper. */
  private static final int BINS = 15;

  /** Keeps the list as it is. */
  public Calibration {
    bins = List.copyOf(bins);
  }

  static Calibration of(List<Answer> answers) {
    long[] counts = new long[BINS];
    double[] confidences = new double[BINS];
    long[] right = new long[BINS];
    for (Answer answer : answers) {
      double confidence = answer.probability();
      int bin = Math.min(BINS - 1, Math.max(0, (int) Math.ceil(confidence * BINS) - 1));
      counts[bin]++;
      confidences[bin] += confidence;
      right[bin] += answer.isRight() ? 1 : 0;
    }
    List<CalibrationBin> bins = new ArrayList<>();
    double error = 0;
    for (int bin = 0; bin < BINS; bin++) {
      double count = Math.max(1, counts[bin]);
      error += Math.abs(confidences[bin] - right[bin]) / answers.size();
      bins.add(
          new CalibrationBin(
              bin / (double) BINS,
              (bin + 1) / (double) BINS,
              counts[bin],
              confidences[bin] / count,
              right[bin] / count));
    }
    return new Calibration(bins, error);
  }
}
