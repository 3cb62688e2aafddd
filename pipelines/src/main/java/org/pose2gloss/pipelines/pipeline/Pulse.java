package org.pose2gloss.pipelines.pipeline;

import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.pose2gloss.tracking.FoundRun;
import org.pose2gloss.tracking.TrackedRun;
import org.pose2gloss.tracking.Tracking;
import org.pose2gloss.tracking.TrackingException;

/**
 * Gives signs of life on the run of a pipeline, and hears what others have left there for it.
 *
 * <p>While the tracking server is away nothing is heard and the pipeline goes on: nobody else can
 * see meanwhile that it is silent.
 */
final class Pulse implements AutoCloseable {
  private static final long LONGEST_BEAT_MILLIS = 60_000;

  private final Tracking tracking;
  private final TrackedRun run;
  private final String owner;
  private final Thread beats;
  private final CountDownLatch closed = new CountDownLatch(1);
  private long count;
  private volatile PipelineEndedException end;

  private Pulse(Tracking tracking, TrackedRun run, String owner, Duration every) {
    this.tracking = tracking;
    this.run = run;
    this.owner = owner;
    this.beats = new Thread(() -> beatTillClosed(every), "pipeline-pulse");
    beats.setDaemon(true);
  }

  /**
   * Starts.
   *
   * @param owner what the run's tag says as long as this process leads it
   * @param every time between two signs
   */
  static Pulse start(Tracking tracking, TrackedRun run, String owner, Duration every) {
    Pulse pulse = new Pulse(tracking, run, owner, every);
    pulse.beats.start();
    return pulse;
  }

  private void beatTillClosed(Duration every) {
    try {
      do {
        beat();
      } while (!closed.await(every.toMillis(), TimeUnit.MILLISECONDS));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void beat() {
    try {
      FoundRun now = tracking.run(run.id());
      if (!now.tag(RunTags.OWNER).equals(owner)) {
        end =
            new PipelineEndedException(
                "Another process leads the pipeline's run %s now; this one ends."
                    .formatted(run.id()),
                false);
        return;
      }
      if (!now.tag(RunTags.CANCEL).isEmpty()) {
        end =
            new PipelineEndedException(
                "The pipeline's run %s was cancelled: %s."
                    .formatted(run.id(), now.tag(RunTags.CANCEL)),
                true);
      }
      // Also while it ends: whoever has cancelled it sees that it was heard.
      count++;
      run.tag(RunTags.HEARTBEAT, count + " " + Instant.now().truncatedTo(ChronoUnit.SECONDS));
    } catch (TrackingException e) {
      System.err.println("pipeline: no sign of life could be given: " + e.getMessage());
    }
  }

  /**
   * Goes on only if the pipeline shall.
   *
   * @throws PipelineEndedException if it shall not
   */
  void check() {
    if (end != null) {
      throw end;
    }
  }

  /** Sleeps, unless the pipeline shall end. */
  void sleep(Duration duration) throws InterruptedException {
    long until = System.nanoTime() + duration.toNanos();
    while (System.nanoTime() < until) {
      check();
      Thread.sleep(Math.max(1, Math.min(500, (until - System.nanoTime()) / 1_000_000)));
    }
  }

  @Override
  public void close() {
    closed.countDown();
    try {
      // A beat that is under way must not come after the end of the run.
      beats.join(LONGEST_BEAT_MILLIS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
