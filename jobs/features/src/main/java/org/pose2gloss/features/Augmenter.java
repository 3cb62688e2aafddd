package org.pose2gloss.features;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.UUID;

/**
 * Makes changed copies of a training sequence.
 *
 * <p>A copy gets a random half, at least one, in random order, of: rotation about x, about y, about
 * z, each by 10 to 30 degrees to either side; zoom by 0.8 to 1.2; shift by up to 0.2 image widths
 * and heights; masking of 30% of the hands' points and 60% of the others; mirroring, in which left
 * and right change places; every second frame. What is drawn holds for all frames of a copy. These
 * settings are the published ones of the recogniser that this suite follows (SyntaxSquad, {@code
 * pose2gloss/step2_data_augmentation.py}).
 *
 * <p>Points that rotation, zoom or shift put outside the picture become absent; absent points stay
 * so. Copies depend on the original, the seed and the number of the copy alone.
 */
public final class Augmenter {
  private static final double CHANCE = 0.5;

  private final PointSelection selection;
  private final Set<AugmentationKind> kinds;

  /** An augmenter of the points of a selection that draws from all kinds. */
  public Augmenter(PointSelection selection) {
    this(selection, EnumSet.allOf(AugmentationKind.class));
  }

  /**
   * An augmenter that draws from some kinds.
   *
   * @throws IllegalArgumentException if there is no kind, or a mirror is to be drawn and the twin
   *     of a chosen point is not chosen, in a sentence
   */
  public Augmenter(PointSelection selection, Set<AugmentationKind> kinds) {
    if (kinds.isEmpty()) {
      throw new IllegalArgumentException("there is no augmentation to draw from");
    }
    if (kinds.contains(AugmentationKind.MIRROR)) {
      requireTwins(selection);
    }
    this.selection = selection;
    this.kinds = EnumSet.copyOf(kinds);
  }

  static void requireTwins(PointSelection selection) {
    int[] twins = selection.mirrored();
    for (int place = 0; place < twins.length; place++) {
      if (twins[place] < 0) {
        PointSelection.Point point = selection.points().get(place);
        PointSelection.Point twin = point.mirrored();
        throw new IllegalArgumentException(
            String.format(
                "%s chooses %s:%d but not %s:%d, which a mirror puts in its place: choose both, or"
                    + " do not mirror",
                selection.name(),
                point.part().columnName(),
                point.index(),
                twin.part().columnName(),
                twin.index()));
      }
    }
  }

  /**
   * The seed of one sample: unlike for unlike samples, the same on every machine in every order.
   *
   * @param seed the preparation's seed
   * @param id the sample's id
   */
  public static long seedFor(long seed, String id) {
    UUID digest = UUID.nameUUIDFromBytes((seed + "/" + id).getBytes(StandardCharsets.UTF_8));
    return digest.getMostSignificantBits() ^ Long.rotateLeft(digest.getLeastSignificantBits(), 32);
  }

  /**
   * A changed copy of a sequence.
   *
   * @param original points of this augmenter's selection
   * @param copy number of the copy, from 0
   * @param seed the sample's seed, such as {@link #seedFor(long, String)} gives
   * @throws IllegalArgumentException if the points are of another size
   */
  public SelectedPoints copy(SelectedPoints original, int copy, long seed) {
    if (original.points() != selection.size()) {
      throw new IllegalArgumentException(
          String.format(
              "%s has %d points a frame, not %d",
              selection.name(), selection.size(), original.points()));
    }
    SelectedPoints points = original;
    for (Augmentation augmentation : plan(seed, copy)) {
      points = augmentation.apply(points);
    }
    return points;
  }

  /** What is done to a copy, in order. */
  List<Augmentation> plan(long seed, int copy) {
    Random random = new Random(seedFor(seed, Integer.toString(copy)));
    List<Augmentation> plan = new ArrayList<>();
    while (plan.isEmpty()) {
      for (AugmentationKind kind : AugmentationKind.values()) {
        // Drawn in any case: a kind more or less does not change the others' parameters.
        Augmentation augmentation = kind.draw(selection, random);
        if (random.nextDouble() < CHANCE && kinds.contains(kind)) {
          plan.add(augmentation);
        }
      }
    }
    Collections.shuffle(plan, random);
    return plan;
  }

  /** A number drawn uniformly from low to high. */
  static double between(double low, double high, Random random) {
    return low + (high - low) * random.nextDouble();
  }
}
