package org.pose2gloss.jobs;

import java.util.concurrent.atomic.AtomicLong;
import org.apache.spark.executor.TaskMetrics;
import org.apache.spark.scheduler.SparkListener;
import org.apache.spark.scheduler.SparkListenerTaskEnd;
import org.apache.spark.sql.SparkSession;
import org.pose2gloss.command.Progress;

/**
 * Progress of a Spark job that sends every row through one shuffle, from Spark's own counts: half
 * of the way a row is sent, then it is taken.
 */
final class ShuffleProgress implements AutoCloseable {
  private final SparkSession spark;
  private final Progress progress;
  private final SparkListener listener;

  private ShuffleProgress(SparkSession spark, String task, String unit, long total) {
    this.spark = spark;
    this.progress = Progress.start(task, unit, total);
    AtomicLong moved = new AtomicLong();
    this.listener =
        new SparkListener() {
          @Override
          public void onTaskEnd(SparkListenerTaskEnd end) {
            TaskMetrics metrics = end.taskMetrics();
            if (metrics != null) {
              long rows =
                  metrics.shuffleWriteMetrics().recordsWritten()
                      + metrics.shuffleReadMetrics().recordsRead();
              progress.to(Math.min(total, moved.addAndGet(rows) / 2));
            }
          }
        };
    spark.sparkContext().addSparkListener(listener);
  }

  static ShuffleProgress start(SparkSession spark, String task, String unit, long total) {
    return new ShuffleProgress(spark, task, unit, total);
  }

  @Override
  public void close() {
    spark.sparkContext().removeSparkListener(listener);
    progress.close();
  }
}
