package org.pose2gloss.jobs;

import org.apache.spark.SparkContext;
import org.apache.spark.scheduler.SparkListener;
import org.apache.spark.scheduler.SparkListenerTaskEnd;
import org.apache.spark.util.LongAccumulator;
import org.pose2gloss.command.Progress;

/** Progress of a Spark job, counted by its tasks and shown as they end. */
final class JobProgress implements AutoCloseable {
  private final SparkContext spark;
  private final LongAccumulator counter;
  private final Progress progress;
  private final SparkListener listener;

  private JobProgress(SparkContext spark, String task, String unit, long total) {
    this.spark = spark;
    this.counter = spark.longAccumulator(unit);
    this.progress = Progress.start(task, unit, total);
    this.listener =
        new SparkListener() {
          @Override
          public void onTaskEnd(SparkListenerTaskEnd end) {
            progress.to(counter.value());
          }
        };
    spark.addSparkListener(listener);
  }

  static JobProgress start(SparkContext spark, String task, String unit, long total) {
    return new JobProgress(spark, task, unit, total);
  }

  /** To be added to by the tasks. */
  LongAccumulator counter() {
    return counter;
  }

  @Override
  public void close() {
    spark.removeSparkListener(listener);
    progress.to(counter.value());
    progress.close();
  }
}
