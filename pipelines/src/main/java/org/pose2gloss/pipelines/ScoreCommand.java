package org.pose2gloss.pipelines;

import java.util.Optional;
import java.util.UUID;
import org.pose2gloss.command.Settings;
import org.pose2gloss.command.StepCommand;
import org.pose2gloss.command.StepContext;
import org.pose2gloss.command.TrackingSettings;
import org.pose2gloss.command.UsageException;
import org.pose2gloss.pipelines.beam.Runner;
import org.pose2gloss.pipelines.score.Score;
import org.pose2gloss.pipelines.score.ScoredModel;
import org.pose2gloss.tables.SnapshotInfo;
import org.pose2gloss.tables.Tables;
import org.pose2gloss.tracking.TrackedRun;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code score}: what the served model says of every video whose landmarks are in the tables. */
@Command(
    name = "score",
    description = {
      "Predicts for every row of table landmarks with the model that is served (model.alias), by a"
          + " Beam pipeline: landmarks -> predictions."
    },
    footer = {
      "",
      "Examples:",
      "  pose2gloss score",
      "  pose2gloss score --version stable --set score.runner=spark"
    })
final class ScoreCommand extends StepCommand<ScoreCommand.Result> {
  @Option(
      names = "--version",
      paramLabel = "VERSION",
      description = "Tag or number of a snapshot of landmarks; otherwise the newest.")
  private String version = "";

  /**
   * What was done.
   *
   * @param model name of the model
   * @param modelVersion its version
   * @param landmarksSnapshot version of landmarks that was read
   * @param scored rows that were predicted for
   * @param runId under which they stand in table predictions
   * @param snapshot version of predictions that holds them
   */
  record Result(
      String model,
      String modelVersion,
      long landmarksSnapshot,
      long scored,
      String runId,
      long snapshot) {}

  @Override
  protected Result run(StepContext context) {
    Settings settings = context.settings();
    context.parameters("score", "model");
    ScoredModel model = model(settings);
    SnapshotInfo landmarks = context.reads(Tables.LANDMARKS, "scoring", version);
    String runId = context.run().map(TrackedRun::id).orElseGet(() -> "score-" + UUID.randomUUID());
    SnapshotInfo made;
    try (Runner runner = Runner.of(settings, "score")) {
      made = Score.run(context.warehouse(), landmarks, model, runId, context.note(), runner);
    }
    context.wrote(Tables.PREDICTIONS);
    return new Result(
        model.reference().name(),
        model.reference().version(),
        landmarks.snapshotId(),
        landmarks.rows(),
        runId,
        made.snapshotId());
  }

  private static ScoredModel model(Settings settings) {
    Optional<String> folder = settings.optionalText("score.model-path");
    if (folder.isPresent()) {
      return ScoredModel.inFolder(folder.get());
    }
    String server =
        settings
            .optionalText("tracking.uri")
            .orElseThrow(
                () ->
                    new UsageException(
                        "There is no model to score with: set MLFLOW_TRACKING_URI or tracking.uri"
                            + " for a registered model, or score.model-path for a folder."));
    return ScoredModel.registered(
        server,
        TrackingSettings.of(settings),
        settings.text("model.name"),
        settings.text("model.alias"));
  }
}
