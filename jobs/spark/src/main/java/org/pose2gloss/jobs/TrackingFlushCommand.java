package org.pose2gloss.jobs;

import java.time.Duration;
import java.util.Optional;
import org.pose2gloss.command.StepCommand;
import org.pose2gloss.command.StepContext;
import org.pose2gloss.command.TrackingSettings;
import org.pose2gloss.tracking.Outbox;
import picocli.CommandLine.Command;

/** {@code tracking flush}: delivers what waits in this machine's outbox. */
@Command(
    name = "flush",
    description =
        "Delivers what the tracking server has not taken yet; exits with 1 if some is left.")
final class TrackingFlushCommand extends StepCommand<TrackingFlushCommand.Result> {
  /** Longest wait for a server that takes nothing. */
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  /**
   * What came of it.
   *
   * @param delivered runs whose records are all at their server now
   * @param left runs of which some still wait
   * @param problem why; empty if none is left
   */
  record Result(int delivered, int left, String problem) {}

  @Override
  protected boolean tracked() {
    return false;
  }

  @Override
  protected Result run(StepContext context) throws InterruptedException {
    TrackingSettings settings = TrackingSettings.of(context.settings());
    Outbox.Flushed flushed = settings.outbox().flush(server -> true, settings.options(), PATIENCE);
    return new Result(flushed.delivered(), flushed.left(), flushed.problem());
  }

  @Override
  protected Optional<String> failure(Result result) {
    return result.left() == 0
        ? Optional.empty()
        : Optional.of("Records of " + result.left() + " runs still wait: " + result.problem());
  }
}
