package org.pose2gloss.jobs;

import org.apache.spark.sql.SparkSession;
import org.pose2gloss.command.Settings;
import org.pose2gloss.command.StepCommand;
import org.pose2gloss.command.StepContext;
import org.pose2gloss.landmarks.ExtractorOptions;
import org.pose2gloss.landmarks.LandmarkGraph;
import org.pose2gloss.tables.Tables;
import picocli.CommandLine.Command;

/** {@code extract}: table videos to table landmarks. */
@Command(
    name = "extract",
    description =
        "Takes the landmarks of every video that has none yet: table videos -> landmarks, failures.",
    footer = {
      "",
      "Examples:",
      "  pose2gloss extract --conf conf/demo.conf",
      "  pose2gloss extract --set extract.partitions=64 --set catalog.warehouse=s3a://bucket/warehouse"
    })
final class ExtractCommand extends StepCommand<ExtractJob.Result> {
  @Override
  protected ExtractJob.Result run(StepContext context) throws Exception {
    Settings settings = context.settings();
    context.parameters("landmarks", "extract");
    context.reads(Tables.VIDEOS, "extraction");
    ExtractJob.Options options =
        new ExtractJob.Options(
            settings.integer("extract.partitions"),
            settings.number("extract.max-failed-fraction"),
            new ExtractorOptions(
                LandmarkGraph.of(settings.text("landmarks.graph")),
                (float) settings.number("landmarks.detection-confidence"),
                (float) settings.number("landmarks.tracking-confidence"),
                settings.integer("landmarks.max-frames"),
                settings.duration("landmarks.time-limit")));
    try (SparkSession spark = SparkSessions.start("extract", context)) {
      ExtractJob.Result result = new ExtractJob(spark, context.warehouse(), options).run();
      context.wrote(Tables.LANDMARKS);
      if (context.run().isPresent() && result.extracted() > 0) {
        new SkeletonPictures(spark, context.warehouse())
            .keep(settings.integer("extract.pictures"), context.run().get());
      }
      return result;
    }
  }
}
