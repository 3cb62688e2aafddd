package org.pose2gloss.jobs;

import java.util.Locale;
import org.apache.spark.sql.SparkSession;
import org.pose2gloss.command.Settings;
import org.pose2gloss.command.StepCommand;
import org.pose2gloss.command.StepContext;
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
      "  pose2gloss split --set preparation.split-by=signer --set preparation.test-groups=[11,27]"
    })
final class SplitCommand extends StepCommand<SplitJob.Result> {
  @Override
  protected SplitJob.Result run(StepContext context) throws Exception {
    Settings settings = context.settings();
    context.parameters("preparation");
    context.reads(Tables.LANDMARKS, "preparation");
    context.reads(Tables.VIDEOS, "labels");
    SplitJob.Options options =
        new SplitJob.Options(
            settings.text("preparation.name"),
            settings.integer("preparation.max-labels"),
            settings.integer("preparation.min-videos"),
            SplitJob.SplitBy.valueOf(
                settings.text("preparation.split-by").toUpperCase(Locale.ROOT)),
            settings.texts("preparation.validation-groups"),
            settings.texts("preparation.test-groups"));
    try (SparkSession spark = SparkSessions.start("split", context)) {
      SplitJob.Result result = new SplitJob(spark, context.warehouse(), options).run();
      context.wrote(Tables.SAMPLES);
      SampleReport.keep(spark, context, options.preparation());
      return result;
    }
  }
}
