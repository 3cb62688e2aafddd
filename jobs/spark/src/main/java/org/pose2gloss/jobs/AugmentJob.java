package org.pose2gloss.jobs;

import static org.apache.spark.sql.functions.col;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import org.apache.spark.api.java.function.FlatMapFunction;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Encoders;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;
import org.pose2gloss.features.Augmenter;
import org.pose2gloss.features.PointSelection;
import org.pose2gloss.features.SelectedPoints;
import org.pose2gloss.tables.Tables;
import org.pose2gloss.tables.Warehouse;

/**
 * Makes changed copies of the training samples.
 *
 * <p>A copy depends on the seed, the sample's id and the copy's number only: the same whatever the
 * cluster. Replaces the copies of the same preparation, in one commit.
 */
final class AugmentJob {
  /**
   * What to do.
   *
   * @param preparation name of the preparation
   * @param points name of the selection of points
   * @param copies copies of each training sample, 0 or more
   * @param seed seed of every random choice
   */
  record Options(String preparation, String points, int copies, long seed)
      implements Serializable {}

  /**
   * What was done.
   *
   * @param samples training samples
   * @param copies copies written
   */
  record Result(long samples, long copies) {}

  private final SparkSession spark;
  private final Warehouse warehouse;
  private final Options options;

  AugmentJob(SparkSession spark, Warehouse warehouse, Options options) {
    this.spark = spark;
    this.warehouse = warehouse;
    this.options = options;
  }

  /** Augments. */
  Result run() throws Exception {
    warehouse.openOrCreate(Tables.AUGMENTED);
    Dataset<Row> samples =
        Preparations.of(spark, warehouse, Tables.SAMPLES, options.preparation())
            .filter(col("split").equalTo("train"));
    long count = samples.count();
    Options task = options;
    try (JobProgress progress = JobProgress.start(spark, "augment", "samples", count)) {
      var counter = progress.counter();
      Dataset<Row> copies =
          Preparations.landmarks(spark, warehouse, samples)
              .flatMap(
                  (FlatMapFunction<Row, Row>)
                      row -> {
                        counter.add(1);
                        return copies(row, task);
                      },
                  Encoders.row(schema()));
      Preparations.replace(copies, warehouse, Tables.AUGMENTED, options.preparation());
    }
    return new Result(count, count * options.copies());
  }

  private static Iterator<Row> copies(Row row, Options options) {
    PointSelection selection = PointSelection.of(options.points());
    String id = row.getAs("id");
    SelectedPoints original = selection.pick(LandmarkRows.sequence(row));
    List<Row> rows = new ArrayList<>();
    int number = 1;
    for (SelectedPoints copy :
        new Augmenter(selection)
            .copies(original, options.copies(), Augmenter.seedFor(options.seed(), id))) {
      rows.add(
          RowFactory.create(
              options.preparation(),
              id,
              number++,
              row.getAs("gloss"),
              copy.frames(),
              copy.points(),
              LandmarkRows.boxed(copy.xyz())));
    }
    return rows.iterator();
  }

  private static StructType schema() {
    return new StructType()
        .add(Tables.PREPARATION, DataTypes.StringType)
        .add("id", DataTypes.StringType)
        .add("copy", DataTypes.IntegerType)
        .add("gloss", DataTypes.StringType)
        .add("frames", DataTypes.IntegerType)
        .add("points", DataTypes.IntegerType)
        .add("xyz", LandmarkRows.floats());
  }
}
