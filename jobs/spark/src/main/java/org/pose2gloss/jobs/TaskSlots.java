package org.pose2gloss.jobs;

import java.time.Duration;
import java.util.List;
import org.apache.spark.SparkContext;
import org.apache.spark.api.java.JavaSparkContext;

/**
 * How many tasks a cluster runs at the same time. Executors register one after the other when a
 * program starts: what is asked too early is answered too low.
 */
final class TaskSlots {
  private static final long PAUSE_MILLIS = 250;
  private static final Duration STEADY = Duration.ofSeconds(3);
  private static final Duration LONGEST = Duration.ofSeconds(30);

  private TaskSlots() {}

  /** The number, once it has not changed for some seconds; at once where there is one machine. */
  static int of(SparkContext context) throws InterruptedException {
    if (context.isLocal()) {
      return context.defaultParallelism();
    }
    // Waits for the first executor, however long the cluster takes to give one.
    JavaSparkContext.fromSparkContext(context).parallelize(List.of(1), 1).count();
    int slots = context.defaultParallelism();
    long started = System.nanoTime();
    long changed = started;
    while (System.nanoTime() - changed < STEADY.toNanos()
        && System.nanoTime() - started < LONGEST.toNanos()) {
      Thread.sleep(PAUSE_MILLIS);
      if (context.defaultParallelism() != slots) {
        slots = context.defaultParallelism();
        changed = System.nanoTime();
      }
    }
    return slots;
  }
}
