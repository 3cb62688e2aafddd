package org.pose2gloss.landmarks.mediapipe;

import java.util.Optional;
import org.pose2gloss.landmarks.video.VideoFrame;

/**
 * One hand of a person: followed from frame to frame while it stays at the body's wrist, and found
 * anew there when it is lost.
 *
 * <p>The second way is that of {@code
 * modules/holistic_landmark/hand_landmarks_from_pose_cpu.pbtxt}. It finds hands that are too
 * blurred for a palm detector. That graph goes it in every frame; following costs one model less.
 */
final class GuidedHand {
  /** {@code modules/hand_landmark/hand_landmark_cpu.pbtxt}. */
  private static final float LEAST_PRESENCE = 0.5f;

  /**
   * Distance of the hand's wrist from the body's, in shoulder widths, beyond which it is not this
   * hand. Of hands that a palm detector finds in WLASL's clips, 95 in 100 are within 0.18, and what
   * is beyond 0.3 is the other hand or none.
   */
  private static final float FARTHEST = 0.3f;

  /** How far beyond the picture, in its widths and heights, a region's middle may lie. */
  private static final float OUTSIDE = 0.05f;

  private final BodyPose.Side side;
  private final HandModel model;
  private final HandRecrop recrop;
  private RegionOfInterest tracked;

  GuidedHand(BodyPose.Side side, HandModel model, HandRecrop recrop) {
    this.side = side;
    this.model = model;
    this.recrop = recrop;
  }

  /** Forgets where the hand was. */
  void reset() {
    tracked = null;
  }

  /**
   * The hand in the next frame.
   *
   * @param body the body in the same frame; where there is none, a hand can only be followed
   */
  Optional<Hand> process(VideoFrame image, Optional<BodyPose> body) {
    Optional<Hand> hand =
        Optional.ofNullable(tracked).flatMap(region -> found(image, region, body));
    if (hand.isEmpty()) {
      hand =
          body.filter(guide -> guide.isVisible(side))
              .map(guide -> guide.handRegion(side))
              .filter(GuidedHand::isInPicture)
              .map(rough -> recrop.refined(image, rough))
              .flatMap(region -> found(image, region, body));
    }
    tracked = hand.map(found -> HandModel.nextRegion(found, image)).orElse(null);
    return hand;
  }

  private static boolean isInPicture(RegionOfInterest region) {
    return region.isUsable()
        && Math.abs(region.centerX() - 0.5f) < 0.5f + OUTSIDE
        && Math.abs(region.centerY() - 0.5f) < 0.5f + OUTSIDE;
  }

  private Optional<Hand> found(VideoFrame image, RegionOfInterest region, Optional<BodyPose> body) {
    if (!region.isUsable()) {
      return Optional.empty();
    }
    return Optional.of(model.find(image, region))
        .filter(hand -> hand.presence() > LEAST_PRESENCE)
        .filter(
            hand ->
                body.isEmpty()
                    || body.get().wristDistance(side, hand)
                        < FARTHEST * body.get().shoulderWidth());
  }
}
