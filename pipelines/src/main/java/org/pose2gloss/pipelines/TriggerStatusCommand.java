package org.pose2gloss.pipelines;

import java.time.Clock;
import java.util.concurrent.Callable;
import org.pose2gloss.command.ResultRecord;
import org.pose2gloss.command.SettingsOptions;
import org.pose2gloss.pipelines.pipeline.PipelineOptions;
import org.pose2gloss.pipelines.trigger.TriggerBoard;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code trigger status}: what each trigger sees and has done. */
@Command(
    name = "status",
    description =
        "Shows what each trigger sees, what has been done about it and what would be. Starts nothing.",
    footer = {"", "Examples:", "  pose2gloss trigger status --conf conf/wlasl100.conf"})
final class TriggerStatusCommand implements Callable<Integer> {
  @Mixin private SettingsOptions options;

  @Override
  public Integer call() throws Exception {
    TriggerBoard.Outcome outcome =
        new TriggerBoard(PipelineOptions.of(options), Clock.systemUTC()).look();
    if (!outcome.pipeline().isEmpty()) {
      System.err.println("In production: the pipeline " + outcome.pipeline() + ".");
    }
    outcome
        .triggers()
        .forEach(
            seen ->
                System.err.printf(
                    "%-8s  %-9s  %s %s%n", seen.trigger(), seen.state(), seen.saw(), seen.why()));
    ResultRecord.print("trigger status", outcome, System.out);
    return 0;
  }
}
