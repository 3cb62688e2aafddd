package org.pose2gloss.serving.trace;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import org.pose2gloss.classifier.Example;
import org.pose2gloss.classifier.evaluation.Answer;
import org.pose2gloss.serving.model.ServedModel;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Traces of a share of the clips. Requests do no more than to leave the landmarks that they have
 * read anyway in a list; a thread of its own writes that down every now and then. What the store
 * does not take is offered again; what does not fit in memory meanwhile is dropped and counted.
 */
public final class Traces implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Traces.class);

  /** How long the end of the service waits for the last ones. */
  private static final long LAST_SECONDS = 20;

  private final TraceOptions options;
  private final TraceStore store;
  private final Counter kept;
  private final Counter dropped;
  private final ScheduledExecutorService writer;

  /** Guarded by this, as the next line: what has come since the last attempt. */
  private List<Trace> waiting = new ArrayList<>();

  private long bytes;

  /** Of the writer's thread alone: what the store has not taken yet. */
  private List<Trace> offered = List.of();

  private UUID attempt = UUID.randomUUID();
  private String said = "";

  /** Starts the writer, if there is to be any trace. */
  public Traces(TraceOptions options, TraceStore store, MeterRegistry meters) {
    this.options = options;
    this.store = store;
    this.kept = counter("kept", meters);
    this.dropped = counter("dropped", meters);
    this.writer =
        Executors.newSingleThreadScheduledExecutor(
            task -> {
              Thread thread = new Thread(task, "traces");
              thread.setDaemon(true);
              return thread;
            });
    if (options.share() > 0) {
      long pause = options.every().toMillis();
      ScheduledFuture<?> unused =
          writer.scheduleWithFixedDelay(this::write, pause, pause, TimeUnit.MILLISECONDS);
    }
  }

  private static Counter counter(String fate, MeterRegistry meters) {
    return Counter.builder("pose2gloss.traces")
        .description("Sampled clips that were kept in the table, or dropped")
        .tag("fate", fate)
        .register(meters);
  }

  /**
   * May keep a clip and its answer; neither waits nor fails.
   *
   * @param clip as the network saw it
   * @param probabilities by class
   */
  public void offer(String requestId, ServedModel model, Example clip, float[] probabilities) {
    if (options.share() == 0 || ThreadLocalRandom.current().nextDouble() >= options.share()) {
      return;
    }
    int best = Answer.mostProbable(probabilities);
    Trace trace =
        new Trace(
            UUID.randomUUID(),
            requestId,
            Instant.now(),
            model.reference(),
            model.preparation().landmarks(),
            clip,
            model.glosses().get(best),
            probabilities[best]);
    synchronized (this) {
      if (bytes + trace.bytes() <= options.mostBytes()) {
        bytes += trace.bytes();
        waiting.add(trace);
        return;
      }
    }
    dropped.increment();
  }

  private void write() {
    if (offered.isEmpty()) {
      synchronized (this) {
        offered = waiting;
        waiting = new ArrayList<>();
      }
      attempt = UUID.randomUUID();
    }
    if (offered.isEmpty()) {
      return;
    }
    try {
      store.keep(attempt, offered);
      said = "";
    } catch (RuntimeException | LinkageError e) {
      // Told once, not every minute: the service goes on, and so do attempts.
      if (!said.equals(e.toString())) {
        said = e.toString();
        LOG.warn("{} traces wait, since they cannot be written: {}", offered.size(), said);
      }
      return;
    }
    kept.increment(offered.size());
    long freed = offered.stream().mapToLong(Trace::bytes).sum();
    offered = List.of();
    synchronized (this) {
      bytes -= freed;
    }
  }

  /** Writes what is there, unless that takes long. */
  @Override
  public void close() {
    writer.execute(this::write);
    // What an earlier attempt had left came first.
    writer.execute(this::write);
    writer.execute(store::close);
    writer.shutdown();
    try {
      if (!writer.awaitTermination(LAST_SECONDS, TimeUnit.SECONDS)) {
        writer.shutdownNow();
        LOG.warn("The last traces could not be written in {} s and are lost.", LAST_SECONDS);
      }
    } catch (InterruptedException e) {
      writer.shutdownNow();
      Thread.currentThread().interrupt();
    }
  }
}
