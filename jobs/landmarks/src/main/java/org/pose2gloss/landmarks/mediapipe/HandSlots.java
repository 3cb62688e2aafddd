package org.pose2gloss.landmarks.mediapipe;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * Which of a frame's hands is the signer's right one and which the left.
 *
 * @param right the right hand
 * @param left the left hand
 */
record HandSlots(Optional<Hand> right, Optional<Hand> left) {
  /**
   * Gives each slot the hand that the model is surest of; a hand that finds its own slot taken, as
   * where both look like the right one, goes to the other if that is free.
   */
  static HandSlots of(List<Hand> hands) {
    List<Hand> surestFirst = new ArrayList<>(hands);
    surestFirst.sort(Comparator.comparingDouble(Hand::handedness).reversed());
    Optional<Hand> right = surestFirst.stream().filter(Hand::isRight).findFirst();
    Optional<Hand> left = surestFirst.stream().filter(hand -> !hand.isRight()).findFirst();
    if (right.isPresent() == left.isPresent() || surestFirst.size() < 2) {
      return new HandSlots(right, left);
    }
    Optional<Hand> second = Optional.of(surestFirst.get(1));
    return right.isPresent() ? new HandSlots(right, second) : new HandSlots(second, left);
  }
}
