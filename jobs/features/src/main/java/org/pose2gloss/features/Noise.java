package org.pose2gloss.features;

import java.util.SplittableRandom;

/**
 * What the detector is unsure of: every number a little off, each by itself.
 *
 * @param most greatest difference, in image widths
 * @param seed of the differences
 */
record Noise(double most, long seed) implements Augmentation {

  @Override
  public SelectedPoints apply(SelectedPoints points) {
    SplittableRandom random = new SplittableRandom(seed);
    float[] xyz = points.xyz();
    for (int i = 0; i < xyz.length; i++) {
      xyz[i] += (float) (most * (2 * random.nextDouble() - 1));
    }
    return SelectedPoints.owning(points.frames(), points.points(), xyz);
  }
}
