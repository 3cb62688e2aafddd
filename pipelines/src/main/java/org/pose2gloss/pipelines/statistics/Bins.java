package org.pose2gloss.pipelines.statistics;

import java.io.Serializable;

/**
 * Bins of equal width over a range, with one slot for all numbers below it and one for those above.
 *
 * <p>They are fixed beforehand, so that counts of any parts of a table, and of any two versions,
 * can be added and compared.
 *
 * @param low lower end of the first bin
 * @param high upper end of the last bin, which belongs to it
 * @param count number of bins
 */
record Bins(double low, double high, int count) implements Serializable {
  /** Slots: below, the bins, above. */
  int slots() {
    return count + 2;
  }

  /** Slot of a finite number. */
  int slot(double value) {
    if (value < low) {
      return 0;
    }
    if (value > high) {
      return count + 1;
    }
    return Math.min(count - 1, (int) ((value - low) / (high - low) * count)) + 1;
  }

  /** Lower end of a bin, from 0; of {@link #count()} the upper end of the last. */
  double edge(int bin) {
    return low + (high - low) * bin / count;
  }

  /**
   * A power of two not below the range's ends, by which numbers are divided before they are added.
   */
  double unit() {
    double largest = Math.max(Math.abs(low), Math.abs(high));
    return Math.scalb(1.0, Math.getExponent(largest) + 1);
  }
}
