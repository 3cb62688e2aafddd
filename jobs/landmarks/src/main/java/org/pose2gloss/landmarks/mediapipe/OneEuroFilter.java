package org.pose2gloss.landmarks.mediapipe;

/**
 * Smooths one number over time, the less the faster it moves ({@code
 * util/filtering/one_euro_filter.cc}; Casiez, Roussel and Vogel, "1 Euro Filter", CHI 2012).
 */
final class OneEuroFilter {
  /**
   * What filters of one kind share.
   *
   * @param minCutoff cut-off frequency at rest, Hz
   * @param beta how much the cut-off grows with speed
   * @param derivateCutoff cut-off frequency for the speed itself, Hz
   */
  record Settings(double minCutoff, double beta, double derivateCutoff) {}

  /**
   * Frames a second that the filters believe in, whatever the video's rate: MediaPipe's Python
   * solutions stamp frames 33,333 microseconds apart ({@code python/solution_base.py}).
   */
  private static final double FREQUENCY = 1 / (33_333_000 * 1e-9);

  private final Settings settings;
  private final LowPassFilter value = new LowPassFilter();
  private final LowPassFilter speed = new LowPassFilter();

  OneEuroFilter(Settings settings) {
    this.settings = settings;
  }

  /**
   * The smoothed value of the next frame.
   *
   * @param scale factor from the value's unit to the one in which speed is judged
   */
  float apply(float next, float scale) {
    double change = value.isStarted() ? ((double) next - value.lastRaw()) * scale * FREQUENCY : 0;
    double smoothedChange = speed.apply((float) change, alpha(settings.derivateCutoff()));
    double cutoff = settings.minCutoff() + settings.beta() * Math.abs(smoothedChange);
    return value.apply(next, alpha(cutoff));
  }

  private static float alpha(double cutoff) {
    double tau = 1 / (2 * Math.PI * cutoff);
    return (float) (1 / (1 + tau * FREQUENCY));
  }
}
