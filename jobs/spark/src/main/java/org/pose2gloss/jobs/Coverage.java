package org.pose2gloss.jobs;

import java.io.Serializable;
import org.pose2gloss.features.LandmarkPart;
import org.pose2gloss.features.LandmarkSequence;

/**
 * In which fraction of its frames each part of a signer was found, of one sequence.
 *
 * @param rightHand 0..1, the others likewise
 */
record Coverage(float rightHand, float leftHand, float pose, float face) implements Serializable {
  static Coverage of(LandmarkSequence sequence) {
    return new Coverage(
        (float) sequence.coverage(LandmarkPart.RIGHT_HAND),
        (float) sequence.coverage(LandmarkPart.LEFT_HAND),
        (float) sequence.coverage(LandmarkPart.POSE),
        (float) sequence.coverage(LandmarkPart.FACE));
  }

  float of(LandmarkPart part) {
    return switch (part) {
      case RIGHT_HAND -> rightHand;
      case LEFT_HAND -> leftHand;
      case POSE -> pose;
      case FACE -> face;
    };
  }
}
