package org.pose2gloss.pipelines;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.stream.Stream;
import org.apache.commons.io.FileUtils;
import org.apache.commons.io.IOUtils;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FSDataInputStream;
import org.apache.hadoop.fs.FileSystem;
import org.pose2gloss.command.Settings;
import org.pose2gloss.command.StepCommand;
import org.pose2gloss.command.StepContext;
import org.pose2gloss.pipelines.beam.Runner;
import org.pose2gloss.pipelines.statistics.Described;
import org.pose2gloss.pipelines.statistics.Distribution;
import org.pose2gloss.pipelines.statistics.FeatureDrift;
import org.pose2gloss.pipelines.statistics.Statistics;
import org.pose2gloss.pipelines.statistics.StatisticsException;
import org.pose2gloss.pipelines.statistics.StatisticsReport;
import org.pose2gloss.pipelines.statistics.TableStatistics;
import org.pose2gloss.pipelines.statistics.Thresholds;
import org.pose2gloss.tracking.TrackedRun;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code statistics}: what the landmarks are like, by a Beam pipeline, and how they changed. */
@Command(
    name = "statistics",
    description = {
      "Describes a version of table landmarks, or of what a service was asked: ranges, coverage, lengths, glosses and how each number"
          + " of each landmark is distributed; with a baseline, how far it lies from that.",
      "Writes statistics.json, report.txt, anomalies.json, drift.json and pictures."
    },
    footer = {
      "",
      "Examples:",
      "  pose2gloss statistics --to statistics",
      "  pose2gloss statistics --baseline stable --fail-on-anomaly",
      "  pose2gloss statistics --table traces --baseline stable",
      "  pose2gloss statistics --version 4021387 --baseline statistics/statistics.json"
    })
final class StatisticsCommand extends StepCommand<StatisticsCommand.Result> {
  private static final String FOLDER = "statistics";

  @Option(
      names = "--table",
      paramLabel = "TABLE",
      description =
          "landmarks (default), or traces: what a service was asked, with its answers as glosses.")
  private String table = "landmarks";

  @Option(
      names = "--version",
      paramLabel = "VERSION",
      description = "Tag or number of a snapshot of that table; otherwise the newest.")
  private String version = "";

  @Option(
      names = "--baseline",
      paramLabel = "VERSION|FILE",
      description =
          "Tag or number of a snapshot of landmarks, or a statistics.json, to compare with.")
  private String baseline = "";

  @Option(
      names = "--to",
      paramLabel = "FOLDER",
      description = "Folder for the files: a path, hdfs://..., s3a://...; files are replaced.")
  private String to = "";

  @Option(
      names = "--fail-on-anomaly",
      description = "Exit with 1 if there is an anomaly; everything is written nevertheless.")
  private boolean failOnAnomaly;

  /**
   * What was found.
   *
   * @param snapshot version of landmarks
   * @param baselineSnapshot version it was compared with, null if none
   * @param rows rows of the version
   * @param glosses different glosses
   * @param framesMean frames of a video on average, null without rows
   * @param rightHandCoverage mean fraction of frames with the part, null without rows; the others
   *     likewise
   * @param anomalies all anomalies
   * @param shiftedFeatures features that are distributed in another way than in the baseline
   * @param worstFeature the one farthest from its limit, null without a baseline
   * @param worstStabilityIndex largest population stability index, null without a baseline
   * @param worstDivergence largest Jensen-Shannon divergence, null without a baseline
   */
  record Result(
      long snapshot,
      Long baselineSnapshot,
      long rows,
      long glosses,
      Double framesMean,
      Double rightHandCoverage,
      Double leftHandCoverage,
      Double poseCoverage,
      Double faceCoverage,
      long anomalies,
      long shiftedFeatures,
      String worstFeature,
      Double worstStabilityIndex,
      Double worstDivergence) {}

