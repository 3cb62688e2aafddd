package org.pose2gloss.features;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
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

  /** An augmenter of the points of a selection. */
  public Augmenter(PointSelection selection) {
    this.selection = selection;
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
   * Changed copies of a sequence; the first ones are the same however many there are.
   *
   * @param original points of this augmenter's selection
   * @param copies how many, 0 or more
   * @param seed the sample's seed, such as {@link #seedFor(long, String)} gives
   * @throws IllegalArgumentException if the points are of another size or copies is below 0
   */
  public List<SelectedPoints> copies(SelectedPoints original, int copies, long seed) {
    if (original.points() != selection.size()) {
      throw new IllegalArgumentException(
          String.format(
              "%s has %d points a frame, not %d",
              selection.name(), selection.size(), original.points()));
    }
    if (copies < 0) {
      throw new IllegalArgumentException("there are 0 or more copies, not " + copies);
    }
    List<SelectedPoints> made = new ArrayList<>(copies);
    for (int copy = 0; copy < copies; copy++) {
      SelectedPoints points = original;
      for (Augmentation augmentation : plan(seed, copy)) {
        points = augmentation.apply(points);
      }
      made.add(points);
    }
    return made;
  }

  /** What is done to a copy, in order. */
  List<Augmentation> plan(long seed, int copy) {
    Random random = new Random(seedFor(seed, Integer.toString(copy)));
    List<Augmentation> plan = new ArrayList<>();
    while (plan.isEmpty()) {
      for (Augmentation augmentation : all(random)) {
        if (random.nextDouble() < CHANCE) {
          plan.add(augmentation);
        }
      }
    }
    Collections.shuffle(plan, random);
    return plan;
  }

  private List<Augmentation> all(Random random) {
    return List.of(
        Rotation.draw(Rotation.Axis.X, random),
        Rotation.draw(Rotation.Axis.Y, random),
        Rotation.draw(Rotation.Axis.Z, random),
        Zoom.draw(random),
        Shift.draw(random),
        Masking.draw(selection, random),
        new Mirror(selection),
        new EverySecondFrame());
  }

  /** A number drawn uniformly from low to high. */
  static double between(double low, double high, Random random) {
    return low + (high - low) * random.nextDouble();
  }
}
