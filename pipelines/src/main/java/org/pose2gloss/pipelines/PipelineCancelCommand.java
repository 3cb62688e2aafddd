package org.pose2gloss.pipelines;

import java.time.Duration;
import java.util.Locale;
import java.util.concurrent.Callable;
import org.pose2gloss.command.Progress;
import org.pose2gloss.command.ResultRecord;
import org.pose2gloss.command.SettingsOptions;
import org.pose2gloss.command.UserException;
import org.pose2gloss.pipelines.pipeline.PipelineOptions;
import org.pose2gloss.pipelines.pipeline.PipelineRuns;
import org.pose2gloss.pipelines.pipeline.PipelineSession;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code pipeline cancel}: ends a run, wherever it is led. */
@Command(
    name = "cancel",
    description = {
      "Asks the process that leads a run, on whatever machine, to end it with the step that is at work;"
          + " where none gives a sign of life, ends it.",
      "Triggers do not lead a run on that was cancelled; 'pipeline resume' does."
    },
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
   * @param state was_over, asked or ended
   */
  record Result(String run, String state) {}

  @Override
  public Integer call() throws Exception {
    if (reason.isBlank()) {
      throw new UserException("--reason is empty; leave it out or say why.");
    }
    try (PipelineSession session = PipelineSession.open(PipelineOptions.of(options))) {
      Duration beat = session.settings().duration("pipeline.heartbeat");
      PipelineRuns.Cancelled cancelled = session.runs().cancel(run, reason, beat);
      System.err.println(
          switch (cancelled) {
            case WAS_OVER -> "It was not at work.";
            case ASKED ->
                "The process that leads it ends it within " + Progress.spoken(beat) + " or so.";
            case ENDED -> "No process led it; it is ended.";
          });
      String state = cancelled.name().toLowerCase(Locale.ROOT);
      ResultRecord.print("pipeline cancel", new Result(run, state), System.out);
    }
    return 0;
  }
}
