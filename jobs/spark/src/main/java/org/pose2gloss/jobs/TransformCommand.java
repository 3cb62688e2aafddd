package org.pose2gloss.jobs;

import org.apache.spark.sql.SparkSession;
import org.pose2gloss.command.Settings;
import org.pose2gloss.command.StepCommand;
import org.pose2gloss.command.StepContext;
import org.pose2gloss.tables.Tables;
import picocli.CommandLine.Command;

/** {@code transform}: samples, their landmarks and copies to examples. */
@Command(
    name = "transform",
    description =
        "Makes features and labels: tables samples, landmarks, augmented -> examples, labels.",
    footer = {"", "Examples:", "  pose2gloss transform --conf conf/demo.conf"})
final class TransformCommand extends StepCommand<TransformJob.Result> {
  @Override
  protected TransformJob.Result run(StepContext context) throws Exception {
    Settings settings = context.settings();
    context.parameters("preparation");
    context.reads(Tables.SAMPLES, "preparation");
    TransformJob.Options options =
        new TransformJob.Options(
            settings.text("preparation.name"),
            settings.text("preparation.points"),
            settings.integer("preparation.max-frames"));
    try (SparkSession spark = SparkSessions.start("transform", context)) {
      TransformJob.Result result = new TransformJob(spark, context.warehouse(), options).run();
      context.wrote(Tables.EXAMPLES);
      return result;
    }
  }
}
