package org.pose2gloss.features;

import java.util.Random;

/**
 * Puts the signer elsewhere in the picture.
 *
 * @param x how far to the right, in image widths
 * @param y how far down, in image heights
 */
record Shift(double x, double y) implements Augmentation {
  static final double MOST = 0.2;

  static Shift draw(Random random) {
    return new Shift(
        Augmenter.between(-MOST, MOST, random), Augmenter.between(-MOST, MOST, random));
  }

  @Override
  public SelectedPoints apply(SelectedPoints points) {
    return Motion.of(
        points,
        point -> {
          point[0] += (float) x;
          point[1] += (float) y;
        });
  }
}
