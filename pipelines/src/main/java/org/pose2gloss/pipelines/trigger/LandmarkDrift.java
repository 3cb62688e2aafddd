package org.pose2gloss.pipelines.trigger;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.MissingNode;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.iceberg.Table;
import org.pose2gloss.command.Settings;
import org.pose2gloss.pipelines.pipeline.PipelineSession;
import org.pose2gloss.pipelines.pipeline.RunTags;
import org.pose2gloss.tables.Tables;
import org.pose2gloss.tracking.FoundRun;

/**
 * Watches how far the newest landmarks lie from those that what is served was trained on, by the
 * runs of {@code statistics} that have compared these two versions. It counts nothing itself:
 * without such a run nothing is decided.
 */
final class LandmarkDrift implements Trigger {
  static final String NAME = "drift";
  private static final String STATISTICS = "statistics";

  private final Settings settings;
  private final PipelineSession session;
  private final FoundRun production;

  /**
   * A trigger.
   *
   * @param settings its own: how many features may differ
   * @param session of the pipeline in production: its tables, its experiment
   */
  LandmarkDrift(Settings settings, PipelineSession session, FoundRun production) {
    this.settings = settings;
    this.session = session;
    this.production = production;
  }

  @Override
  public Sight look() {
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
    return NewData.notNew(table, newest, trained)
        .map(why -> Sight.nothing(NAME, why))
        .orElseGet(() -> compared(newest, trained));
  }

  private Sight compared(long newest, long trained) {
    Optional<JsonNode> found =
        session
            .tracking()
            .runs(session.settings().text("tracking.experiment"), Map.of(RunTags.STEP, STATISTICS))
            .stream()
            .filter(run -> run.status() == FoundRun.Status.FINISHED)
            .map(run -> parsed(run.tag(RunTags.RESULT)))
            .filter(result -> result.path("snapshot").asLong() == newest)
            .filter(result -> result.path("baseline_snapshot").asLong() == trained)
            .filter(result -> result.path("shifted_features").isNumber())
            .findFirst();
    if (found.isEmpty()) {
      return Sight.unknown(
          NAME,
          "Version %d of landmarks has not been compared with version %d, which what is served was trained on: 'pose2gloss statistics --version %d --baseline %d' does."
              .formatted(newest, trained, newest, trained));
    }
    long shifted = found.get().path("shifted_features").asLong();
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
                    .formatted(most, found.get().path("worst_feature").asText()),
            List.of("preparation.landmarks-version=" + newest)));
  }

  private static JsonNode parsed(String json) {
    try {
      return json.isEmpty() ? MissingNode.getInstance() : new JsonMapper().readTree(json);
    } catch (JsonProcessingException e) {
      // Cut short by somebody: as good as none.
      return MissingNode.getInstance();
    }
  }
}
