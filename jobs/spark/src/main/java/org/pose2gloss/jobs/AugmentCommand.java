package org.pose2gloss.jobs;

import org.apache.spark.sql.SparkSession;
import org.pose2gloss.command.Settings;
import org.pose2gloss.command.StepCommand;
import org.pose2gloss.command.StepContext;
import org.pose2gloss.tables.Tables;
import picocli.CommandLine.Command;

/** {@code augment}: tables samples and landmarks to table augmented. */
@Command(
    name = "augment",
    description =
        "Makes changed copies of the training samples: tables samples, landmarks -> augmented.",
    footer = {
      "",
      "Examples:",
      "  pose2gloss augment --conf conf/demo.conf --set preparation.copies=8"
    })
final class AugmentCommand extends StepCommand<AugmentJob.Result> {
  @Override
  protected AugmentJob.Result run(StepContext context) throws Exception {
    Settings settings = context.settings();
    context.parameters("preparation");
    context.reads(Tables.SAMPLES, "preparation");
    AugmentJob.Options options =
        new AugmentJob.Options(
            settings.text("preparation.name"),
            settings.text("preparation.points"),
            settings.integer("preparation.copies"),
            settings.longInteger("preparation.seed"));
    try (SparkSession spark = SparkSessions.start("augment", context)) {
      AugmentJob.Result result = new AugmentJob(spark, context.warehouse(), options).run();
      context.wrote(Tables.AUGMENTED);
      return result;
    }
  }
}
