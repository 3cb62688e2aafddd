package org.pose2gloss.classifier;

import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;

/**
 * Examples that can be streamed again and again, so that they never need to fit into memory.
 *
 * <p>Training shuffles inside a window of some batches only: a source that is larger should not be
 * ordered by label.
 */
public interface ExampleSource {

  /** A new stream over all examples in a fixed order; the caller closes it. */
  Stream<Example> open();

  /** Number of examples that a stream yields. */
  long size();

  /**
   * What tells these examples and their order from others, such as a table's version: a training
   * goes on only with the same; empty = nothing beside their number is known.
   */
  default String version() {
    return "";
  }

  /** A source over examples already in memory. */
  static ExampleSource of(List<Example> examples) {
    List<Example> copy = List.copyOf(examples);
    return new ExampleSource() {
      @Override
      public Stream<Example> open() {
        return copy.stream();
      }

      @Override
      public long size() {
        return copy.size();
      }

      @Override
      public String version() {
        int hash = 1;
        for (Example example : copy) {
          hash =
              Arrays.hashCode(
                  new int[] {
                    hash, example.id().hashCode(), example.label(), Arrays.hashCode(example.xyz())
                  });
        }
        return String.format("%08x", hash);
      }
    };
  }
}
