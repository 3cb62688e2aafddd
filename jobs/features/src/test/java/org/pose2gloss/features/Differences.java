package org.pose2gloss.features;

/** Compares long arrays in which NaN stands for absent. */
final class Differences {
  private Differences() {}

  /** Largest difference of two arrays; infinite if only one is NaN somewhere, or lengths differ. */
  static double largest(float[] a, float[] b) {
    double largest = a.length == b.length ? 0 : Double.POSITIVE_INFINITY;
    for (int i = 0; i < Math.min(a.length, b.length); i++) {
      if (Float.isNaN(a[i]) != Float.isNaN(b[i])) {
        return Double.POSITIVE_INFINITY;
      }
      if (!Float.isNaN(a[i])) {
        largest = Math.max(largest, Math.abs((double) a[i] - b[i]));
      }
    }
    return largest;
  }
}
