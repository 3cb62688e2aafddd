package org.pose2gloss.command;

import java.time.Duration;
import java.util.Optional;
import org.pose2gloss.tracking.FoundRun;
import org.pose2gloss.tracking.Tracking;
import org.pose2gloss.tracking.TrackingException;

/**
 * Ends a step whose pipeline was cancelled or is led by another process now, also where the step
 * runs on another machine than whoever started it: what it goes by stands on the pipeline's run.
 *
 * <p>While the tracking server is away nothing is heard and the step goes on.
 */
public final class PipelineWatch {
  /** Tag of a pipeline's run: who leads it, one process at a time. */
  public static final String OWNER = "pose2gloss.pipeline.owner";

  /** Tag of a pipeline's run: set by somebody who wants it to end. */
  public static final String CANCEL = "pose2gloss.pipeline.cancel";

  private static final Duration PAUSE = Duration.ofSeconds(10);

  private final Tracking tracking;
  private final String pipeline;
  private String owner = "";

  /**
   * A watch.
   *
   * @param pipeline id of the pipeline's run
   */
  PipelineWatch(Tracking tracking, String pipeline) {
    this.tracking = tracking;
    this.pipeline = pipeline;
  }

  /** Watches as long as this process lives. */
  void start() {
    Thread thread = new Thread(this::watch, "pipeline-watch");
    thread.setDaemon(true);
    thread.start();
  }

  private void watch() {
    try {
      Optional<String> why = Optional.empty();
      while (why.isEmpty()) {
        why = end();
        Thread.sleep(why.isEmpty() ? PAUSE.toMillis() : 0);
      }
      System.err.println(why.get() + " The step ends.");
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return;
    }
    System.exit(ParentWatch.EXIT_CODE);
  }

  /** Why the step is to end, one sentence; empty if it is not, as far as one can hear. */
  Optional<String> end() {
    try {
      FoundRun now = tracking.run(pipeline);
      if (!now.tag(CANCEL).isEmpty()) {
        return Optional.of("The pipeline was cancelled: " + now.tag(CANCEL) + ".");
      }
      owner = owner.isEmpty() ? now.tag(OWNER) : owner;
      return now.tag(OWNER).equals(owner)
          ? Optional.empty()
          : Optional.of("Another process leads the pipeline now.");
    } catch (TrackingException e) {
      return Optional.empty();
    }
  }
}
