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

/** {@code pipeline resume}: goes on with a run that failed or was killed. */
@Command(
    name = "resume",
    description = {
      "Goes on with a run that failed, was killed or was left behind: steps that ended well are not"
          + " repeated, unless their inputs, parameters or code have changed.",
      "Without --conf and --set those of the run hold, as far as they are no secrets."
    },
    footer = {
      "",
      "Examples:",
      "  pose2gloss pipeline resume 0123456789abcdef0123456789abcdef",
      "  pose2gloss pipeline resume 0123456789abcdef0123456789abcdef --conf conf/wlasl100.conf"
    })
final class PipelineResumeCommand implements Callable<Integer> {
  @Mixin private SettingsOptions options;
  @Mixin private LocalOption local;

  @Parameters(paramLabel = "RUN", description = "Id of the pipeline's run.")
  private String run;

  @Option(names = "--no-cache", description = "Takes nothing from the runs of other pipelines.")
  private boolean noCache;

  @Override
  public Integer call() throws Exception {
    PipelineOptions given = PipelineOptions.of(options);
    try (PipelineSession session = PipelineSession.open(local.on(given.orThoseOf(run)))) {
      boolean cache = session.settings().flag("pipeline.cache") && !noCache;
      ResultRecord.print("pipeline resume", session.resume(run, cache), System.out);
    }
    return 0;
  }
}
