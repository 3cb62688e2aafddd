package org.pose2gloss.jobs;

import java.util.concurrent.atomic.AtomicLong;
import java.util.function.ToLongFunction;
import org.apache.spark.SparkContext;
import org.apache.spark.executor.TaskMetrics;
import org.apache.spark.scheduler.SparkListener;
import org.apache.spark.scheduler.SparkListenerTaskEnd;
import org.apache.spark.util.LongAccumulator;
import org.pose2gloss.command.Progress;

/** Progress of a Spark job, shown as its tasks end. */
final class JobProgress implements AutoCloseable {
  private final SparkContext spark;
  private final LongAccumulator counter;
  private final Progress progress;
  private final SparkListener listener;

  private JobProgress(
      SparkContext spark,
      LongAccumulator counter,
      Progress progress,
      ToLongFunction<SparkListenerTaskEnd> done) {
    this.spark = spark;
    this.counter = counter;
    this.progress = progress;
    this.listener =
        new SparkListener() {
          @Override
          public void onTaskEnd(SparkListenerTaskEnd end) {
            progress.to(done.applyAsLong(end));
          }
        };
    spark.addSparkListener(listener);
  }

  /** Progress that the tasks count themselves. */
  static JobProgress start(SparkContext spark, String task, String unit, long total) {
    LongAccumulator counter = spark.longAccumulator(unit);
    return new JobProgress(
        spark, counter, Progress.start(task, unit, total), end -> counter.value());
  }

  /**
   * Progress of a job that sends every row through one shuffle, from Spark's own counts: half of
   * the way a row is sent, then it is taken.
   */
  static JobProgress ofShuffle(SparkContext spark, String task, String unit, long total) {
    AtomicLong moved = new AtomicLong();
    return new JobProgress(
        spark,
        null,
        Progress.start(task, unit, total),
        end -> Math.min(total, moved.addAndGet(rows(end.taskMetrics())) / 2));
  }

  private static long rows(TaskMetrics metrics) {
    return metrics == null
        ? 0
        : metrics.shuffleWriteMetrics().recordsWritten()
            + metrics.shuffleReadMetrics().recordsRead();
  }

  /** To be added to by tasks that count themselves. */
  LongAccumulator counter() {
    return counter;
  }

  @Override
  public void close() {
    spark.removeSparkListener(listener);
    if (counter != null) {
      progress.to(counter.value());
    }
    progress.close();
  }
}
