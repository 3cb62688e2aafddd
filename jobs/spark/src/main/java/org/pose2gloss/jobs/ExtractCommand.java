package org.pose2gloss.jobs;

import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.function.Supplier;
import org.apache.spark.sql.SparkSession;
import org.pose2gloss.command.DataRuns;
import org.pose2gloss.command.Settings;
import org.pose2gloss.command.StepCommand;
import org.pose2gloss.command.StepContext;
import org.pose2gloss.command.UsageException;
import org.pose2gloss.landmarks.ExtractorOptions;
import org.pose2gloss.landmarks.LandmarkGraph;
import org.pose2gloss.tables.Tables;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code extract}: table videos to table landmarks. */
@Command(
    name = "extract",
    description =
        "Takes the landmarks of every video that has none yet: table videos -> landmarks, failures.",
    footer = {
      "",
      "Examples:",
      "  pose2gloss extract --conf conf/demo.conf",
      "  pose2gloss extract --overlay 20",
      "  pose2gloss extract --set extract.retry-failed=true --set spark.master=spark://host:7077"
    })
final class ExtractCommand extends StepCommand<ExtractJob.Result> {
  /** A pack's task dies with every executor that another pack's video kills beside it. */
  private static final Map<String, String> SPARK_DEFAULTS = Map.of("spark.task.maxFailures", "32");

  /** Until a process that has missed its time limit counts as one that hangs. */
  private static final Duration GRACE = Duration.ofMinutes(2);

  @Option(
      names = "--overlay",
      paramLabel = "N",
      description = "Contact sheets that are kept on the run; overrides extract.overlay.")
  private Integer overlay;

  @Override
  protected ExtractJob.Result run(StepContext context) throws Exception {
    if (overlay != null && overlay < 0) {
      throw new UsageException("--overlay is 0 or more, not " + overlay + ".");
    }
    Instant started = Instant.now();
    Settings settings = context.settings();
    context.parameters("landmarks", "extract");
    context.reads(Tables.VIDEOS, "extraction");
    ExtractorOptions extractor =
        new ExtractorOptions(
            LandmarkGraph.of(settings.text("landmarks.graph")),
            (float) settings.number("landmarks.detection-confidence"),
            (float) settings.number("landmarks.tracking-confidence"),
            settings.integer("landmarks.max-frames"),
            settings.duration("landmarks.time-limit"));
    ExtractJob.Options options =
        new ExtractJob.Options(
            settings.integer("extract.partitions"),
            settings.number("extract.max-failed-fraction"),
            settings.flag("extract.retry-failed"),
            settings.number("extract.commit-seconds"),
            extractor.timeLimit().plus(GRACE),
            extractor.signature());
    try (LazySession spark = new LazySession("extract", context, SPARK_DEFAULTS)) {
      ExtractJob.Result result =
          new ExtractJob(
                  spark,
                  context.warehouse(),
                  options,
                  configuration -> Extraction.here(extractor, configuration),
                  context.note())
              .run();
      context.wrote(Tables.LANDMARKS);
      context
          .warehouse()
          .currentSnapshot(Tables.LANDMARKS)
          .ifPresent(newest -> DataRuns.tag(settings, Tables.LANDMARKS.tableName(), newest));
      if (context.run().isPresent() && result.extracted() > 0) {
        new SkeletonPictures(spark.get(), context.warehouse())
            .keep(
                overlay == null ? settings.integer("extract.overlay") : overlay,
                started,
                context.run().get());
      }
      return result;
    }
  }

  /**
   * A session of Spark that is started when it is first asked for: seconds that doing nothing
   * saves.
   */
  private static final class LazySession implements Supplier<SparkSession>, AutoCloseable {
    private final String step;
    private final StepContext context;
    private final Map<String, String> defaults;
    private SparkSession session;

    LazySession(String step, StepContext context, Map<String, String> defaults) {
      this.step = step;
      this.context = context;
      this.defaults = defaults;
    }

    @Override
    public SparkSession get() {
      if (session == null) {
        session = SparkSessions.start(step, context, defaults);
      }
      return session;
    }

    @Override
    public void close() {
      if (session != null) {
        session.close();
      }
    }
  }
}
