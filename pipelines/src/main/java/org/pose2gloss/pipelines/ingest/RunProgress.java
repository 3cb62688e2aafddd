package org.pose2gloss.pipelines.ingest;

import org.apache.beam.sdk.PipelineResult;
import org.apache.beam.sdk.metrics.MetricNameFilter;
import org.apache.beam.sdk.metrics.MetricResult;
import org.apache.beam.sdk.metrics.MetricsFilter;
import org.joda.time.Duration;
import org.pose2gloss.command.Progress;

/** Follows a run by its counters and tells how far it is. */
final class RunProgress {
  private static final Duration BETWEEN_LOOKS = Duration.millis(200);

  private RunProgress() {}

  /**
   * Waits for the end of a run.
   *
   * @return how it ended
   */
  static PipelineResult.State follow(PipelineResult run) {
    Progress progress = null;
    try {
      while (true) {
        PipelineResult.State state = run.waitUntilFinish(BETWEEN_LOOKS);
        boolean ended = state != null && state.isTerminal();
        long inspected = counter(run, InspectFiles.INSPECTED);
        if (progress == null && (inspected > 0 || ended)) {
          // Files are inspected when all are listed: the total stands.
          progress = Progress.start("ingest", "videos", counter(run, ListSources.CANDIDATES));
        }
        if (progress != null) {
          progress.to(inspected);
        }
        if (ended) {
          return state;
        }
      }
    } finally {
      if (progress != null) {
        progress.close();
      }
    }
  }

  private static long counter(PipelineResult run, String name) {
    long sum = 0;
    MetricsFilter filter =
        MetricsFilter.builder().addNameFilter(MetricNameFilter.named(Ingest.METRICS, name)).build();
    for (MetricResult<Long> part : run.metrics().queryMetrics(filter).getCounters()) {
      sum += part.getAttempted();
    }
    return sum;
  }
}
