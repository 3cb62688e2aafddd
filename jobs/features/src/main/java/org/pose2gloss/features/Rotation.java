package org.pose2gloss.features;

import java.util.Random;

/**
 * Turns the signer about an axis through (0.5, 0.5, 0), right-handed in the picture's axes (x
 * right, y down, z away from the camera).
 *
 * @param axis the axis
 * @param degrees the angle
 */
record Rotation(Axis axis, double degrees) implements Augmentation {
  static final double LEAST_DEGREES = 10;
  static final double MOST_DEGREES = 30;
  private static final double CENTRE = 0.5;

  /** The axes of a picture. */
  enum Axis {
    X,
    Y,
    Z
  }

  /** A turn by 10 to 30 degrees, to either side alike. */
  static Rotation draw(Axis axis, Random random) {
    double degrees = Augmenter.between(LEAST_DEGREES, MOST_DEGREES, random);
    return new Rotation(axis, random.nextBoolean() ? degrees : -degrees);
  }

  @Override
  public SelectedPoints apply(SelectedPoints points) {
    double cosine = Math.cos(Math.toRadians(degrees));
    double sine = Math.sin(Math.toRadians(degrees));
    return Motion.of(
        points,
        point -> {
          double x = point[0] - CENTRE;
          double y = point[1] - CENTRE;
          double z = point[2];
          switch (axis) {
            case X -> set(point, x, cosine * y - sine * z, sine * y + cosine * z);
            case Y -> set(point, cosine * x + sine * z, y, cosine * z - sine * x);
            case Z -> set(point, cosine * x - sine * y, sine * x + cosine * y, z);
          }
        });
  }

  private static void set(float[] point, double x, double y, double z) {
    point[0] = (float) (x + CENTRE);
    point[1] = (float) (y + CENTRE);
    point[2] = (float) z;
  }
}
