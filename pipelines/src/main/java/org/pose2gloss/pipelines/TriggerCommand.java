package org.pose2gloss.pipelines;

import org.pose2gloss.command.UsageException;
import picocli.CommandLine.Command;

/** {@code trigger}: runs the pipeline again when data or accuracy give a reason. */
@Command(
    name = "trigger",
    description =
        "Runs the pipeline whose model is served again when there is a reason: new data, data that have drifted, a test accuracy that is too"
            + " low, a moment of a schedule. Each reason has one run, however many watch.",
    subcommands = {
      TriggerCheckCommand.class,
      TriggerWatchCommand.class,
      TriggerStatusCommand.class
    },
    footer = {
      "",
      "Examples:",
      "  pose2gloss trigger check --conf conf/wlasl100.conf       once, for cron and its like",
      "  pose2gloss trigger watch --conf conf/wlasl100.conf       till it is ended",
      "  pose2gloss trigger status --conf conf/wlasl100.conf"
    })
final class TriggerCommand implements Runnable {
  @Override
  public void run() {
    throw new UsageException(
        "Say what is to be done: trigger check, watch or status; see trigger --help.");
  }
}
