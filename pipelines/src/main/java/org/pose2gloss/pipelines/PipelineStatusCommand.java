package org.pose2gloss.pipelines;

import java.util.List;
import java.util.concurrent.Callable;
import org.pose2gloss.command.ResultRecord;
import org.pose2gloss.command.SettingsOptions;
import org.pose2gloss.pipelines.pipeline.PipelineOptions;
import org.pose2gloss.pipelines.pipeline.PipelineSession;
import org.pose2gloss.pipelines.pipeline.PipelineStatus;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code pipeline status}: running and past runs. */
@Command(
    name = "status",
    description = "Shows running and past runs of pipelines, the newest first.",
    footer = {"", "Examples:", "  pose2gloss pipeline status --last 3"})
final class PipelineStatusCommand implements Callable<Integer> {
  @Mixin private SettingsOptions options;

  @Option(
      names = "--last",
      paramLabel = "N",
      defaultValue = "10",
      description = "How many runs; ${DEFAULT-VALUE} by default.")
  private int last;

  /**
   * What is known.
   *
   * @param runs the newest first
   */
  record Result(List<PipelineStatus> runs) {}

  @Override
  public Integer call() {
    try (PipelineSession session = PipelineSession.open(PipelineOptions.of(options))) {
      List<PipelineStatus> runs =
          session.runs().all().stream().limit(Math.max(1, last)).map(PipelineStatus::of).toList();
      System.err.print(
          runs.isEmpty()
              ? "No pipeline has run in this experiment.\n"
              : String.join("\n", runs.stream().map(PipelineStatus::text).toList()));
      ResultRecord.print("pipeline status", new Result(runs), System.out);
    }
    return 0;
  }
}
