package org.pose2gloss.pipelines;

import java.util.Map;
import java.util.concurrent.Callable;
import org.pose2gloss.command.ResultRecord;
import org.pose2gloss.command.SettingsOptions;
import org.pose2gloss.pipelines.pipeline.PipelineOptions;
import org.pose2gloss.pipelines.pipeline.PipelineSession;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code pipeline begin}: a run that a scheduler leads. */
@Command(
    name = "begin",
    description = {
      "Begins a run that a scheduler leads by 'pipeline step' and 'pipeline end', and starts no step.",
      "Triggers leave it alone until it is ended or cancelled."
    },
    footer = {"", "Examples:", "  pose2gloss pipeline begin --conf conf/wlasl100.conf"})
final class PipelineBeginCommand implements Callable<Integer> {
  @Mixin private SettingsOptions options;

  /**
   * What was begun.
   *
   * @param run the pipeline's run
   */
  record Result(String run) {}

  @Override
  public Integer call() {
    try (PipelineSession session = PipelineSession.open(PipelineOptions.of(options))) {
      ResultRecord.print("pipeline begin", new Result(session.begin(Map.of())), System.out);
    }
    return 0;
  }
}
