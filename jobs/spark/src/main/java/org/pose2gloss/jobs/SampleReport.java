package org.pose2gloss.jobs;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.commons.io.FileUtils;
import org.pose2gloss.features.LandmarkPart;
import org.pose2gloss.tables.SnapshotInfo;
import org.pose2gloss.tracking.TrackedRun;

/** Keeps the statistics of a preparation's samples on a run: metrics, tables and pictures. */
final class SampleReport {
  private static final String FOLDER = "statistics";

  private final SampleStatistics statistics;
  private final String preparation;

  SampleReport(SampleStatistics statistics, String preparation) {
    this.statistics = statistics;
    this.preparation = preparation;
  }

  /**
   * Computes the statistics and keeps them on a run.
   *
   * @param landmarks version that the samples were chosen from
   */
  static void keep(
      SparkTables sparkTables, SnapshotInfo landmarks, String preparation, TrackedRun run)
      throws IOException {
    new SampleReport(SampleStatistics.of(sparkTables, landmarks, preparation), preparation)
        .keep(run);
  }

  /** Stores all of it; names of metrics begin with the split. */
  void keep(TrackedRun run) throws IOException {
    run.metrics(metrics(), 0);
    run.table(FOLDER + "/subsets.json", subsetColumns(), subsetRows());
    run.table(FOLDER + "/glosses.json", glossColumns(), glossRows());
    Path folder = Files.createTempDirectory("pose2gloss-statistics-");
    try {
      new SamplePlots(statistics, preparation).draw(folder);
      run.artifacts(folder, FOLDER);
    } finally {
      FileUtils.deleteDirectory(folder.toFile());
    }
  }

  /** One value each, such as {@code train_frames_mean}. */
  Map<String, Double> metrics() {
    Map<String, Double> metrics = new TreeMap<>();
    List<String> names = subsetColumns();
    for (List<Object> row : subsetRows()) {
      for (int i = 1; i < names.size(); i++) {
        metrics.put(row.get(0) + "_" + names.get(i), ((Number) row.get(i)).doubleValue());
      }
    }
    return metrics;
  }

  /** The split, then what is also a metric of its name. */
  private static List<String> subsetColumns() {
    List<String> columns =
        new ArrayList<>(
            List.of(
                "subset",
                "videos",
                "classes",
                "frames_mean",
                "frames_std",
                "frames_min",
                "frames_median",
                "frames_max",
                "landmarks_per_frame"));
    for (LandmarkPart part : LandmarkPart.values()) {
      columns.add(part.columnName() + "_coverage");
    }
    for (LandmarkPart part : LandmarkPart.values()) {
      columns.add("videos_without_" + part.columnName());
    }
    return columns;
  }

  private List<List<Object>> subsetRows() {
    List<List<Object>> rows = new ArrayList<>();
    for (SampleStatistics.Subset subset : statistics.subsets()) {
      LengthCounts lengths = subset.lengths();
      List<Object> row =
          new ArrayList<>(
              List.of(
                  subset.split(),
                  lengths.videos(),
                  subset.classes(),
                  lengths.mean(),
                  lengths.std(),
                  lengths.min(),
                  lengths.quantile(0.5),
                  lengths.max(),
                  subset.landmarksPerFrame()));
      row.addAll(subset.coverage().values());
      row.addAll(subset.without().values());
      rows.add(row);
    }
    return rows;
  }

  private static List<String> glossColumns() {
    List<String> columns = new ArrayList<>(List.of("gloss", "videos"));
    columns.addAll(SplitPlan.SPLITS);
    return columns;
  }

  private List<List<Object>> glossRows() {
    List<List<Object>> rows = new ArrayList<>();
    for (SampleStatistics.Gloss gloss : statistics.glosses()) {
      List<Object> row = new ArrayList<>(List.of(gloss.name(), gloss.videos()));
      row.addAll(gloss.ofSplit().values());
      rows.add(row);
    }
    return rows;
  }
}
