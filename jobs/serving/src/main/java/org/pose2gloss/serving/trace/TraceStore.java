package org.pose2gloss.serving.trace;

import java.util.List;
import java.util.UUID;

/** Where traces are kept. */
public interface TraceStore extends AutoCloseable {
  /**
   * Keeps traces.
   *
   * @param attempt names them: a repeated attempt keeps them once
   * @throws RuntimeException if they are not kept; they are offered again
   */
  void keep(UUID attempt, List<Trace> traces);

  @Override
  default void close() {}

  /** For a service that leaves no traces. */
  static TraceStore none() {
    return (attempt, traces) -> {
      throw new IllegalStateException("There is no store.");
    };
  }
}
