package org.pose2gloss.pipelines.ingest;

import java.util.Map;
import org.pose2gloss.pipelines.beam.Runner;

/** The runners that tests run pipelines on, each with two threads. */
public final class RunnersForTests {
  private RunnersForTests() {}

  /** Spark's, or else Beam's own. */
  public static Runner named(String name) {
    return name.equals("spark") ? Runner.spark("test", "local[2]", Map.of()) : Runner.direct(2);
  }
}
