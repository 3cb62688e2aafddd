package org.pose2gloss.features;

import java.util.Random;

/**
 * Brings the signer nearer or further: x and y grow about the middle of the picture, z stays.
 *
 * @param factor how much larger the signer gets
 */
record Zoom(double factor) implements Augmentation {
  static final double LEAST_FACTOR = 0.8;
  static final double MOST_FACTOR = 1.2;
  private static final double CENTRE = 0.5;

  static Zoom draw(Random random) {
    return new Zoom(Augmenter.between(LEAST_FACTOR, MOST_FACTOR, random));
  }

  @Override
  public SelectedPoints apply(SelectedPoints points) {
    return Motion.of(
        points,
        point -> {
          point[0] = (float) ((point[0] - CENTRE) * factor + CENTRE);
          point[1] = (float) ((point[1] - CENTRE) * factor + CENTRE);
        });
  }
}
