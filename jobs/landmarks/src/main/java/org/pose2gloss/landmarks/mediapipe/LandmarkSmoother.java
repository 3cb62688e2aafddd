package org.pose2gloss.landmarks.mediapipe;

import org.pose2gloss.landmarks.video.VideoFrame;

/**
 * Smooths x, y and z of a list of landmarks, each by a filter of its own ({@code
 * calculators/util/landmarks_smoothing_calculator_utils.cc}).
 */
final class LandmarkSmoother {
  /** {@code min_allowed_object_scale} of {@code landmarks_smoothing_calculator.proto}, pixels. */
  private static final float LEAST_SCALE = 1e-6f;

  private final OneEuroFilter.Settings settings;
  private OneEuroFilter[] filters;

  LandmarkSmoother(OneEuroFilter.Settings settings) {
    this.settings = settings;
  }

  /** Forgets what it saw: the next landmarks pass unchanged. */
  void reset() {
    filters = null;
  }

  /**
   * Smooths in place.
   *
   * @param landmarks {@code float[points * channels]}, x, y, z first: in picture widths and heights
   * @param channels numbers a landmark
   * @param objectScale size of the tracked body in pixels, by which speed is judged
   */
  void apply(float[] landmarks, int channels, float objectScale, VideoFrame image) {
    if (objectScale < LEAST_SCALE) {
      return;
    }
    int points = landmarks.length / channels;
    if (filters == null) {
      filters = new OneEuroFilter[3 * points];
      for (int i = 0; i < filters.length; i++) {
        filters[i] = new OneEuroFilter(settings);
      }
    }
    float scale = 1 / objectScale;
    for (int point = 0; point < points; point++) {
      for (int axis = 0; axis < 3; axis++) {
        // z is on the scale of x.
        int pixels = axis == 1 ? image.height() : image.width();
        int at = point * channels + axis;
        landmarks[at] = filters[3 * point + axis].apply(landmarks[at] * pixels, scale) / pixels;
      }
    }
  }
}
