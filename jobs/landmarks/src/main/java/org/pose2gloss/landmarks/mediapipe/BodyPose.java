package org.pose2gloss.landmarks.mediapipe;

import org.pose2gloss.landmarks.video.VideoFrame;

/**
 * Where a body's landmarks say that its hands and its face are.
 *
 * <p>Source of the numbering: {@code modules/pose_landmark/pose_landmark_cpu.pbtxt}.
 */
final class BodyPose {
  /** x, y, z, visibility. */
  private static final int CHANNELS = 4;

  /** Landmarks of nose, eyes, ears and mouth come first. */
  private static final int FACE_POINTS = 11;

  private static final int LEFT_EYE = 2;
  private static final int RIGHT_EYE = 5;
  private static final int LEFT_SHOULDER = 11;
  private static final int RIGHT_SHOULDER = 12;

  /** {@code modules/holistic_landmark/face_landmarks_from_pose_to_recrop_roi.pbtxt}. */
  private static final float FACE_SCALE = 3;

  /** {@code modules/holistic_landmark/hand_landmarks_from_pose_to_recrop_roi.pbtxt}. */
  private static final float HAND_SCALE = 2.7f;

  /** The same file. */
  private static final float HAND_SHIFT = -0.1f;

  /** {@code modules/holistic_landmark/hand_visibility_from_hand_landmarks_from_pose.pbtxt}. */
  private static final float LEAST_VISIBILITY = 0.1f;

  /**
   * Side of a hand's region before it is enlarged, in shoulder widths, at least. A hand that points
   * at the camera has wrist and knuckles in one place: without a floor its region would vanish.
   */
  private static final float LEAST_HAND_SIDE = 0.3f;

  /** The points that tell where a hand is: wrist and two knuckles. */
  enum Side {
    RIGHT(16, 18, 20),
    LEFT(15, 17, 19);

    private final int wrist;
    private final int littleFinger;
    private final int indexFinger;

    /** Numbers: {@code modules/holistic_landmark/hand_landmarks_left_and_right_cpu.pbtxt}. */
    Side(int wrist, int littleFinger, int indexFinger) {
      this.wrist = wrist;
      this.littleFinger = littleFinger;
      this.indexFinger = indexFinger;
    }
  }

  private final float[] body;
  private final VideoFrame image;

  /**
   * @param body {@code float[33 * 4]}: x, y in picture widths and heights, z, visibility 0..1;
   *     kept, not copied
   */
  BodyPose(float[] body, VideoFrame image) {
    this.body = body;
    this.image = image;
  }

  /** Distance of the shoulders in pixels. */
  float shoulderWidth() {
    return RegionOfInterest.distance(
        x(LEFT_SHOULDER), y(LEFT_SHOULDER), x(RIGHT_SHOULDER), y(RIGHT_SHOULDER), image);
  }

  /** Whether a wrist is taken for visible. */
  boolean isVisible(Side side) {
    return body[side.wrist * CHANNELS + 3] > LEAST_VISIBILITY;
  }

  /** Distance in pixels of a hand's wrist from the body's. */
  float wristDistance(Side side, Hand hand) {
    return RegionOfInterest.distance(
        hand.landmarks()[0], hand.landmarks()[1], x(side.wrist), y(side.wrist), image);
  }

  /**
   * A generous square round a hand ({@code
   * modules/holistic_landmark/calculators/hand_detections_from_pose_to_rects_calculator.cc}).
   */
  RegionOfInterest handRegion(Side side) {
    float middleX = (2 * x(side.indexFinger) + x(side.littleFinger)) / 3;
    float middleY = (2 * y(side.indexFinger) + y(side.littleFinger)) / 3;
    float wristX = x(side.wrist);
    float wristY = y(side.wrist);
    float length =
        Math.max(
            RegionOfInterest.alignedSide(middleX, middleY, wristX, wristY, image),
            LEAST_HAND_SIDE * shoulderWidth());
    float rotation =
        RegionOfInterest.rotation(
            wristX, wristY, middleX, middleY, (float) (Math.PI * 90 / 180), image);
    return new RegionOfInterest(
            middleX, middleY, length / image.width(), length / image.height(), rotation)
        .enlarged(HAND_SCALE, HAND_SHIFT, image);
  }

  /** A generous square round the face. */
  RegionOfInterest faceRegion() {
    float rotation =
        RegionOfInterest.rotation(x(RIGHT_EYE), y(RIGHT_EYE), x(LEFT_EYE), y(LEFT_EYE), 0, image);
    return RegionOfInterest.ofPoints(body, 0, FACE_POINTS, CHANNELS, rotation)
        .enlarged(FACE_SCALE, 0, image);
  }

  private float x(int landmark) {
    return body[landmark * CHANNELS];
  }

  private float y(int landmark) {
    return body[landmark * CHANNELS + 1];
  }
}
