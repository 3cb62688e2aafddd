package org.pose2gloss.landmarks.mediapipe;

import java.util.List;
import java.util.Optional;
import org.pose2gloss.landmarks.video.VideoFrame;

/** Both hands of a person, looked for at the body's wrists; never the same hand twice. */
final class GuidedHands implements AutoCloseable {
  /**
   * Mean distance of two hands' landmarks, in sides of the smaller one's region, below which they
   * are one hand. Even folded hands keep corresponding points farther apart.
   */
  private static final float SAME_HAND = 0.15f;

  private final HandModel model;
  private final HandRecrop recrop;
  private final GuidedHand right;
  private final GuidedHand left;

  GuidedHands(ModelFiles files) {
    model = new HandModel(files);
    recrop = new HandRecrop(files);
    right = new GuidedHand(BodyPose.Side.RIGHT, model, recrop);
    left = new GuidedHand(BodyPose.Side.LEFT, model, recrop);
  }

  /** Forgets the hands: the next frame is the first of another video. */
  void reset() {
    right.reset();
    left.reset();
  }

  /** The hands in the next frame. */
  HandSlots process(VideoFrame image, Optional<BodyPose> body) {
    Optional<Hand> rightHand = right.process(image, body);
    Optional<Hand> leftHand = left.process(image, body);
    if (rightHand.isEmpty()
        || leftHand.isEmpty()
        || !isSame(rightHand.get(), leftHand.get(), image)) {
      return new HandSlots(rightHand, leftHand);
    }
    if (isRight(rightHand.get(), leftHand.get(), body)) {
      left.reset();
      return new HandSlots(rightHand, Optional.empty());
    }
    right.reset();
    return new HandSlots(Optional.empty(), leftHand);
  }

  private static boolean isSame(Hand a, Hand b, VideoFrame image) {
    float sum = 0;
    for (int i = 0; i < 3 * Hand.LANDMARKS; i += 3) {
      sum +=
          RegionOfInterest.distance(
              a.landmarks()[i],
              a.landmarks()[i + 1],
              b.landmarks()[i],
              b.landmarks()[i + 1],
              image);
    }
    float side =
        Math.min(HandModel.nextRegion(a, image).width(), HandModel.nextRegion(b, image).width())
            * image.width();
    return sum / Hand.LANDMARKS < SAME_HAND * side;
  }

  /** Whose wrist it is nearer to, or, without a body, what the model takes it for. */
  private static boolean isRight(Hand asRight, Hand asLeft, Optional<BodyPose> body) {
    return body.map(
            guide ->
                guide.wristDistance(BodyPose.Side.RIGHT, asRight)
                    <= guide.wristDistance(BodyPose.Side.LEFT, asLeft))
        .orElse(asRight.isRight());
  }

  /** What the models have cost. */
  List<ModelTime> times() {
    return List.of(recrop.time(), model.time());
  }

  @Override
  public void close() {
    model.close();
    recrop.close();
  }
}
