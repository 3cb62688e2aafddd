package org.pose2gloss.pipelines.trigger;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.apache.iceberg.Table;
import org.pose2gloss.command.Progress;
import org.pose2gloss.command.Settings;
import org.pose2gloss.pipelines.pipeline.PipelineSession;
import org.pose2gloss.pipelines.pipeline.RunTags;
import org.pose2gloss.tables.Tables;
import org.pose2gloss.tracking.FoundRun;

/**
 * Watches how far the newest landmarks lie from those that what is served was trained on, by the
 * runs of {@code statistics} that have compared these two versions: whoever finds none makes one.
 */
final class LandmarkDrift implements Trigger {
  static final String NAME = "drift";
  private static final String STATISTICS = "statistics";

  private final Settings settings;
  private final PipelineSession session;
  private final FoundRun production;
  private final Clock clock;
  private final TriggerBoard.Comparer comparer;

  /**
   * A trigger.
   *
   * @param settings its own: how many features may differ
   * @param session of the pipeline in production: its tables, its experiment
   * @param comparer for versions that nobody has compared yet
   */
  LandmarkDrift(
      Settings settings,
      PipelineSession session,
      FoundRun production,
      Clock clock,
      TriggerBoard.Comparer comparer) {
    this.settings = settings;
    this.session = session;
    this.production = production;
    this.clock = clock;
    this.comparer = comparer;
  }

  @Override
  public Sight look() throws InterruptedException {
    Table table = session.warehouse().existing(Tables.LANDMARKS);
    String told = production.tag(RunTags.SNAPSHOT + Tables.LANDMARKS.tableName());
    if (told.isEmpty()) {
      return Sight.unknown(
          NAME,
          "The run %s, whose model is served, does not tell which version of landmarks it was trained on."
              .formatted(production.id()));
    }
    if (table.currentSnapshot() == null) {
      return Sight.nothing(NAME, "The table landmarks is empty.");
    }
    long trained = Long.parseLong(told);
    long newest = table.currentSnapshot().snapshotId();
    Optional<String> old = NewData.notNew(table, newest, trained);
    if (old.isPresent()) {
      return Sight.nothing(NAME, old.get());
    }
    Optional<JsonNode> found = comparison(newest, trained);
    if (found.isEmpty()) {
      Optional<String> not = compare(newest, trained);
      found = not.isPresent() ? Optional.empty() : comparison(newest, trained);
      if (found.isEmpty()) {
        return Sight.unknown(
            NAME,
            "Version %d of landmarks has not been compared with version %d, which what is served was trained on. %s"
                .formatted(newest, trained, not.orElse("Its statistics left no result.")));
      }
    }
    return judged(newest, trained, found.get());
  }

  /** Why it was not done, if it was not. One that has just failed is not tried again at once. */
  private Optional<String> compare(long newest, long trained) throws InterruptedException {
    Optional<FoundRun> failed =
        statistics().findFirst().filter(run -> run.status() == FoundRun.Status.FAILED);
    Optional<Duration> rest =
        failed.flatMap(
            run -> Judgement.rest(run, settings.duration("triggers.cool-down"), clock.instant()));
    return rest.isPresent()
        ? Optional.of(
            "The latest 'pose2gloss statistics' has failed (run %s); it is tried again in %s."
                .formatted(failed.get().id(), Progress.spoken(rest.get())))
        : comparer.compare(session, newest, trained);
  }

  /** Runs of {@code statistics}, the newest first. */
  private Stream<FoundRun> statistics() {
    return session
        .tracking()
        .runs(session.settings().text("tracking.experiment"), Map.of(RunTags.STEP, STATISTICS))
        .stream();
  }

  private Optional<JsonNode> comparison(long newest, long trained) {
    return statistics()
        .filter(run -> run.status() == FoundRun.Status.FINISHED)
        .map(run -> RunTags.parsed(run.tag(RunTags.RESULT)))
        .filter(result -> result.path("snapshot").asLong() == newest)
        .filter(result -> result.path("baseline_snapshot").asLong() == trained)
        .filter(result -> result.path("shifted_features").isNumber())
        .findFirst();
  }

  private Sight judged(long newest, long trained, JsonNode comparison) {
    long shifted = comparison.path("shifted_features").asLong();
    int most = settings.integer("triggers.max-shifted-features");
    String seen =
        "%,d features of version %d of landmarks are distributed in another way than in version %d"
            .formatted(shifted, newest, trained);
    if (shifted <= most) {
      return Sight.nothing(NAME, seen + ", not more than %,d.".formatted(most));
    }
    return Sight.of(
        new Event(
            NAME,
            "%s:landmarks:%d:%d".formatted(NAME, trained, newest),
            seen
                + ", more than %,d; farthest is %s."
                    .formatted(most, comparison.path("worst_feature").asText()),
            List.of("preparation.landmarks-version=" + newest)));
  }
}
