package org.pose2gloss.landmarks.mediapipe;

/** Exponential smoothing of one number over time ({@code util/filtering/low_pass_filter.cc}). */
final class LowPassFilter {
  private boolean started;
  private float raw;
  private float smoothed;

  /**
   * The smoothed value; the first value passes unchanged.
   *
   * @param alpha weight of the new value, 0..1
   */
  float apply(float value, float alpha) {
    smoothed = started ? (float) (alpha * value + (1.0 - alpha) * smoothed) : value;
    raw = value;
    started = true;
    return smoothed;
  }

  boolean isStarted() {
    return started;
  }

  /** The last value as it was given. */
  float lastRaw() {
    return raw;
  }
}
