package org.pose2gloss.features;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.IntStream;

/**
 * Hides points in all frames, so that a model learns to do with the others.
 *
 * @param hidden places of the points that become absent
 */
record Masking(Set<Integer> hidden) implements Augmentation {
  static final double FRACTION_OF_HAND_POINTS = 0.3;
  static final double FRACTION_OF_OTHER_POINTS = 0.6;

  /** Hides 30% of the hands' points and 60% of the others, both rounded down. */
  static Masking draw(PointSelection selection, Random random) {
    List<Integer> hands = places(selection, true);
    List<Integer> others = places(selection, false);
    Set<Integer> hidden = new TreeSet<>(some(hands, FRACTION_OF_HAND_POINTS, random));
    hidden.addAll(some(others, FRACTION_OF_OTHER_POINTS, random));
    return new Masking(hidden);
  }

  @Override
  public SelectedPoints apply(SelectedPoints points) {
    float[] xyz = points.xyz();
    for (int frame = 0; frame < points.frames(); frame++) {
      for (int place : hidden) {
        int at = (frame * points.points() + place) * SelectedPoints.CHANNELS;
        Arrays.fill(xyz, at, at + SelectedPoints.CHANNELS, Float.NaN);
      }
    }
    return SelectedPoints.owning(points.frames(), points.points(), xyz);
  }

  private static List<Integer> places(PointSelection selection, boolean hand) {
    return IntStream.range(0, selection.size())
        .filter(place -> selection.isHand(place) == hand)
        .boxed()
        .toList();
  }

  private static List<Integer> some(List<Integer> places, double fraction, Random random) {
    List<Integer> shuffled = new ArrayList<>(places);
    Collections.shuffle(shuffled, random);
    return shuffled.subList(0, (int) (fraction * shuffled.size()));
  }
}
