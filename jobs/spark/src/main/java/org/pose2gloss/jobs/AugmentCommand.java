package org.pose2gloss.jobs;

import java.util.stream.Collectors;
import org.apache.spark.sql.SparkSession;
import org.pose2gloss.command.Settings;
import org.pose2gloss.command.StepCommand;
import org.pose2gloss.command.StepContext;
import org.pose2gloss.command.UsageException;
import org.pose2gloss.features.AugmentationKind;
import org.pose2gloss.tables.SnapshotInfo;
import org.pose2gloss.tables.Tables;
import picocli.CommandLine.Command;

/** {@code augment}: tables samples and landmarks to table augmented. */
@Command(
    name = "augment",
    description =
        "Takes the chosen landmarks and makes changed copies: tables samples, landmarks -> augmented.",
    footer = {
      "",
      "Examples:",
      "  pose2gloss augment --conf conf/demo.conf --set preparation.augmentation-frequency=8"
    })
final class AugmentCommand extends StepCommand<AugmentJob.Result> {
  @Override
  protected AugmentJob.Result run(StepContext context) {
    Settings settings = context.settings();
    context.parameters("preparation");
    AugmentJob.Options options = options(settings);
    context.reads(Tables.SAMPLES, "preparation");
    SnapshotInfo landmarks =
        context.reads(
            Tables.LANDMARKS, "preparation", settings.text("preparation.landmarks-version"));
    try (SparkSession spark = SparkSessions.start("augment", context)) {
      Preparations preparations = new Preparations(spark, context.warehouse(), context.note());
      AugmentJob.Result result = new AugmentJob(spark, preparations, options).run(landmarks);
      context.wrote(Tables.AUGMENTED);
      return result;
    }
  }

  private static AugmentJob.Options options(Settings settings) {
    AugmentJob.Options options =
        new AugmentJob.Options(
            settings.text("preparation.name"),
            String.join(",", settings.texts("preparation.chosen-landmarks")),
            settings.integer("preparation.augmentation-frequency"),
            settings.texts("preparation.augmentations").stream()
                .map(AugmentationKind::named)
                .collect(Collectors.toSet()),
            settings.longInteger("preparation.seed"));
    try {
      options.augmenter();
    } catch (IllegalArgumentException e) {
      throw new UsageException(
          "The preparation cannot be made: "
              + e.getMessage()
              + " (preparation.chosen-landmarks,"
              + " preparation.augmentations).",
          e);
    }
    return options;
  }
}
