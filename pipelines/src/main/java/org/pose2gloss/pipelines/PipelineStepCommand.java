package org.pose2gloss.pipelines;

import java.util.concurrent.Callable;
import org.pose2gloss.command.ResultRecord;
import org.pose2gloss.command.SettingsOptions;
import org.pose2gloss.pipelines.pipeline.PipelineOptions;
import org.pose2gloss.pipelines.pipeline.PipelineSession;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code pipeline step}: one step of a run that a scheduler leads. */
@Command(
    name = "step",
    description = {
      "Deals with one step of a run that 'pipeline begin' has begun: it is tried once, taken from an"
          + " earlier run, or there is nothing to do.",
      "Without --conf and --set those of the run hold, as far as they are no secrets."
    },
    footer = {
      "",
      "Examples:",
      "  pose2gloss pipeline step train --run 0123456789abcdef0123456789abcdef",
      "  pose2gloss pipeline step train --run 0123456789abcdef0123456789abcdef --only begin",
      "  pose2gloss pipeline step train --run 0123456789abcdef0123456789abcdef --only end"
    })
final class PipelineStepCommand implements Callable<Integer> {
  /** Halves of a step that somebody else starts. */
  enum Half {
    /** Decides and says what is to be submitted. */
    BEGIN,
    /** Takes down what the application has left. */
    END
  }

  @Mixin private SettingsOptions options;

  @Parameters(paramLabel = "STEP", description = "Name of the step.")
  private String step;

  @Option(
      names = "--run",
      required = true,
      paramLabel = "RUN",
      description = "Id of the pipeline's run.")
  private String run;

  @Option(
      names = "--only",
      description = {
        "For a scheduler that submits the step to Spark itself. begin: decides, and says what is to be submitted;",
        "end: takes down what the application has left."
      })
  private Half only;

  @Option(names = "--no-cache", description = "Takes nothing from the runs of other pipelines.")
  private boolean noCache;

  @Override
  public Integer call() throws Exception {
    PipelineOptions given = PipelineOptions.of(options);
    try (PipelineSession session = PipelineSession.open(given.orThoseOf(run))) {
      boolean cache = session.settings().flag("pipeline.cache") && !noCache;
      ResultRecord.print(
          "pipeline step",
          only == null
              ? session.step(run, step, cache)
              : only == Half.BEGIN
                  ? session.beginStep(run, step, cache)
                  : session.endStep(run, step),
          System.out);
    }
    return 0;
  }
}
