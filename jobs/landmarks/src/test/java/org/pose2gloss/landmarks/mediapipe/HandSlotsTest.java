package org.pose2gloss.landmarks.mediapipe;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class HandSlotsTest {
  private static Hand right(float confidence) {
    return new Hand(new float[63], 1, confidence);
  }

  private static Hand left(float confidence) {
    return new Hand(new float[63], 1, 1 - confidence);
  }

  @Test
  void putsEachHandInItsSlot() {
    Hand right = right(0.8f);
    Hand left = left(0.9f);
    HandSlots slots = HandSlots.of(List.of(left, right));
    assertThat(slots.right()).containsSame(right);
    assertThat(slots.left()).containsSame(left);
  }

  @Test
  void leavesTheOtherSlotEmptyForASingleHand() {
    Hand left = left(0.6f);
    HandSlots slots = HandSlots.of(List.of(left));
    assertThat(slots.right()).isEmpty();
    assertThat(slots.left()).containsSame(left);
  }

  @Test
  void movesTheLessSureOfTwoLikeHandsToTheFreeSlot() {
    Hand sure = right(0.99f);
    Hand unsure = right(0.6f);
    HandSlots slots = HandSlots.of(List.of(unsure, sure));
    assertThat(slots.right()).containsSame(sure);
    assertThat(slots.left()).containsSame(unsure);
  }

  @Test
  void keepsTheOwnHandOfASlotWhereThreeAreFound() {
    Hand first = right(0.99f);
    Hand second = right(0.98f);
    Hand left = left(0.6f);
    HandSlots slots = HandSlots.of(List.of(first, second, left));
    assertThat(slots.right()).containsSame(first);
    assertThat(slots.left()).containsSame(left);
  }

  @Test
  void isEmptyWithoutHands() {
    HandSlots slots = HandSlots.of(List.of());
    assertThat(slots.right()).isEmpty();
    assertThat(slots.left()).isEmpty();
  }
}
