package org.pose2gloss.pipelines;

import java.util.concurrent.Callable;
import org.pose2gloss.command.ResultRecord;
import org.pose2gloss.command.SettingsOptions;
import org.pose2gloss.pipelines.pipeline.PipelineOptions;
import org.pose2gloss.pipelines.pipeline.PipelineSession;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** {@code pipeline end}: ends a run that a scheduler leads. */
@Command(
    name = "end",
    description =
        "Ends a run that 'pipeline begin' has begun: well if every step has ended well, and says what came of it.",
    footer = {"", "Examples:", "  pose2gloss pipeline end 0123456789abcdef0123456789abcdef"})
final class PipelineEndCommand implements Callable<Integer> {
  @Mixin private SettingsOptions options;

  @Parameters(paramLabel = "RUN", description = "Id of the pipeline's run.")
  private String run;

  @Override
  public Integer call() {
    PipelineOptions given = PipelineOptions.of(options);
    try (PipelineSession session = PipelineSession.open(given.orThoseOf(run))) {
      ResultRecord.print("pipeline end", session.end(run), System.out);
    }
    return 0;
  }
}