  @Override
  protected Result run(StepContext context) throws Exception {
    Settings settings = context.settings();
    context.parameters("statistics");
    Described described = Described.named(table);
    // The version that the run tells of, whatever is committed during the long work.
    String read =
        Long.toString(context.reads(described.table(), "statistics", version).snapshotId());
    Configuration configuration = context.warehouse().options().configuration(new Configuration());
    Optional<TableStatistics> before = Optional.empty();
    TableStatistics statistics;
    try (Runner runner = Runner.of(settings, "statistics")) {
      // The baseline first: a name that does not exist is said before the long work.
      if (!baseline.isBlank()) {
        before =
            Optional.of(
                baseline.endsWith(".json")
                    ? TableStatistics.parse(text(baseline, configuration), baseline)
                    : Statistics.of(context.warehouse(), Described.LANDMARKS, baseline, runner));
      }
      statistics = Statistics.of(context.warehouse(), described, read, runner);
    }
    StatisticsReport report = StatisticsReport.of(statistics, before, thresholds(settings));
    keep(report, context, configuration);
    System.err.print(report.text());
    return result(report, before);
  }

  @Override
  protected Optional<String> failure(Result result) {
    return failOnAnomaly && result.anomalies() > 0
        ? Optional.of(
            String.format(
                "%,d anomalies were found; the report above says which.", result.anomalies()))
        : Optional.empty();
  }

  private static Thresholds thresholds(Settings settings) {
    return new Thresholds(
        settings.number("statistics.max-population-stability-index"),
        settings.number("statistics.max-jensen-shannon-divergence"),
        settings.number("statistics.max-coverage-drop"),
        settings.number("statistics.max-length-shift"),
        settings.number("statistics.max-out-of-range"));
  }

  private static String text(String file, Configuration configuration) throws IOException {
    org.apache.hadoop.fs.Path path = new org.apache.hadoop.fs.Path(file);
    FileSystem system = path.getFileSystem(configuration);
    if (!system.exists(path)) {
      throw new StatisticsException(
          String.format("The file %s does not exist; --baseline takes one or a version.", path));
    }
    try (FSDataInputStream in = system.open(path)) {
      return IOUtils.toString(in, StandardCharsets.UTF_8);
    }
  }

  private void keep(StatisticsReport report, StepContext context, Configuration configuration)
      throws IOException {
    Path folder = Files.createTempDirectory("pose2gloss-statistics-");
    try {
      report.write(folder);
      if (!to.isBlank()) {
        copy(folder, configuration);
      }
      context.run().ifPresent(run -> record(report, run, folder));
    } finally {
      FileUtils.deleteDirectory(folder.toFile());
    }
  }

  private void copy(Path folder, Configuration configuration) throws IOException {
    org.apache.hadoop.fs.Path target = new org.apache.hadoop.fs.Path(to);
    FileSystem system = target.getFileSystem(configuration);
    system.mkdirs(target);
    try (Stream<Path> files = Files.list(folder)) {
      for (Path file : files.sorted().toList()) {
        system.copyFromLocalFile(
            false,
            true,
            new org.apache.hadoop.fs.Path(file.toUri()),
            new org.apache.hadoop.fs.Path(target, file.getFileName().toString()));
      }
    }
  }

  private static void record(StatisticsReport report, TrackedRun run, Path folder) {
    run.artifacts(folder, FOLDER);
    run.table(
        FOLDER + "/tables/landmarks.json",
        StatisticsReport.landmarkColumns(),
        report.landmarkRows());
    run.table(
        FOLDER + "/tables/anomalies.json", StatisticsReport.anomalyColumns(), report.anomalyRows());
    if (report.drift().isPresent()) {
      run.table(FOLDER + "/tables/drift.json", StatisticsReport.driftColumns(), report.driftRows());
    }
  }

  private static Result result(StatisticsReport report, Optional<TableStatistics> before) {
    TableStatistics statistics = report.statistics();
    Optional<FeatureDrift> worst =
        report.drift().flatMap(drift -> drift.features().stream().findFirst());
    return new Result(
        statistics.source().snapshot(),
        before.map(one -> one.source().snapshot()).orElse(null),
        statistics.rows(),
        statistics.glosses().size(),
        mean(statistics, "frames"),
        mean(statistics, "right_hand_coverage"),
        mean(statistics, "left_hand_coverage"),
        mean(statistics, "pose_coverage"),
        mean(statistics, "face_coverage"),
        report.anomalies().size(),
        report.drift().map(drift -> drift.shifted()).orElse(0L),
        worst.map(FeatureDrift::feature).orElse(null),
        report.drift().map(drift -> drift.largestStabilityIndex()).orElse(null),
        report.drift().map(drift -> drift.largestDivergence()).orElse(null));
  }

  private static Double mean(TableStatistics statistics, String column) {
    Distribution values = statistics.videos().get(column);
    return values.mean();
  }
}
