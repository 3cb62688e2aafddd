package org.pose2gloss.jobs;

import java.io.IOException;
import java.util.Locale;
import org.apache.spark.sql.SparkSession;
import org.pose2gloss.command.Settings;
import org.pose2gloss.command.StepCommand;
import org.pose2gloss.command.StepContext;
import org.pose2gloss.tables.SnapshotInfo;
import org.pose2gloss.tables.Tables;
import picocli.CommandLine.Command;

/** {@code split}: tables landmarks and videos to table samples. */
@Command(
    name = "split",
    description =
        "Chooses the samples of a preparation and their splits: tables landmarks, videos -> samples.",
    footer = {
      "",
      "Examples:",
      "  pose2gloss split --set preparation.name=wlasl100 --set preparation.max-labels=100",
      "  pose2gloss split --set preparation.split-by=signer --set preparation.test-groups=[11,27]",
      "  pose2gloss split --set preparation.split-by=stratified --set preparation.landmarks-version=stable"
    })
final class SplitCommand extends StepCommand<SplitJob.Result> {
  @Override
  protected SplitJob.Result run(StepContext context) throws IOException {
    Settings settings = context.settings();
    context.parameters("preparation");
    SnapshotInfo landmarks =
        context.reads(
            Tables.LANDMARKS, "preparation", settings.text("preparation.landmarks-version"));
    context.reads(Tables.VIDEOS, "labels");
    SplitOptions options = options(settings);
    PreparationTables tables =
        new PreparationTables(context.warehouse(), options.preparation(), context.note());
    SplitJob.Result result = new SplitJob(tables, options).run(landmarks);
    context.wrote(Tables.SAMPLES);
    if (context.run().isPresent()) {
      try (SparkSession spark = SparkSessions.start("split", context)) {
        SampleReport.keep(
            new SparkTables(spark, context.warehouse()),
            landmarks,
            options.preparation(),
            context.run().get());
      }
    }
    return result;
  }

  private static SplitOptions options(Settings settings) {
    return new SplitOptions(
        settings.text("preparation.name"),
        settings.texts("preparation.chosen-labels"),
        settings.integer("preparation.max-labels"),
        settings.integer("preparation.max-samples"),
        settings.integer("preparation.min-videos"),
        SplitOptions.SplitBy.valueOf(
            settings.text("preparation.split-by").toUpperCase(Locale.ROOT)),
        settings.texts("preparation.validation-groups"),
        settings.texts("preparation.test-groups"),
        settings.number("preparation.validation-fraction"),
        settings.number("preparation.test-fraction"),
        settings.longInteger("preparation.seed"));
  }
}
