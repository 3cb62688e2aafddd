package org.pose2gloss.pipelines;

import java.util.concurrent.Callable;
import org.pose2gloss.command.ResultRecord;
import org.pose2gloss.command.SettingsOptions;
import org.pose2gloss.command.UserException;
import org.pose2gloss.pipelines.pipeline.PipelineOptions;
import org.pose2gloss.pipelines.pipeline.PipelineSession;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code pipeline cancel}: ends a run, wherever it is led. */
@Command(
    name = "cancel",
    description =
        "Asks the process that leads a run, on whatever machine, to end it with the step that is at work.",
    footer = {"", "Examples:", "  pose2gloss pipeline cancel 0123456789abcdef0123456789abcdef"})
final class PipelineCancelCommand implements Callable<Integer> {
  @Mixin private SettingsOptions options;

  @Parameters(paramLabel = "RUN", description = "Id of the pipeline's run.")
  private String run;

  @Option(
      names = "--reason",
      defaultValue = "by pipeline cancel",
      description = "Why; kept on the run.")
  private String reason;

  /**
   * What was done.
   *
   * @param run the pipeline's run
   * @param wasRunning whether it was at work
   */
  record Result(String run, boolean wasRunning) {}

  @Override
  public Integer call() {
    if (reason.isBlank()) {
      throw new UserException("--reason is empty; leave it out or say why.");
    }
    try (PipelineSession session = PipelineSession.open(PipelineOptions.of(options))) {
      boolean running = session.runs().cancel(run, reason);
      System.err.println(
          running
              ? "It ends within " + session.settings().text("pipeline.heartbeat") + " or so."
              : "It was not at work.");
      ResultRecord.print("pipeline cancel", new Result(run, running), System.out);
    }
    return 0;
  }
}
