package org.pose2gloss.jobs;

import java.io.Serializable;
import java.net.URI;
import java.time.Duration;
import java.util.function.BiFunction;
import java.util.function.Function;
import org.pose2gloss.command.StepContext;
import org.pose2gloss.command.TrackingSettings;
import org.pose2gloss.tracking.RunReference;
import org.pose2gloss.tracking.SystemMetrics;
import org.pose2gloss.tracking.TrackedRun;
import org.pose2gloss.tracking.Tracking;
import org.pose2gloss.tracking.Undelivered;

/**
 * What an executor needs to report to the driver's run by itself.
 *
 * @param run the driver's
 * @param settings how to record
 * @param systemMetricsEvery time between two samples of how busy the executor's machine is
 */
record RunLink(RunReference run, TrackingSettings settings, Duration systemMetricsEvery)
    implements Serializable {

  /** To the run of a step; null without one. */
  static RunLink of(StepContext context) {
    return context
        .run()
        .map(
            run ->
                new RunLink(
                    run.reference(),
                    TrackingSettings.of(context.settings()),
                    context.settings().duration("tracking.system-metrics-every")))
        .orElse(null);
  }

  /**
   * Works with the run. Nothing of the work waits for the tracking server, and nothing that the
   * server has not taken stays behind on the executor's machine, which may be gone soon.
   *
   * @param work ends without an exception where the run is to be told more
   * @param together joins what the work gave and what the server has not taken, to be given to
   *     {@link TrackedRun#adopt}
   */
  <T> T whileReporting(Function<TrackedRun, T> work, BiFunction<T, Undelivered, T> together) {
    try (Tracking tracking = Tracking.connect(URI.create(run.server()), settings.options());
        TrackedRun here = tracking.attach(run).inBackground()) {
      return together.apply(measured(here, work), here.handOver());
    }
  }

  private <T> T measured(TrackedRun here, Function<TrackedRun, T> work) {
    SystemMetrics metrics = SystemMetrics.start(here, systemMetricsEvery);
    try {
      return work.apply(here);
    } finally {
      metrics.close();
    }
  }
}
