package org.pose2gloss.landmarks.mediapipe;

import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.pose2gloss.landmarks.video.VideoFrame;

/**
 * The body first; hands and face are looked for where it has them.
 *
 * <p>After {@code modules/holistic_landmark/holistic_landmark_cpu.pbtxt}, with hands and face
 * followed from frame to frame as long as they can be, and with the body's place in the frame
 * itself, not smoothed over those before, as the guide.
 */
public final class HolisticTracker implements FrameTracker {
  private final PoseTracker pose;
  private final GuidedHands hands;
  private final FaceTracker face;

  /**
   * Loads the models.
   *
   * @param detectionConfidence score below which a detected body or face is dropped, 0..1
   * @param trackingConfidence presence above which landmarks of body and face count, 0..1
   */
  public HolisticTracker(float detectionConfidence, float trackingConfidence) {
    pose = new PoseTracker(detectionConfidence, trackingConfidence);
    hands = new GuidedHands(new ModelFiles());
    face = new FaceTracker(detectionConfidence, trackingConfidence);
  }

  @Override
  public void reset() {
    pose.reset();
    hands.reset();
    face.reset();
  }

  @Override
  public FrameLandmarks process(VideoFrame frame) {
    Optional<float[]> smoothed = pose.process(frame);
    Optional<BodyPose> body = pose.unsmoothed().map(points -> new BodyPose(points, frame));
    HandSlots slots = hands.process(frame, body);
    return new FrameLandmarks(
        slots.right().map(Hand::landmarks),
        slots.left().map(Hand::landmarks),
        smoothed,
        face.process(frame, body.map(BodyPose::faceRegion)));
  }

  @Override
  public List<ModelTime> times() {
    return Stream.of(pose.times(), hands.times(), face.times()).flatMap(List::stream).toList();
  }

  @Override
  public void close() {
    pose.close();
    hands.close();
    face.close();
  }
}
