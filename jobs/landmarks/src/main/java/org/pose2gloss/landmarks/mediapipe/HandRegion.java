package org.pose2gloss.landmarks.mediapipe;

import org.pose2gloss.landmarks.video.VideoFrame;

/**
 * The box round a hand's landmarks, turned so that the fingers point up ({@code
 * modules/hand_landmark/calculators/hand_landmarks_to_rect_calculator.cc}).
 */
final class HandRegion {
  private static final int WRIST = 0;

  /**
   * Knuckles. The source calls them PIP joints, but its indices count within the enclosed
   * landmarks.
   */
  private static final int INDEX_MCP = 5;

  private static final int MIDDLE_MCP = 9;
  private static final int RING_MCP = 13;

  /** Landmarks that the box encloses: the palm and the lower joints. */
  private static final int[] ENCLOSED = {0, 1, 2, 3, 5, 6, 9, 10, 13, 14, 17, 18};

  private HandRegion() {}

  /**
   * @param landmarks {@code float[21 * 3]}, x and y in picture widths and heights
   */
  static RegionOfInterest around(float[] landmarks, VideoFrame image) {
    float rotation = rotation(landmarks, image);
    float[] xs = new float[ENCLOSED.length];
    float[] ys = new float[ENCLOSED.length];
    for (int i = 0; i < ENCLOSED.length; i++) {
      xs[i] = landmarks[ENCLOSED[i] * 3];
      ys[i] = landmarks[ENCLOSED[i] * 3 + 1];
    }
    float axisX = (max(xs) + min(xs)) / 2;
    float axisY = (max(ys) + min(ys)) / 2;
    float reverse = RegionOfInterest.normalizedAngle(-rotation);
    float cos = (float) Math.cos(reverse);
    float sin = (float) Math.sin(reverse);
    for (int i = 0; i < ENCLOSED.length; i++) {
      float x = (xs[i] - axisX) * image.width();
      float y = (ys[i] - axisY) * image.height();
      xs[i] = x * cos - y * sin;
      ys[i] = x * sin + y * cos;
    }
    float middleX = (max(xs) + min(xs)) / 2;
    float middleY = (max(ys) + min(ys)) / 2;
    float forwardCos = (float) Math.cos(rotation);
    float forwardSin = (float) Math.sin(rotation);
    float centerX = middleX * forwardCos - middleY * forwardSin + image.width() * axisX;
    float centerY = middleX * forwardSin + middleY * forwardCos + image.height() * axisY;
    return new RegionOfInterest(
        centerX / image.width(),
        centerY / image.height(),
        (max(xs) - min(xs)) / image.width(),
        (max(ys) - min(ys)) / image.height(),
        rotation);
  }

  /** Brings the line from the wrist to the middle of three knuckles upright. */
  private static float rotation(float[] landmarks, VideoFrame image) {
    float x =
        ((landmarks[INDEX_MCP * 3] + landmarks[RING_MCP * 3]) / 2 + landmarks[MIDDLE_MCP * 3]) / 2;
    float y =
        ((landmarks[INDEX_MCP * 3 + 1] + landmarks[RING_MCP * 3 + 1]) / 2
                + landmarks[MIDDLE_MCP * 3 + 1])
            / 2;
    return RegionOfInterest.rotation(
        landmarks[WRIST * 3], landmarks[WRIST * 3 + 1], x, y, (float) (Math.PI / 2), image);
  }

  /** The source starts at the smallest positive number, and so does this. */
  private static float max(float[] values) {
    float max = Float.MIN_NORMAL;
    for (float value : values) {
      max = Math.max(max, value);
    }
    return max;
  }

  private static float min(float[] values) {
    float min = Float.MAX_VALUE;
    for (float value : values) {
      min = Math.min(min, value);
    }
    return min;
  }
}
