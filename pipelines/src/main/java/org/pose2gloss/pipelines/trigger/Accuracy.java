package org.pose2gloss.pipelines.trigger;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.pose2gloss.command.Settings;
import org.pose2gloss.pipelines.pipeline.PipelineSession;
import org.pose2gloss.pipelines.pipeline.RunTags;
import org.pose2gloss.tables.Tables;
import org.pose2gloss.tracking.FoundRun;
import org.pose2gloss.tracking.RegisteredVersion;

/** Watches what the latest evaluation says of the version that is served. */
final class Accuracy implements Trigger {
  static final String NAME = "accuracy";
  private static final String METRIC = "test_accuracy";
  private static final String EVALUATION = "evaluation_run";

  private final Settings settings;
  private final PipelineSession session;
  private final FoundRun production;

  /**
   * A trigger.
   *
   * @param settings its own: the limit, and where new data would be
   * @param session of the pipeline in production: its model, its tables
   */
  Accuracy(Settings settings, PipelineSession session, FoundRun production) {
    this.settings = settings;
    this.session = session;
    this.production = production;
  }

  @Override
  public Sight look() {
    String model = session.settings().text("model.name");
    String alias = session.settings().text("model.alias");
    Optional<RegisteredVersion> served = session.tracking().registry().byAlias(model, alias);
    if (served.isEmpty()) {
      return Sight.nothing(NAME, "No version of %s has the alias %s.".formatted(model, alias));
    }
    int version = served.get().version();
    Map<String, String> tags = served.get().tags();
    Optional<Double> accuracy = number(tags.getOrDefault(METRIC, ""));
    if (accuracy.isEmpty()) {
      return Sight.nothing(
          NAME,
          "Version %d of %s, which is served, has not been evaluated.".formatted(version, model));
    }
    double least = settings.number("triggers.minimum-accuracy");
    String seen =
        String.format(
            "The test accuracy of version %d of %s, which is served, is %.4f",
            version, model, accuracy.get());
    if (accuracy.get() >= least) {
      return Sight.nothing(NAME, seen + ", not below %s.".formatted(least));
    }
    String id =
        "%s:%s:%d:%s".formatted(NAME, model, version, tags.getOrDefault(EVALUATION, "unknown"));
    return Sight.of(new Event(NAME, id, seen + ", below %s.".formatted(least), assignments(id)));
  }

  /** Without new data the same training would end the same: another seed makes it another one. */
  private List<String> assignments(String id) {
    List<String> all = new ArrayList<>(NewData.assignments(settings, session.warehouse()));
    String trained = production.tag(RunTags.SNAPSHOT + Tables.LANDMARKS.tableName());
    if (all.isEmpty() || all.contains("preparation.landmarks-version=" + trained)) {
      all.add("training.seed=" + Integer.toUnsignedString(id.hashCode()));
    }
    return all;
  }

  private static Optional<Double> number(String text) {
    try {
      double value = Double.parseDouble(text);
      return value >= 0 && value <= 1 ? Optional.of(value) : Optional.empty();
    } catch (NumberFormatException e) {
      return Optional.empty();
    }
  }
}
