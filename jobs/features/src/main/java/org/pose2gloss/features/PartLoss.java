package org.pose2gloss.features;

import java.util.Arrays;

/**
 * A part of the body that the detector did not find for some frames.
 *
 * @param places which points are the part's
 * @param from first frame without it
 * @param to first frame that may have it again
 */
// An array is what the points are gone through by; nobody compares losses.
@SuppressWarnings("ArrayRecordComponent")
record PartLoss(int[] places, int from, int to) implements Augmentation {

  @Override
  public SelectedPoints apply(SelectedPoints points) {
    float[] xyz = points.xyz();
    for (int frame = from; frame < to; frame++) {
      for (int place : places) {
        int at = (frame * points.points() + place) * SelectedPoints.CHANNELS;
        Arrays.fill(xyz, at, at + SelectedPoints.CHANNELS, Float.NaN);
      }
    }
    return SelectedPoints.owning(points.frames(), points.points(), xyz);
  }
}
