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
        "Cuts to length, numbers the glosses, mixes: tables samples, augmented -> examples, labels.",
    footer = {
      "",
      "Examples:",
      "  pose2gloss transform --conf conf/demo.conf",
      "  pose2gloss transform --set preparation.max-frames=128 --set preparation.pad=true"
    })
final class TransformCommand extends StepCommand<TransformJob.Result> {
  @Override
  protected TransformJob.Result run(StepContext context) {
    Settings settings = context.settings();
    context.parameters("preparation");
    context.reads(Tables.SAMPLES, "preparation");
    context.reads(Tables.AUGMENTED, "preparation");
    TransformJob.Options options =
        new TransformJob.Options(
            settings.text("preparation.name"),
            settings.integer("preparation.max-frames"),
            settings.flag("preparation.pad"),
            (float) settings.number("preparation.pad-value"));
    try (SparkSession spark = SparkSessions.start("transform", context)) {
      Preparations preparations = new Preparations(spark, context.warehouse(), context.note());
      TransformJob.Result result = new TransformJob(spark, preparations, options).run();
      context.wrote(Tables.EXAMPLES);
      return result;
    }
  }
}
