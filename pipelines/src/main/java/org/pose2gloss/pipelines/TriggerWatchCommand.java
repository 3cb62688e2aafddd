package org.pose2gloss.pipelines;

import java.time.Clock;
import java.time.Duration;
import java.util.concurrent.Callable;
import org.pose2gloss.command.ResultRecord;
import org.pose2gloss.command.SettingsOptions;
import org.pose2gloss.command.UserException;
import org.pose2gloss.pipelines.pipeline.PipelineOptions;
import org.pose2gloss.pipelines.trigger.TriggerBoard;
import org.pose2gloss.tables.TableException;
import org.pose2gloss.tracking.TrackingException;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code trigger watch}: looks again and again. */
@Command(
    name = "watch",
    description = {
      "Looks every minute (triggers.poll) till it is ended; runs the pipeline here when there is a"
          + " reason.",
      "A pipeline that fails, or a server that is away, does not end it. Any number may watch."
    },
    footer = {"", "Examples:", "  pose2gloss trigger watch --conf conf/wlasl100.conf"})
final class TriggerWatchCommand implements Callable<Integer> {
  @Mixin private SettingsOptions options;

  @Option(
      names = "--looks",
      paramLabel = "N",
      defaultValue = "0",
      description = "Ends after so many looks; 0, the default: never.")
  private int looks;

  @Override
  public Integer call() throws Exception {
    PipelineOptions given = PipelineOptions.of(options);
    Duration poll = given.load().duration("triggers.poll");
    TriggerBoard board = new TriggerBoard(given, Clock.systemUTC());
    String last = "";
    for (int look = 1; ; look++) {
      try {
        TriggerBoard.Outcome outcome = board.act();
        String told = ResultRecord.json("trigger watch", outcome);
        // The same again and again would bury what is new.
        if (!told.equals(last)) {
          System.out.println(told);
        }
        last = told;
      } catch (UserException | TrackingException | TableException e) {
        System.err.println("trigger watch: " + e.getMessage());
      }
      if (look == looks) {
        return 0;
      }
      Thread.sleep(poll.toMillis());
    }
  }
}
