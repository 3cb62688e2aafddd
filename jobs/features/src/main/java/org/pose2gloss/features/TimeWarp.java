package org.pose2gloss.features;

import java.util.Arrays;
import java.util.random.RandomGenerator;

/**
 * Other frames in the same order: the signing begins later or ends earlier, and goes faster at one
 * time and slower at another.
 *
 * @param chosen which frame comes at each place; one may come twice
 */
// An array is what frames are copied by; nobody compares warps.
@SuppressWarnings("ArrayRecordComponent")
record TimeWarp(int[] chosen) implements Augmentation {
  /** Greatest share of the frames with a hand that is cut off at each end. */
  private static final double MOST_CUT = 0.15;

  /**
   * Greatest bend of time: the middle of the sequence comes up to a fourth of this early or late.
   */
  private static final double MOST_BEND = 0.3;

  private static final double MOST_JITTER = 0.5;

  /**
   * Draws one for a sequence.
   *
   * @param strength 1 for the whole change, 0 for none
   */
  static TimeWarp draw(
      SelectedPoints points, PointSelection selection, double strength, RandomGenerator random) {
    int first = 0;
    int last = points.frames() - 1;
    while (first < last && !handSeen(points, selection, first)) {
      first++;
    }
    while (last > first && !handSeen(points, selection, last)) {
      last--;
    }
    if (!handSeen(points, selection, first)) {
      first = 0;
      last = points.frames() - 1;
    }
    double cut = strength * MOST_CUT * (last - first);
    double start = first + random.nextDouble() * cut;
    double end = last - random.nextDouble() * cut;
    double bend = strength * MOST_BEND * (2 * random.nextDouble() - 1);
    int[] chosen = new int[(int) Math.round(end - start) + 1];
    for (int place = 0; place < chosen.length; place++) {
      double share = chosen.length == 1 ? 0 : (double) place / (chosen.length - 1);
      double bent = share + bend * share * (1 - share);
      double jitter = strength * MOST_JITTER * (2 * random.nextDouble() - 1);
      double frame = start + (end - start) * bent + jitter;
      chosen[place] = (int) Math.round(Math.max(first, Math.min(last, frame)));
    }
    Arrays.sort(chosen);
    return new TimeWarp(chosen);
  }

  private static boolean handSeen(SelectedPoints points, PointSelection selection, int frame) {
    for (int place = 0; place < points.points(); place++) {
      if (selection.isHand(place) && points.isPresent(frame, place)) {
        return true;
      }
    }
    return false;
  }

  @Override
  public SelectedPoints apply(SelectedPoints points) {
    int step = points.points() * SelectedPoints.CHANNELS;
    float[] from = points.xyz();
    float[] to = new float[Math.multiplyExact(chosen.length, step)];
    for (int place = 0; place < chosen.length; place++) {
      System.arraycopy(from, chosen[place] * step, to, place * step, step);
    }
    return SelectedPoints.owning(chosen.length, points.points(), to);
  }
}
