package org.pose2gloss.landmarks.mediapipe;

import java.util.ArrayList;
import java.util.List;
import org.pose2gloss.landmarks.video.VideoFrame;

/**
 * Finds hands and follows them from frame to frame: MediaPipe's solution {@code Hands} for two
 * hands, complexity 1.
 *
 * <p>Source: {@code modules/hand_landmark/hand_landmark_tracking_cpu.pbtxt}. The palm detector
 * looks only where fewer than two hands are followed.
 */
final class HandTracker implements AutoCloseable {
  private static final int HANDS = 2;

  /** {@code modules/palm_detection/palm_detection_cpu.pbtxt}. */
  private static final SsdDetector.Settings DETECTOR =
      new SsdDetector.Settings(
          Model.PALM_DETECTION, 192, 0, 1, 7, new SsdAnchors(192, 8, 16, 16, 16));

  /** {@code modules/hand_landmark/palm_detection_detection_to_roi.pbtxt}. */
  private static final int PALM_WRIST = 0;

  /** The same file: knuckle of the middle finger. */
  private static final int PALM_MIDDLE = 2;

  /** The same file. */
  private static final float PALM_SCALE = 2.6f;

  /** The same file. */
  private static final float PALM_SHIFT = -0.5f;

  /** The same file: the line from wrist to middle finger points up. */
  private static final float UPRIGHT = (float) (Math.PI * 90 / 180);

  private final float trackingConfidence;
  private final SsdDetector detector;
  private final HandModel model;
  private List<RegionOfInterest> tracked = List.of();

  /**
   * @param detectionConfidence score below which a detected palm is dropped, 0..1
   * @param trackingConfidence presence above which landmarks count, 0..1
   */
  HandTracker(float detectionConfidence, float trackingConfidence) {
    this.trackingConfidence = trackingConfidence;
    ModelFiles files = new ModelFiles();
    detector = new SsdDetector(files, DETECTOR, detectionConfidence);
    model = new HandModel(files);
  }

  /** Forgets the hands: the next frame is the first of another video. */
  void reset() {
    tracked = List.of();
  }

  /**
   * The hands in the next frame, newly detected ones first.
   *
   * @return two at most, but for a frame in which two are detected beside one that is followed:
   *     there MediaPipe gives three
   */
  List<Hand> process(VideoFrame image) {
    List<RegionOfInterest> detected = tracked.size() >= HANDS ? List.of() : detected(image);
    List<Hand> hands = new ArrayList<>();
    List<RegionOfInterest> next = new ArrayList<>();
    for (RegionOfInterest region : Boxes.associated(detected, tracked)) {
      if (!region.isUsable()) {
        continue;
      }
      Hand hand = model.find(image, region);
      if (hand.presence() > trackingConfidence) {
        hands.add(hand);
        next.add(HandModel.nextRegion(hand, image));
      }
    }
    tracked = next;
    return hands;
  }

  private List<RegionOfInterest> detected(VideoFrame image) {
    List<RegionOfInterest> regions = new ArrayList<>();
    List<Detection> palms = detector.detect(image);
    for (Detection palm : palms.subList(0, Math.min(HANDS, palms.size()))) {
      float rotation =
          RegionOfInterest.rotation(
              palm.keypointX(PALM_WRIST),
              palm.keypointY(PALM_WRIST),
              palm.keypointX(PALM_MIDDLE),
              palm.keypointY(PALM_MIDDLE),
              UPRIGHT,
              image);
      regions.add(
          RegionOfInterest.ofBox(palm.left(), palm.top(), palm.right(), palm.bottom(), rotation)
              .enlarged(PALM_SCALE, PALM_SHIFT, image));
    }
    return regions;
  }

  /** What the models have cost. */
  List<ModelTime> times() {
    return List.of(detector.time(), model.time());
  }

  @Override
  public void close() {
    detector.close();
    model.close();
  }
}
