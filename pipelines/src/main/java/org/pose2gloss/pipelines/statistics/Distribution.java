package org.pose2gloss.pipelines.statistics;

import com.fasterxml.jackson.annotation.JsonIgnore;
import java.util.Arrays;
import java.util.List;
import java.util.stream.LongStream;

/**
 * How the numbers of one feature are distributed.
 *
 * @param count finite numbers
 * @param absent numbers that are not there (NaN or null)
 * @param infinite numbers that are infinite
 * @param min smallest finite number, null where there is none; the others likewise
 * @param max largest
 * @param mean mean, of which numbers beyond 16 times the range count as at that bound
 * @param std standard deviation, likewise
 * @param low lower end of the first bin
 * @param high upper end of the last bin
 * @param below numbers below the first bin
 * @param above numbers above the last bin
 * @param bins numbers in each bin
 */
public record Distribution(
    long count,
    long absent,
    long infinite,
    Double min,
    Double max,
    Double mean,
    Double std,
    double low,
    double high,
    long below,
    long above,
    List<Long> bins) {

  /** Copies the bins. */
  public Distribution {
    bins = List.copyOf(bins);
  }

  Distribution(
      long count,
      long absent,
      long infinite,
      Double min,
      Double max,
      Double mean,
      Double std,
      Bins bins,
      long[] slots) {
    this(
        count,
        absent,
        infinite,
        min,
        max,
        mean,
        std,
        bins.low(),
        bins.high(),
        slots[0],
        slots[slots.length - 1],
        Arrays.stream(slots, 1, slots.length - 1).boxed().toList());
  }

  /** Fraction of all numbers that are not there, 0..1. */
  @JsonIgnore
  public double absentShare() {
    long all = count + absent + infinite;
    return all == 0 ? 0 : absent / (double) all;
  }

  /** Fraction of the numbers that are there which lie outside of the bins, 0..1. */
  @JsonIgnore
  public double outsideShare() {
    long there = count + infinite;
    return there == 0 ? 0 : (below + above + infinite) / (double) there;
  }

  /** Counts of all slots: below, the bins, above. */
  long[] slots() {
    return LongStream.concat(
            LongStream.concat(LongStream.of(below), bins.stream().mapToLong(Long::longValue)),
            LongStream.of(above))
        .toArray();
  }

  /** Whether another distribution has the same bins. */
  boolean comparableTo(Distribution other) {
    return low == other.low && high == other.high && bins.size() == other.bins.size();
  }
}
