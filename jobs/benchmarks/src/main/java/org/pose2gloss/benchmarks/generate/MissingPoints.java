package org.pose2gloss.benchmarks.generate;

/**
 * Puts points that were not kept where a whole real face or body has them beside its nearest point
 * that was kept, in the size of what is at hand.
 */
final class MissingPoints {
  private static final int CHANNELS = 3;

  private final float[] whole;
  private final int[] known;
  private final int[] nearest;
  private final double size;

  /**
   * Places of all points.
   *
   * @param whole {@code float[points * 3]} of a frame that has them all
   * @param known numbers of the points that were kept
   */
  MissingPoints(float[] whole, int[] known) {
    this.whole = whole.clone();
    this.known = known.clone();
    this.size = size(whole);
    this.nearest = new int[whole.length / CHANNELS];
    for (int point = 0; point < nearest.length; point++) {
      nearest[point] = known[0];
      for (int candidate : known) {
        if (distance(point, candidate) < distance(point, nearest[point])) {
          nearest[point] = candidate;
        }
      }
    }
  }

  /**
   * All points of a frame.
   *
   * @param points {@code float[points * 3]} of which those kept are set; the others are set here
   */
  void fill(float[] points) {
    double scale = size(points) / size;
    for (int point = 0; point < nearest.length; point++) {
      int from = nearest[point];
      if (from != point) {
        for (int channel = 0; channel < CHANNELS; channel++) {
          float offset = whole[point * CHANNELS + channel] - whole[from * CHANNELS + channel];
          points[point * CHANNELS + channel] =
              (float) (points[from * CHANNELS + channel] + scale * offset);
        }
      }
    }
  }

  /** Root mean square distance of the kept points from their centre. */
  private double size(float[] points) {
    double sum = 0;
    for (int channel = 0; channel < 2; channel++) {
      double mean = 0;
      double squares = 0;
      for (int point : known) {
        double value = points[point * CHANNELS + channel];
        mean += value / known.length;
        squares += value * value / known.length;
      }
      sum += squares - mean * mean;
    }
    return Math.sqrt(Math.max(sum, 0));
  }

  private double distance(int one, int other) {
    return Math.hypot(
        whole[one * CHANNELS] - whole[other * CHANNELS],
        whole[one * CHANNELS + 1] - whole[other * CHANNELS + 1]);
  }
}
