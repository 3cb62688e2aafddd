package org.pose2gloss.landmarks.mediapipe;

/** A hand in a frame. */
public final class Hand {
  private final float[] landmarks;
  private final boolean right;
  private final float confidence;

  /**
   * @param landmarks {@code float[21 * 3]}: x, y in picture widths and heights, z on the scale of
   *     x, from the wrist; kept, not copied
   * @param right whether it is the right hand of the person in an unmirrored picture
   * @param confidence how sure the model is of that, 0.5..1
   */
  public Hand(float[] landmarks, boolean right, float confidence) {
    this.landmarks = landmarks;
    this.right = right;
    this.confidence = confidence;
  }

  /** {@code float[21 * 3]}: x, y in picture widths and heights, z on the scale of x; not a copy. */
  public float[] landmarks() {
    return landmarks;
  }

  /** Whether it is the person's right hand, in a picture that is not mirrored. */
  public boolean isRight() {
    return right;
  }

  /** How sure the model is that it is that hand, 0.5..1. */
  public float confidence() {
    return confidence;
  }
}
