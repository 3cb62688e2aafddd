package org.pose2gloss.jobs;

import java.nio.file.Path;
import java.util.List;
import org.pose2gloss.command.StepCommand;
import org.pose2gloss.command.StepContext;
import org.pose2gloss.command.TrackingSettings;
import org.pose2gloss.tracking.Outbox;
import picocli.CommandLine.Command;

/** {@code tracking status}: what waits in this machine's outbox. */
@Command(
    name = "status",
    description = "Says what the tracking server has not taken yet, and what it refused.")
final class TrackingStatusCommand extends StepCommand<TrackingStatusCommand.Result> {
  /**
   * What waits of one run.
   *
   * @param server whose it is
   * @param run its id
   * @param bytes how much
   * @param since when the first of it was written, ISO 8601
   * @param inUse whether a process is at work on it
   */
  record Waiting(String server, String run, long bytes, String since, boolean inUse) {}

  /**
   * What there is.
   *
   * @param outbox folder of the outbox
   * @param bytes in all
   * @param waiting what waits, oldest first
   * @param refused files of what servers refused, with their reasons
   */
  record Result(String outbox, long bytes, List<Waiting> waiting, List<String> refused) {}

  @Override
  protected boolean tracked() {
    return false;
  }

  @Override
  protected Result run(StepContext context) {
    Outbox outbox = TrackingSettings.of(context.settings()).outbox();
    List<Waiting> waiting = outbox.waiting().stream().map(TrackingStatusCommand::waiting).toList();
    List<String> refused = outbox.refused().stream().map(Path::toString).toList();
    for (Waiting one : waiting) {
      System.err.printf(
          "run %s at %s: %,d bytes since %s%s%n",
          one.run(),
          one.server(),
          one.bytes(),
          one.since(),
          one.inUse() ? ", a process is at work on them" : "");
    }
    refused.forEach(
        file ->
            System.err.println("refused, with the reasons: " + file + " (delete it when read)"));
    if (waiting.isEmpty()) {
      System.err.println("Nothing waits in " + outbox.folder() + ".");
    }
    return new Result(
        outbox.folder().toString(),
        waiting.stream().mapToLong(Waiting::bytes).sum(),
        waiting,
        refused);
  }

  private static Waiting waiting(Outbox.Waiting waiting) {
    return new Waiting(
        waiting.run().server(),
        waiting.run().runId(),
        waiting.bytes(),
        waiting.since().toString(),
        waiting.inUse());
  }
}
