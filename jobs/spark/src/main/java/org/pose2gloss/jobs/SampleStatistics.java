package org.pose2gloss.jobs;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.count;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.sum;
import static org.apache.spark.sql.functions.when;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.pose2gloss.features.LandmarkPart;
import org.pose2gloss.tables.SnapshotInfo;
import org.pose2gloss.tables.Tables;

/**
 * What a preparation's samples are: how many of which gloss in which split, how long, and how much
 * of the signer was found in them.
 *
 * <p>Computed by Spark from narrow columns; no array of landmarks is read. What comes back has a
 * row a gloss and a row a length, however many videos there are.
 *
 * @param subsets one a split that has samples, in the order train, validation, test
 * @param glosses most frequent first, ties in alphabetical order
 */
record SampleStatistics(List<Subset> subsets, List<Gloss> glosses) {
  /**
   * Samples of one split.
   *
   * @param split train, validation or test
   * @param classes different glosses
   * @param lengths their lengths in frames
   * @param landmarksPerFrame points found in a frame on average, 0..553
   * @param coverage fraction of a video's frames in which a part was found, averaged over videos
   * @param without videos in which a part was never found
   */
  record Subset(
      String split,
      long classes,
      LengthCounts lengths,
      double landmarksPerFrame,
      Map<LandmarkPart, Double> coverage,
      Map<LandmarkPart, Long> without) {}

  /**
   * One gloss.
   *
   * @param ofSplit its videos in each split, 0 where it has none
   */
  record Gloss(String name, Map<String, Long> ofSplit) {
    long videos() {
      return ofSplit.values().stream().mapToLong(Long::longValue).sum();
    }
  }

  /**
   * Statistics of the samples that a preparation has now.
   *
   * @param landmarks version that they were chosen from
   */
  static SampleStatistics of(SparkTables sparkTables, SnapshotInfo landmarks, String preparation) {
    Dataset<Row> samples =
        sparkTables.of(Tables.SAMPLES, preparation).select("id", "gloss", "split");
    List<Gloss> glosses = glosses(samples.groupBy("gloss", "split").count().collectAsList());
    Dataset<Row> lengths =
        samples
            .join(sparkTables.table(Tables.LANDMARKS, landmarks).select(narrow()), "id")
            .groupBy("split", "frames")
            .agg(count(lit(1)).as("videos"), sums());
    return new SampleStatistics(subsets(lengths.collectAsList(), glosses), glosses);
  }

  private static Column[] narrow() {
    List<Column> columns = new ArrayList<>(List.of(col("id"), col("frames")));
    for (LandmarkPart part : LandmarkPart.values()) {
      columns.add(col(coverageColumn(part)));
    }
    return columns.toArray(Column[]::new);
  }

  private static Column[] sums() {
    List<Column> sums = new ArrayList<>();
    for (LandmarkPart part : LandmarkPart.values()) {
      Column coverage = col(coverageColumn(part)).cast("double");
      sums.add(sum(coverage).as(coverageColumn(part)));
      sums.add(sum(when(coverage.equalTo(0), 1L).otherwise(0L)).as(withoutColumn(part)));
    }
    return sums.toArray(Column[]::new);
  }

  private static String coverageColumn(LandmarkPart part) {
    return part.columnName() + "_coverage";
  }

  private static String withoutColumn(LandmarkPart part) {
    return part.columnName() + "_without";
  }

  private static List<Gloss> glosses(List<Row> counts) {
    Map<String, Map<String, Long>> ofGloss = new TreeMap<>();
    for (Row row : counts) {
      ofGloss
          .computeIfAbsent(row.getAs("gloss"), gloss -> emptyCounts())
          .merge(row.getAs("split"), row.<Long>getAs("count"), Long::sum);
    }
    List<Gloss> glosses = new ArrayList<>();
    ofGloss.forEach((name, ofSplit) -> glosses.add(new Gloss(name, ofSplit)));
    glosses.sort(Comparator.comparingLong(Gloss::videos).reversed());
    return glosses;
  }

  private static Map<String, Long> emptyCounts() {
    Map<String, Long> counts = new LinkedHashMap<>();
    SplitPlan.SPLITS.forEach(split -> counts.put(split, 0L));
    return counts;
  }

  private static List<Subset> subsets(List<Row> rows, List<Gloss> glosses) {
    List<Subset> subsets = new ArrayList<>();
    for (String split : SplitPlan.SPLITS) {
      List<Row> own = rows.stream().filter(row -> split.equals(row.getAs("split"))).toList();
      if (!own.isEmpty()) {
        long classes = glosses.stream().filter(gloss -> gloss.ofSplit().get(split) > 0).count();
        subsets.add(subset(split, classes, own));
      }
    }
    return subsets;
  }

  private static Subset subset(String split, long classes, List<Row> rows) {
    LengthCounts lengths = new LengthCounts();
    Map<LandmarkPart, Double> coverage = new EnumMap<>(LandmarkPart.class);
    Map<LandmarkPart, Long> without = new EnumMap<>(LandmarkPart.class);
    double found = 0;
    for (Row row : rows) {
      int frames = row.getAs("frames");
      lengths.add(frames, row.<Long>getAs("videos"));
      for (LandmarkPart part : LandmarkPart.values()) {
        double sum = row.getAs(coverageColumn(part));
        coverage.merge(part, sum, Double::sum);
        without.merge(part, row.<Long>getAs(withoutColumn(part)), Long::sum);
        found += sum * frames * part.points();
      }
    }
    coverage.replaceAll((part, sum) -> sum / lengths.videos());
    return new Subset(split, classes, lengths, found / lengths.frames(), coverage, without);
  }
}
