package org.pose2gloss.landmarks.mediapipe;

/** What the hand model saw in a region of interest. */
final class Hand {
  /** Points of a hand: the wrist, then four of each finger from the thumb on. */
  static final int LANDMARKS = 21;

  private final float[] landmarks;
  private final float presence;
  private final float right;

  /**
   * @param landmarks {@code float[21 * 3]}: x, y in picture widths and heights, z on the scale of
   *     x, from the wrist; kept, not copied
   * @param presence how sure the model is that there is a hand, 0..1
   * @param right how sure it is that it is the right hand of the person in a picture that is not
   *     mirrored, 0..1
   */
  Hand(float[] landmarks, float presence, float right) {
    this.landmarks = landmarks;
    this.presence = presence;
    this.right = right;
  }

  /** {@code float[21 * 3]}: x, y in picture widths and heights, z on the scale of x; not a copy. */
  float[] landmarks() {
    return landmarks;
  }

  /** How sure the model is that there is a hand, 0..1. */
  float presence() {
    return presence;
  }

  /** Whether it is the person's right hand, in a picture that is not mirrored. */
  boolean isRight() {
    return right >= 0.5f;
  }

  /** How sure the model is which hand it is, 0.5..1. */
  float handedness() {
    return Math.max(right, 1 - right);
  }
}
