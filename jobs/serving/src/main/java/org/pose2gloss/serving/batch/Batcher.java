package org.pose2gloss.serving.batch;

import io.micrometer.core.instrument.DistributionSummary;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.pose2gloss.classifier.Example;
import org.pose2gloss.serving.model.ServedModel;

/**
 * Runs clips through their model on threads of its own: whatever has arrived while a thread was
 * busy goes through together. The queue has no bound of its own; {@link Admission} is its bound.
 */
public final class Batcher implements AutoCloseable {
  /** Weight of the newest run in what a clip takes. */
  private static final double NEWEST = 0.1;

  private final BlockingQueue<Work> queue = new LinkedBlockingQueue<>();
  private final List<Thread> threads = new ArrayList<>();
  private final BatchOptions options;
  private final DistributionSummary sizes;
  private final Timer runs;

  /** What a clip has taken lately, whatever it went together with; 0 before the first. */
  private volatile double nanosAClip;

  private record Work(
      ServedModel model, Example clip, long deadline, CompletableFuture<float[]> answer) {}

  /** Starts the threads. */
  public Batcher(BatchOptions options, MeterRegistry meters) {
    this.options = options;
    meters.gaugeCollectionSize("pose2gloss.queue", List.of(), queue);
    this.sizes =
        DistributionSummary.builder("pose2gloss.batch.size")
            .description("Clips that went through the network together")
            .register(meters);
    this.runs =
        Timer.builder("pose2gloss.batch.time")
            .description("Time of one run of the network")
            .register(meters);
    for (int i = 0; i < options.threads(); i++) {
      Thread thread = new Thread(this::work, "batch-" + i);
      thread.setDaemon(true);
      thread.start();
      threads.add(thread);
    }
  }

  /**
   * Queues a clip.
   *
   * @param model that the caller holds till the answer is there
   * @param clip made ready for the model
   * @param deadline by {@link System#nanoTime()}; a clip that waits longer is not run
   * @return probabilities by class; ends with {@link LateException} at the deadline
   */
  public CompletableFuture<float[]> submit(ServedModel model, Example clip, long deadline) {
    CompletableFuture<float[]> answer = new CompletableFuture<>();
    queue.add(new Work(model, clip, deadline, answer));
    return answer;
  }

  /**
   * How many clips are through within a time, as it went lately; two full runs at least, so that
   * one is read while the other is in the network.
   */
  public int clipsWithin(Duration time) {
    int least = 2 * options.threads() * options.size();
    double own = nanosAClip;
    return own == 0
        ? Integer.MAX_VALUE
        : (int)
            Math.max(least, Math.min(Integer.MAX_VALUE, time.toNanos() * options.threads() / own));
  }

  private void work() {
    try {
      while (true) {
        run(together());
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** Waits for a clip, and a little for others. */
  private List<Work> together() throws InterruptedException {
    List<Work> batch = new ArrayList<>();
    batch.add(queue.take());
    long end = System.nanoTime() + options.waitForMore().toNanos();
    while (batch.size() < options.size()) {
      if (queue.drainTo(batch, options.size() - batch.size()) > 0) {
        continue;
      }
      Work more = queue.poll(end - System.nanoTime(), TimeUnit.NANOSECONDS);
      if (more == null) {
        break;
      }
      batch.add(more);
    }
    return batch;
  }

  /** While a model takes over, clips of two models may have come together. */
  private void run(List<Work> batch) {
    Map<ServedModel, List<Work>> byModel = new LinkedHashMap<>();
    for (Work work : batch) {
      if (System.nanoTime() - work.deadline > 0) {
        work.answer.completeExceptionally(new LateException());
      } else {
        byModel.computeIfAbsent(work.model, model -> new ArrayList<>()).add(work);
      }
    }
    byModel.forEach(this::run);
  }

  private void run(ServedModel model, List<Work> works) {
    long start = System.nanoTime();
    try {
      float[][] answers = model.predict(works.stream().map(Work::clip).toList());
      for (int i = 0; i < answers.length; i++) {
        works.get(i).answer.complete(answers[i]);
      }
    } catch (RuntimeException | Error e) {
      // The thread goes on to the next: whoever asked is told.
      works.forEach(work -> work.answer.completeExceptionally(e));
    } finally {
      long took = System.nanoTime() - start;
      runs.record(Duration.ofNanos(took));
      double own = took / (double) works.size();
      // Of two threads one may be overwritten: it is a mean, the next run tells again.
      nanosAClip = nanosAClip == 0 ? own : nanosAClip + NEWEST * (own - nanosAClip);
      sizes.record(works.size());
    }
  }

  @Override
  public void close() {
    threads.forEach(Thread::interrupt);
    List<Work> left = new ArrayList<>();
    queue.drainTo(left);
    left.forEach(work -> work.answer.completeExceptionally(new LateException()));
  }
}
