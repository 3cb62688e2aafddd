package org.pose2gloss.pipelines.trigger;

import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.pose2gloss.command.Settings;
import org.pose2gloss.tracking.FoundRun;

/**
 * Watches the clock. A moment that has passed before what is served was made is none; after a clock
 * was set back, a moment that has had its run does not come again.
 */
final class Schedule implements Trigger {
  static final String NAME = "schedule";

  private final String text;
  private final Instant since;
  private final Clock clock;

  Schedule(Settings settings, FoundRun production, Clock clock) {
    this.text = settings.text("triggers.schedule");
    this.since = production.started();
    this.clock = clock;
  }

  @Override
  public Sight look() {
    if (text.isBlank()) {
      return Sight.nothing(NAME, "triggers.schedule is not set.");
    }
    Optional<Instant> moment = CronSchedule.parse(text).latest(clock.instant());
    if (moment.isEmpty() || !moment.get().isAfter(since)) {
      return Sight.nothing(
          NAME, "No moment of '%s' since what is served was trained.".formatted(text));
    }
    return Sight.of(
        new Event(
            NAME,
            NAME + ":" + moment.get(),
            "%s is a moment of '%s'.".formatted(moment.get(), text),
            List.of()));
  }
}
