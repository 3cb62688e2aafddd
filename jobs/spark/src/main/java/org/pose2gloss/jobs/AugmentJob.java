package org.pose2gloss.jobs;

import static org.apache.spark.sql.functions.col;

import java.io.Serializable;
import java.util.List;
import java.util.Set;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Encoders;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.pose2gloss.command.UserException;
import org.pose2gloss.features.AugmentationKind;
import org.pose2gloss.features.Augmenter;
import org.pose2gloss.features.PointSelection;
import org.pose2gloss.tables.SnapshotInfo;
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

  private final SparkSession spark;
  private final Preparations preparations;
  private final Options options;

  AugmentJob(SparkSession spark, Preparations preparations, Options options) {
    this.spark = spark;
    this.preparations = preparations;
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
    Dataset<Row> samples = preparations.of(Tables.SAMPLES, options.preparation());
    long count = samples.count();
    long training = samples.filter(col("split").equalTo(SplitPlan.TRAIN)).count();
    requireLandmarks(samples, landmarks);
    try (JobProgress progress = JobProgress.start(spark, "augment", "samples", count)) {
      Dataset<Row> rows =
          SampleLandmarks.join(
                  preparations.table(Tables.LANDMARKS, landmarks), samples, selection.parts())
              .mapPartitions(
                  new AugmentTask(options, progress.counter()), Encoders.bean(AugmentedRow.class))
              .toDF();
      preparations.replace(rows, Tables.AUGMENTED, options.preparation());
    }
    return new Result(count, training * options.copies(), selection.size());
  }

  private void requireLandmarks(Dataset<Row> samples, SnapshotInfo version) {
    Dataset<Row> ids = preparations.table(Tables.LANDMARKS, version).select("id");
    List<Row> missing = samples.select("id").join(ids, "id", "left_anti").limit(1).collectAsList();
    if (!missing.isEmpty()) {
      throw new UserException(
          String.format(
              "The sample '%s' has no landmarks in this version of the table: run 'pose2gloss"
                  + " split' with the same preparation.landmarks-version first.",
              missing.get(0).getString(0)));
    }
  }
}
