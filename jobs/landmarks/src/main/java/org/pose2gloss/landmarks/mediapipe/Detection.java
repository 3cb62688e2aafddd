package org.pose2gloss.landmarks.mediapipe;

/**
 * Something that a detector found: its score, its upright box and its key points.
 *
 * <p>Coordinates are in widths and heights of the picture, or of the detector's input before they
 * are brought back to the picture.
 */
final class Detection {
  private final float score;
  private final float[] values;

  /**
   * @param score 0..1
   * @param values {@code float[4 + 2 * n]}: left, top, right, bottom, then x and y of each of n key
   *     points; kept, not copied
   */
  Detection(float score, float... values) {
    if (values.length < 4 || values.length % 2 != 0) {
      throw new IllegalArgumentException("a detection of " + values.length + " numbers");
    }
    this.score = score;
    this.values = values;
  }

  float score() {
    return score;
  }

  float left() {
    return values[0];
  }

  float top() {
    return values[1];
  }

  float right() {
    return values[2];
  }

  float bottom() {
    return values[3];
  }

  int keypoints() {
    return values.length / 2 - 2;
  }

  float keypointX(int index) {
    return values[4 + 2 * index];
  }

  float keypointY(int index) {
    return values[5 + 2 * index];
  }

  /** The smallest upright box round the key points, turned by an angle. */
  RegionOfInterest keypointBox(float rotation) {
    return RegionOfInterest.ofPoints(values, 4, keypoints(), 2, rotation);
  }

  /** The coordinates themselves, in the constructor's order: not a copy. */
  float[] values() {
    return values;
  }

  /** The same detection with coordinates in the picture that the region was cut from. */
  Detection projectedFrom(RegionOfInterest region) {
    float[] projected = new float[values.length];
    for (int i = 0; i < values.length; i += 2) {
      projected[i] = region.projectX(values[i], values[i + 1]);
      projected[i + 1] = region.projectY(values[i], values[i + 1]);
    }
    return new Detection(score, projected);
  }
}
