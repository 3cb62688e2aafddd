package org.pose2gloss.jobs;

import java.io.Serializable;
import java.util.Comparator;
import org.apache.spark.Partitioner;
import org.pose2gloss.features.Augmenter;

/**
 * Where an example stands in its table: an order that mixes glosses and depends on nothing but ids
 * and copies, so that the same examples train the same network however they came about.
 *
 * @param lot what decides; taken as an unsigned number
 * @param id identifier of the sample
 * @param copy number of the copy
 */
record ExamplePlace(long lot, String id, int copy)
    implements Comparable<ExamplePlace>, Serializable {
  private static final Comparator<ExamplePlace> ORDER =
      Comparator.comparing(ExamplePlace::lot, Long::compareUnsigned)
          .thenComparing(ExamplePlace::id)
          .thenComparingInt(ExamplePlace::copy);

  static ExamplePlace of(String id, int copy) {
    return new ExamplePlace(Augmenter.seedFor(copy, id), id, copy);
  }

  @Override
  public int compareTo(ExamplePlace other) {
    return ORDER.compare(this, other);
  }

  /** Cuts the order into parts of about the same size; the order goes on from part to part. */
  static final class Parts extends Partitioner {
    private static final long serialVersionUID = 1L;

    private final int parts;

    Parts(int parts) {
      this.parts = parts;
    }

    @Override
    public int numPartitions() {
      return parts;
    }

    @Override
    public int getPartition(Object place) {
      long size = Long.divideUnsigned(-1L, parts) + 1;
      return parts == 1 ? 0 : (int) Long.divideUnsigned(((ExamplePlace) place).lot(), size);
    }
  }
}
