package org.pose2gloss.pipelines.statistics;

import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import org.apache.beam.sdk.util.VarInt;

/**
 * How the numbers of one feature are distributed, in memory that does not grow with them.
 *
 * <p>All that is added up are whole numbers, so that the result depends neither on the order nor on
 * how the numbers were divided: means and deviations come from sums in units of 2^-20 of the range.
 * Not thread safe.
 */
final class NumberCounts {
  private static final double SCALE = 1 << 20;

  /** Numbers farther out count as this many ranges in sums, which thus never overflow. */
  private static final double FARTHEST = 16;

  private final Bins bins;
  private final double unit;
  private final long[] slots;
  private long absent;
  private long infinite;
  private long sum;
  private long squares;
  private float min = Float.POSITIVE_INFINITY;
  private float max = Float.NEGATIVE_INFINITY;

  NumberCounts(Bins bins) {
    this.bins = bins;
    this.unit = bins.unit();
    this.slots = new long[bins.slots()];
  }

  /** Counts a number; NaN is one that is absent. */
  void add(float value) {
    if (Float.isNaN(value)) {
      absent++;
    } else if (Float.isInfinite(value)) {
      infinite++;
    } else {
      slots[bins.slot(value)]++;
      min = Math.min(min, value);
      max = Math.max(max, value);
      double scaled = Math.max(-FARTHEST, Math.min(FARTHEST, value / unit));
      sum += (long) (scaled * SCALE);
      squares += (long) (scaled * scaled * SCALE);
    }
  }

  /** Counts what another has counted; it has the same bins. */
  void add(NumberCounts other) {
    for (int slot = 0; slot < slots.length; slot++) {
      slots[slot] += other.slots[slot];
    }
    absent += other.absent;
    infinite += other.infinite;
    sum += other.sum;
    squares += other.squares;
    min = Math.min(min, other.min);
    max = Math.max(max, other.max);
  }

  /** What has been counted. */
  Distribution distribution() {
    long count = 0;
    for (long slot : slots) {
      count += slot;
    }
    if (count == 0) {
      return new Distribution(0, absent, infinite, null, null, null, null, bins, slots.clone());
    }
    double mean = sum / SCALE / count;
    double variance = Math.max(0, squares / SCALE / count - mean * mean);
    return new Distribution(
        count,
        absent,
        infinite,
        (double) min,
        (double) max,
        mean * unit,
        Math.sqrt(variance) * unit,
        bins,
        slots.clone());
  }

  void write(DataOutputStream out) throws IOException {
    for (long slot : slots) {
      VarInt.encode(slot, out);
    }
    VarInt.encode(absent, out);
    VarInt.encode(infinite, out);
    out.writeLong(sum);
    out.writeLong(squares);
    out.writeFloat(min);
    out.writeFloat(max);
  }

  static NumberCounts read(Bins bins, DataInputStream in) throws IOException {
    NumberCounts counts = new NumberCounts(bins);
    for (int slot = 0; slot < counts.slots.length; slot++) {
      counts.slots[slot] = VarInt.decodeLong(in);
    }
    counts.absent = VarInt.decodeLong(in);
    counts.infinite = VarInt.decodeLong(in);
    counts.sum = in.readLong();
    counts.squares = in.readLong();
    counts.min = in.readFloat();
    counts.max = in.readFloat();
    return counts;
  }
}
