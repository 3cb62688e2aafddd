package org.pose2gloss.jobs;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.apache.iceberg.SerializableTable;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.broadcast.Broadcast;
import org.pose2gloss.command.UserException;
import org.pose2gloss.features.AugmentationKind;
import org.pose2gloss.features.Augmenter;
import org.pose2gloss.features.PointSelection;
import org.pose2gloss.tables.Rows;
import org.pose2gloss.tables.SnapshotInfo;
import org.pose2gloss.tables.TableSplit;
import org.pose2gloss.tables.Tables;

/**
 * Takes the chosen landmarks of every sample and makes changed copies of the training samples.
 *
 * <p>A copy depends on the seed, the sample's id and the copy's number only: the same whatever the
 * cluster. Replaces the rows of the same preparation, in one commit.
 */
final class AugmentJob {
  /**
   * What to do.
   *
   * @param preparation name of the preparation
   * @param landmarks description of the chosen landmarks, as {@link PointSelection#of}
   * @param copies copies of each training sample, 0 or more
   * @param kinds what a copy may get
   * @param seed seed of every random choice
   */
  record Options(
      String preparation, String landmarks, int copies, Set<AugmentationKind> kinds, long seed)
      implements Serializable {
    /**
     * Checks that they go together.
     *
     * @throws IllegalArgumentException in a sentence
     */
    Augmenter augmenter() {
      return new Augmenter(PointSelection.of(landmarks), kinds);
    }
  }

  /**
   * What was done.
   *
   * @param samples samples of all splits
   * @param copies changed copies of training samples
   * @param points points a frame
   */
  record Result(long samples, long copies, int points) {}

  /** Parts of the table of landmarks that one task reads. */
  private static final long SPLIT_BYTES = 64L << 20;

  private final JavaSparkContext spark;
  private final PreparationTables tables;
  private final Options options;

  AugmentJob(JavaSparkContext spark, PreparationTables tables, Options options) {
    this.spark = spark;
    this.tables = tables;
    this.options = options;
  }

  /**
   * Augments.
   *
   * @param landmarks version of the table of landmarks
   * @throws UserException if a sample has no landmarks in that version, or landmarks of a shape
   *     that they should not have
   */
  Result run(SnapshotInfo landmarks) {
    PointSelection selection = PointSelection.of(options.landmarks());
    Map<String, PreparationTables.Sample> samples = tables.samples();
    requireLandmarks(samples.keySet(), landmarks);
    List<TableSplit> splits =
        tables.landmarks(landmarks).select(columns(selection)).splits(SPLIT_BYTES);
    Broadcast<Map<String, PreparationTables.Sample>> sent = spark.broadcast(samples);
    TaskFiles files = new TaskFiles(spark, tables.warehouse().openOrCreate(Tables.AUGMENTED));
    try (JobProgress progress =
        JobProgress.start(spark.sc(), "augment", "samples", samples.size())) {
      AugmentTask task =
          new AugmentTask(
              options,
              SerializableTable.copyOf(tables.warehouse().existing(Tables.LANDMARKS)),
              files.serialised(),
              sent,
              progress.counter(),
              files.written());
      files.replace(
          options.preparation(),
          tables.note(),
          () -> spark.parallelize(splits, splits.size()).map(task).collect());
    } finally {
      sent.destroy();
    }
    long training =
        samples.values().stream().filter(one -> one.split().equals(SplitPlan.TRAIN)).count();
    return new Result(samples.size(), training * options.copies(), selection.size());
  }

  private static String[] columns(PointSelection selection) {
    List<String> columns = new ArrayList<>(List.of("id", "frames"));
    selection.parts().forEach(part -> columns.add(part.columnName()));
    return columns.toArray(String[]::new);
  }

  private void requireLandmarks(Set<String> samples, SnapshotInfo version) {
    Set<String> missing = new TreeSet<>(samples);
    try (Rows<String> ids =
        tables.landmarks(version).select("id").rows(row -> (String) row.getField("id"))) {
      ids.forEach(missing::remove);
    }
    if (!missing.isEmpty()) {
      throw new UserException(
          String.format(
              "The samples %s have no landmarks in this version of the table: run 'pose2gloss"
                  + " split' with the same preparation.landmarks-version first.",
              SplitPlan.some(missing)));
    }
  }
}
