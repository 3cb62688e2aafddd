package org.pose2gloss.jobs;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.apache.spark.SimpleFutureAction;
import org.apache.spark.SparkContext;
import org.apache.spark.rdd.RDD;
import org.apache.spark.sql.SparkSession;
import org.pose2gloss.command.UserException;
import scala.Function1;
import scala.collection.Iterator;
import scala.runtime.BoxedUnit;

/**
 * Runs tasks that give packs back, and hands these on while others still run.
 *
 * <p>Every task's pack is handed on exactly once, also where Spark ran the task twice. If the job
 * fails, what its finished tasks made is handed on before the failure is thrown.
 */
final class PackRuns {
  private static final long PAUSE_MILLIS = 100;

  private final SparkSession spark;
  private final long nanosBetween;
  private final Consumer<List<ExtractedPack>> taker;

  /**
   * @param secondsBetween least time from one handing on to the next
   * @param taker takes what has come meanwhile, on the thread that runs the tasks
   */
  PackRuns(SparkSession spark, double secondsBetween, Consumer<List<ExtractedPack>> taker) {
    this.spark = spark;
    this.nanosBetween = (long) (secondsBetween * TimeUnit.SECONDS.toNanos(1));
    this.taker = taker;
  }

  /**
   * Runs a task for each partition, in the order of their numbers as far as there are slots.
   *
   * @throws UserException if nothing can be extracted at all
   */
  <T> void run(RDD<T> partitions, Function1<Iterator<T>, byte[]> task) throws InterruptedException {
    ConcurrentLinkedQueue<byte[]> finished = new ConcurrentLinkedQueue<>();
    SparkContext context = spark.sparkContext();
    SimpleFutureAction<Object> job =
        context.submitJob(
            partitions,
            task,
            scala.collection.immutable.Range$.MODULE$.apply(0, partitions.getNumPartitions()),
            (number, bytes) -> {
              finished.add(bytes);
              return BoxedUnit.UNIT;
            },
            () -> BoxedUnit.UNIT);
    boolean ended = false;
    try {
      long last = System.nanoTime();
      while (!job.isCompleted()) {
        Thread.sleep(PAUSE_MILLIS);
        if (System.nanoTime() - last >= nanosBetween) {
          handOn(finished);
          last = System.nanoTime();
        }
      }
      ended = true;
      handOn(finished);
    } finally {
      if (!ended) {
        job.cancel();
      }
    }
    if (job.value().get().isFailure()) {
      throw failure(job.value().get().failed().get());
    }
  }

  private void handOn(ConcurrentLinkedQueue<byte[]> finished) {
    List<ExtractedPack> packs = new ArrayList<>();
    for (byte[] bytes = finished.poll(); bytes != null; bytes = finished.poll()) {
      packs.add(TaskBytes.read(bytes, ExtractedPack.class));
    }
    if (!packs.isEmpty()) {
      taker.accept(packs);
    }
  }

  private static RuntimeException failure(Throwable thrown) {
    for (Throwable cause = thrown; cause != null; cause = cause.getCause()) {
      if (cause instanceof Extraction.UnusableException) {
        return new UserException(cause.getMessage(), thrown);
      }
    }
    return new IllegalStateException(
        "The extraction was broken off by Spark; what was finished before is in the tables: "
            + thrown.getMessage(),
        thrown);
  }
}
