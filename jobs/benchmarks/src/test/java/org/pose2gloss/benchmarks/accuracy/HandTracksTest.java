package org.pose2gloss.benchmarks.accuracy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Hands whose sides are known lose them, and are told apart again. */
class HandTracksTest {
  private static final int HAND = 63;

  @Test
  void handsThatCrossForAWhileKeepTheirSides() {
    int frames = 21;
    float[] sides = new float[frames * 2 * HAND];
    for (int frame = 0; frame < frames; frame++) {
      // The right hand begins on the picture's left; above the left one it goes beyond it and back.
      float way = 0.25f * (float) Math.sin(Math.PI * frame / (frames - 1));
      place(sides, frame, 0, 0.3f + way, 0.4f);
      place(sides, frame, 1, 0.7f - way, 0.7f);
    }

    assertThat(HandTracks.tellApart(shuffled(sides, 3))).containsExactly(sides);
  }

  @Test
  void aHandThatIsMissedForAWhileComesBackToItsSide() {
    int frames = 12;
    float[] sides = new float[frames * 2 * HAND];
    for (int frame = 0; frame < frames; frame++) {
      place(sides, frame, 0, 0.4f, 0.5f);
      place(sides, frame, 1, 0.6f, 0.5f);
    }
    for (int frame = 4; frame < 8; frame++) {
      Arrays.fill(sides, frame * 2 * HAND, (frame * 2 + 1) * HAND, Float.NaN);
    }

    assertThat(HandTracks.tellApart(shuffled(sides, 5))).containsExactly(sides);
  }

  @Test
  void aHandWithANumberMissingIsNone() {
    float[] slots = new float[2 * HAND];
    place(slots, 0, 0, 0.3f, 0.5f);
    place(slots, 0, 1, 0.7f, 0.5f);
    slots[HAND + 7] = Float.POSITIVE_INFINITY;

    float[] told = HandTracks.tellApart(slots);

    assertThat(Arrays.copyOf(told, HAND)).containsExactly(Arrays.copyOf(slots, HAND));
    assertThat(Arrays.copyOfRange(told, HAND, 2 * HAND)).containsOnly(Float.NaN);
  }

  @Test
  void numbersThatAreNoFramesAreRefused() {
    assertThatThrownBy(() -> HandTracks.tellApart(new float[100])).hasMessageContaining("126");
    assertThatThrownBy(() -> HandTracks.tellApart(new float[0])).hasMessageContaining("126");
  }

  /** A flat hand, whose shape says nothing about its side. */
  private static void place(float[] sides, int frame, int side, float x, float y) {
    for (int point = 0; point < 21; point++) {
      int at = (frame * 2 + side) * HAND + point * 3;
      sides[at] = x + 0.01f * (point % 5 - 2);
      int joint = point / 5;
      sides[at + 1] = y - 0.01f * joint;
      sides[at + 2] = 0;
    }
  }

  /** The hands of each frame in any order. */
  private static float[] shuffled(float[] sides, long seed) {
    Random random = new Random(seed);
    float[] slots = sides.clone();
    for (int frame = 0; frame < sides.length / (2 * HAND); frame++) {
      if (random.nextBoolean()) {
        int at = frame * 2 * HAND;
        System.arraycopy(sides, at, slots, at + HAND, HAND);
        System.arraycopy(sides, at + HAND, slots, at, HAND);
      }
    }
    return slots;
  }
}
