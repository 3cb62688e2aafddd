package org.pose2gloss.pipelines;

import java.time.Clock;
import java.util.concurrent.Callable;
import org.pose2gloss.command.ResultRecord;
import org.pose2gloss.command.SettingsOptions;
import org.pose2gloss.command.UserException;
import org.pose2gloss.pipelines.pipeline.PipelineOptions;
import org.pose2gloss.pipelines.trigger.TriggerBoard;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code trigger check}: looks once. */
@Command(
    name = "check",
    description = {
      "Looks once and, if there is a reason, runs the pipeline to its end.",
      "Exits with 1 if the pipeline fails, or has failed too often."
    },
    footer = {"", "Examples:", "  pose2gloss trigger check --conf conf/wlasl100.conf"})
final class TriggerCheckCommand implements Callable<Integer> {
  @Mixin private SettingsOptions options;

  @Option(
      names = "--begin",
      description =
          "Runs no step: begins a run, or takes one up, that a scheduler then leads by 'pipeline step'.")
  private boolean begin;

  @Override
  public Integer call() throws Exception {
    TriggerBoard board = new TriggerBoard(PipelineOptions.of(options), Clock.systemUTC());
    TriggerBoard.Outcome outcome = begin ? board.begin() : board.act();
    ResultRecord.print("trigger check", outcome, System.out);
    if (!outcome.alarms().isEmpty()) {
      throw new UserException(String.join(" ", outcome.alarms()));
    }
    return 0;
  }
}
