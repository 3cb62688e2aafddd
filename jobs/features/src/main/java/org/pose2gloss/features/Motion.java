package org.pose2gloss.features;

import java.util.Arrays;

/** Moves a point, given and returned as {x, y, z}. */
@FunctionalInterface
interface Motion {
  /** Changes a point in place. */
  void move(float[] point);

  /**
   * Moves every point that is there. One that is outside the picture afterwards, x or y below 0 or
   * above 1, becomes absent: a camera would not have seen it.
   */
  static SelectedPoints of(SelectedPoints points, Motion motion) {
    float[] xyz = points.xyz();
    float[] point = new float[SelectedPoints.CHANNELS];
    for (int at = 0; at < xyz.length; at += SelectedPoints.CHANNELS) {
      if (Float.isNaN(xyz[at])) {
        continue;
      }
      System.arraycopy(xyz, at, point, 0, SelectedPoints.CHANNELS);
      motion.move(point);
      if (point[0] < 0 || point[0] > 1 || point[1] < 0 || point[1] > 1) {
        Arrays.fill(point, Float.NaN);
      }
      System.arraycopy(point, 0, xyz, at, SelectedPoints.CHANNELS);
    }
    return SelectedPoints.owning(points.frames(), points.points(), xyz);
  }
}
