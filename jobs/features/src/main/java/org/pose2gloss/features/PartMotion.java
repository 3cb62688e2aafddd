package org.pose2gloss.features;

import java.util.random.RandomGenerator;

/**
 * Another signer: a part of the body turned in space and scaled about its own centre, frame by
 * frame alike, and a little elsewhere.
 *
 * @param places which points are the part's
 * @param matrix {@code double[3][3]} that shape is multiplied with
 * @param shift {@code double[3]}
 */
// Arrays are what the numbers are multiplied by; nobody compares motions.
@SuppressWarnings("ArrayRecordComponent")
record PartMotion(int[] places, double[][] matrix, double[] shift) implements Augmentation {
  /** Standard deviations: radians about each axis, logarithm of the scale, image widths. */
  private static final double TURN = 0.15;

  private static final double LOGARITHM_OF_SCALE = 0.08;
  private static final double SHIFT = 0.02;
  private static final int AXES = SelectedPoints.CHANNELS;

  /** Draws one for a part; {@code strength} 1 for the whole change, 0 for none. */
  static PartMotion draw(int[] places, double strength, RandomGenerator random) {
    double scale = Math.exp(strength * LOGARITHM_OF_SCALE * random.nextGaussian());
    double[][] matrix = {{scale, 0, 0}, {0, scale, 0}, {0, 0, scale}};
    for (int axis = 0; axis < AXES; axis++) {
      turn(matrix, axis, strength * TURN * random.nextGaussian());
    }
    double[] shift = new double[AXES];
    for (int axis = 0; axis < AXES; axis++) {
      shift[axis] = strength * SHIFT * random.nextGaussian();
    }
    return new PartMotion(places, matrix, shift);
  }

  /** Multiplies by a turn about an axis: the two other rows are mixed. */
  private static void turn(double[][] matrix, int axis, double angle) {
    double[] first = matrix[(axis + 1) % AXES];
    double[] second = matrix[(axis + 2) % AXES];
    for (int column = 0; column < AXES; column++) {
      double a = first[column];
      double b = second[column];
      first[column] = Math.cos(angle) * a - Math.sin(angle) * b;
      second[column] = Math.sin(angle) * a + Math.cos(angle) * b;
    }
  }

  @Override
  public SelectedPoints apply(SelectedPoints points) {
    float[] xyz = points.xyz();
    for (int frame = 0; frame < points.frames(); frame++) {
      int first = frame * points.points();
      double[] centre = centre(xyz, first);
      for (int place : places) {
        move(xyz, (first + place) * AXES, centre);
      }
    }
    return SelectedPoints.owning(points.frames(), points.points(), xyz);
  }

  private double[] centre(float[] xyz, int first) {
    double[] centre = new double[AXES];
    int present = 0;
    for (int place : places) {
      int at = (first + place) * AXES;
      if (!Float.isNaN(xyz[at])) {
        present++;
        for (int axis = 0; axis < AXES; axis++) {
          centre[axis] += xyz[at + axis];
        }
      }
    }
    for (int axis = 0; axis < AXES; axis++) {
      centre[axis] /= Math.max(1, present);
    }
    return centre;
  }

  private void move(float[] xyz, int at, double[] centre) {
    double x = xyz[at] - centre[0];
    double y = xyz[at + 1] - centre[1];
    double z = xyz[at + 2] - centre[2];
    for (int axis = 0; axis < AXES; axis++) {
      double[] row = matrix[axis];
      xyz[at + axis] = (float) (row[0] * x + row[1] * y + row[2] * z + centre[axis] + shift[axis]);
    }
  }
}
