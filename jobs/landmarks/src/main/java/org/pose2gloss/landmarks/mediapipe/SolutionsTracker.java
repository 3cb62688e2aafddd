package org.pose2gloss.landmarks.mediapipe;

import java.util.List;
import java.util.stream.Stream;
import org.pose2gloss.landmarks.video.VideoFrame;

/** Pose, Hands and FaceMesh side by side, none knowing of the others. */
public final class SolutionsTracker implements FrameTracker {
  private final PoseTracker pose;
  private final HandTracker hands;
  private final FaceTracker face;

  /**
   * Loads the models.
   *
   * @param detectionConfidence score below which a detected body, palm or face is dropped, 0..1
   * @param trackingConfidence presence above which landmarks count, 0..1
   */
  public SolutionsTracker(float detectionConfidence, float trackingConfidence) {
    pose = new PoseTracker(detectionConfidence, trackingConfidence);
    hands = new HandTracker(detectionConfidence, trackingConfidence);
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
    HandSlots slots = HandSlots.of(hands.process(frame));
    return new FrameLandmarks(
        slots.right().map(Hand::landmarks),
        slots.left().map(Hand::landmarks),
        pose.process(frame),
        face.process(frame));
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
