package org.pose2gloss.landmarks.mediapipe;

import org.pose2gloss.landmarks.video.VideoFrame;

/**
 * Finds the landmarks of a hand in a region of interest.
 *
 * <p>Source: {@code modules/hand_landmark/hand_landmark_cpu.pbtxt}.
 */
final class HandModel implements AutoCloseable {
  private static final int INPUT_SIZE = 224;

  /** {@code normalize_z} of the same file. */
  private static final float DEPTH_SCALE = 0.4f;

  /** {@code modules/hand_landmark/hand_landmark_landmarks_to_roi.pbtxt}. */
  private static final float REGION_SCALE = 2.0f;

  /** The same file. */
  private static final float REGION_SHIFT = -0.1f;

  /** Outputs of {@link Model#HAND_LANDMARK}. */
  private static final int POINTS = 0;

  private static final int PRESENCE = 1;
  private static final int HANDEDNESS = 2;

  private final TfLiteModel model;
  private final ImageCrop crop = new ImageCrop(INPUT_SIZE, 0, 1, ImageCrop.Border.REPLICATE);

  HandModel(ModelFiles files) {
    model = new TfLiteModel(files, Model.HAND_LANDMARK);
  }

  /** The hand that the region shows, if it shows one at all. */
  Hand find(VideoFrame image, RegionOfInterest region) {
    model.run(crop.cut(image, region));
    float presence = model.output(PRESENCE)[0];
    float[] raw = model.output(POINTS);
    float[] landmarks = new float[Hand.LANDMARKS * 3];
    for (int i = 0; i < landmarks.length; i += 3) {
      float x = raw[i] / INPUT_SIZE;
      float y = raw[i + 1] / INPUT_SIZE;
      landmarks[i] = region.projectX(x, y);
      landmarks[i + 1] = region.projectY(x, y);
      landmarks[i + 2] = raw[i + 2] / INPUT_SIZE / DEPTH_SCALE * region.width();
    }
    // The number is the probability of "left" for a mirrored picture, as from a phone's front
    // camera (handedness.txt and the comment on HANDEDNESS in hand_landmark_tracking_cpu.pbtxt): in
    // a picture that is not mirrored that hand is the right one.
    float right = model.output(HANDEDNESS)[0];
    return new Hand(landmarks, presence, right);
  }

  /** Where a hand will be in the next frame: round its landmarks. */
  static RegionOfInterest nextRegion(Hand hand, VideoFrame image) {
    return HandRegion.around(hand.landmarks(), image).enlarged(REGION_SCALE, REGION_SHIFT, image);
  }

  /** What the model has cost. */
  ModelTime time() {
    return model.time();
  }

  @Override
  public void close() {
    model.close();
  }
}
