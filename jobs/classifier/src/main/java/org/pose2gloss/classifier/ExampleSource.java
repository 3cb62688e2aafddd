package org.pose2gloss.classifier;

import java.util.List;
import java.util.stream.Stream;

/** Examples that can be streamed again and again, so that they never need to fit into memory. */
public interface ExampleSource {

  /** A new stream over all examples in a fixed order; the caller closes it. */
  Stream<Example> open();

  /** Number of examples that a stream yields. */
  long size();

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
    };
  }
}
