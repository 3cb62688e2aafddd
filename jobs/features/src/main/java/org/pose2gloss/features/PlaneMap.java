package org.pose2gloss.features;

import java.util.random.RandomGenerator;

/**
 * Another camera: the picture turned, sheared, stretched and scaled about its middle, then shifted.
 * Points may leave the picture and are kept there.
 *
 * @param xx what x gives to x; the others likewise
 * @param zz what depth is multiplied with
 * @param shiftX in image widths
 * @param shiftY in image heights
 */
record PlaneMap(double xx, double xy, double yx, double yy, double zz, double shiftX, double shiftY)
    implements Augmentation {
  private static final double MOST_TURN = Math.toRadians(15);
  private static final double MOST_LOGARITHM_OF_SCALE = 0.25;
  private static final double MOST_LOGARITHM_OF_STRETCH = 0.12;
  private static final double MOST_SHEAR = 0.15;
  private static final double MOST_SHIFT = 0.1;
  private static final float CENTRE = 0.5f;

  /** Draws one; {@code strength} 1 for the whole change, 0 for none. */
  static PlaneMap draw(double strength, RandomGenerator random) {
    double turn = either(strength * MOST_TURN, random);
    double scale = Math.exp(either(strength * MOST_LOGARITHM_OF_SCALE, random));
    double stretch = Math.exp(either(strength * MOST_LOGARITHM_OF_STRETCH, random));
    double shear = either(strength * MOST_SHEAR, random);
    return new PlaneMap(
        Math.cos(turn) * scale * stretch,
        -Math.sin(turn) * scale,
        Math.sin(turn) * scale + shear,
        Math.cos(turn) * scale / stretch,
        scale,
        either(strength * MOST_SHIFT, random),
        either(strength * MOST_SHIFT, random));
  }

  private static double either(double most, RandomGenerator random) {
    return most * (2 * random.nextDouble() - 1);
  }

  @Override
  public SelectedPoints apply(SelectedPoints points) {
    float[] xyz = points.xyz();
    for (int at = 0; at < xyz.length; at += SelectedPoints.CHANNELS) {
      double x = xyz[at] - CENTRE;
      double y = xyz[at + 1] - CENTRE;
      // What is absent, NaN, stays so.
      xyz[at] = (float) (xx * x + xy * y + shiftX + CENTRE);
      xyz[at + 1] = (float) (yx * x + yy * y + shiftY + CENTRE);
      xyz[at + 2] = (float) (zz * xyz[at + 2]);
    }
    return SelectedPoints.owning(points.frames(), points.points(), xyz);
  }
}
