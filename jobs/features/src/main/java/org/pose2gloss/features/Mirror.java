package org.pose2gloss.features;

/**
 * Shows the signer in a mirror: a right-handed signer becomes a left-handed one.
 *
 * <p>x becomes 1 - x, and what was the right hand, shoulder or eye is the left one then, so every
 * point changes places with its twin.
 *
 * @param selection whose points they are
 */
record Mirror(PointSelection selection) implements Augmentation {

  @Override
  public SelectedPoints apply(SelectedPoints points) {
    float[] from = points.xyz();
    float[] to = new float[from.length];
    int[] twins = selection.mirrored();
    for (int frame = 0; frame < points.frames(); frame++) {
      int first = frame * points.points();
      for (int place = 0; place < twins.length; place++) {
        int target = (first + place) * SelectedPoints.CHANNELS;
        int source = (first + twins[place]) * SelectedPoints.CHANNELS;
        to[target] = 1 - from[source];
        to[target + 1] = from[source + 1];
        to[target + 2] = from[source + 2];
      }
    }
    return SelectedPoints.owning(points.frames(), points.points(), to);
  }
}
