package org.pose2gloss.jobs;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.xxhash64;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.spark.api.java.function.MapFunction;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Encoders;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;
import org.pose2gloss.features.LabelEncoder;
import org.pose2gloss.features.PointSelection;
import org.pose2gloss.features.Preparation;
import org.pose2gloss.features.SelectedPoints;
import org.pose2gloss.tables.Tables;
import org.pose2gloss.tables.Warehouse;

/**
 * Turns the samples of a preparation and their copies into what the network sees: features and a
 * label.
 *
 * <p>Labels are the training glosses in alphabetical order; samples of other splits whose gloss is
 * not among them are left out. Replaces examples and labels of the same preparation.
 */
final class TransformJob {
  /** Of 195 frames at most: some hundred megabytes before compression. */
  private static final int EXAMPLES_A_FILE = 2000;

  /**
   * What to do.
   *
   * @param preparation name of the preparation
   * @param points name of the selection of points
   * @param maxFrames frames of a sequence that are kept
   */
  record Options(String preparation, String points, int maxFrames) implements Serializable {}

  /**
   * What was done: examples of each split (copies counted), classes, and samples whose gloss no
   * training sample has.
   *
   * @param train training examples
   * @param validation validation examples
   * @param test test examples
   * @param classes number of glosses
   * @param unknownGloss samples left out
   */
  record Result(long train, long validation, long test, long classes, long unknownGloss) {}

  private final SparkSession spark;
  private final Warehouse warehouse;
  private final Options options;

  TransformJob(SparkSession spark, Warehouse warehouse, Options options) {
    this.spark = spark;
    this.warehouse = warehouse;
    this.options = options;
  }

  /** Transforms. */
  Result run() throws Exception {
    warehouse.openOrCreate(Tables.EXAMPLES);
    warehouse.openOrCreate(Tables.LABELS);
    warehouse.openOrCreate(Tables.AUGMENTED);
    Dataset<Row> samples = Preparations.of(spark, warehouse, Tables.SAMPLES, options.preparation());
    Map<String, Long> glosses = trainingGlosses(samples);
    LabelEncoder encoder = LabelEncoder.of(glosses.keySet());
    Dataset<Row> known = samples.filter(col("gloss").isin(glosses.keySet().toArray()));
    Dataset<Row> augmented =
        spark
            .table(warehouse.sparkName(Tables.AUGMENTED))
            .filter(col(Tables.PREPARATION).equalTo(options.preparation()))
            .select("id", "copy", "gloss", "frames", "points", "xyz")
            .withColumn("split", lit("train"));
    long originals = known.count();
    long sequences = originals + augmented.count();
    try (JobProgress progress = JobProgress.start(spark, "transform", "sequences", sequences)) {
      Dataset<Row> examples =
          originals(known, encoder, progress).unionByName(copies(augmented, encoder, progress));
      Preparations.replace(
          mixed(examples, sequences), warehouse, Tables.EXAMPLES, options.preparation());
    }
    Preparations.replace(labels(glosses, encoder), warehouse, Tables.LABELS, options.preparation());
    return result(encoder.size(), samples.count() - originals);
  }

  /**
   * In an order that mixes glosses and depends on nothing but ids and copies: the same examples
   * train the same network, in whatever order their landmarks were extracted.
   */
  private static Dataset<Row> mixed(Dataset<Row> examples, long count) {
    Column place = xxhash64(col("id"), col("copy"));
    int files = Math.toIntExact(1 + count / EXAMPLES_A_FILE);
    return examples.repartition(files, place).sortWithinPartitions(place, col("id"), col("copy"));
  }

  private static Map<String, Long> trainingGlosses(Dataset<Row> samples) {
    Map<String, Long> glosses = new TreeMap<>();
    samples
        .filter(col("split").equalTo("train"))
        .groupBy("gloss")
        .count()
        .collectAsList()
        .forEach(row -> glosses.put(row.getString(0), row.getLong(1)));
    return glosses;
  }

  private Dataset<Row> originals(Dataset<Row> samples, LabelEncoder encoder, JobProgress progress) {
    Options task = options;
    var counter = progress.counter();
    return Preparations.landmarks(spark, warehouse, samples)
        .map(
            (MapFunction<Row, Row>)
                row -> {
                  counter.add(1);
                  SelectedPoints points =
                      PointSelection.of(task.points()).pick(LandmarkRows.sequence(row));
                  return example(row, 0, points, encoder, task);
                },
            Encoders.row(schema()));
  }

  private Dataset<Row> copies(Dataset<Row> augmented, LabelEncoder encoder, JobProgress progress) {
    Options task = options;
    var counter = progress.counter();
    return augmented.map(
        (MapFunction<Row, Row>)
            row -> {
              counter.add(1);
              SelectedPoints points =
                  SelectedPoints.of(
                      row.<Integer>getAs("frames"),
                      row.<Integer>getAs("points"),
                      LandmarkRows.floats(row, "xyz"));
              return example(row, row.<Integer>getAs("copy"), points, encoder, task);
            },
        Encoders.row(schema()));
  }

  private static Row example(
      Row row, int copy, SelectedPoints points, LabelEncoder encoder, Options options) {
    float[] features =
        new Preparation(PointSelection.of(options.points())).features(points, options.maxFrames());
    int perFrame = points.points() * SelectedPoints.CHANNELS;
    String gloss = row.getAs("gloss");
    return RowFactory.create(
        options.preparation(),
        row.getAs("id"),
        copy,
        row.getAs("split"),
        gloss,
        encoder.label(gloss),
        features.length / perFrame,
        perFrame,
        LandmarkRows.boxed(features));
  }

  private static StructType schema() {
    return new StructType()
        .add(Tables.PREPARATION, DataTypes.StringType)
        .add("id", DataTypes.StringType)
        .add("copy", DataTypes.IntegerType)
        .add("split", DataTypes.StringType)
        .add("gloss", DataTypes.StringType)
        .add("label", DataTypes.IntegerType)
        .add("frames", DataTypes.IntegerType)
        .add("features_per_frame", DataTypes.IntegerType)
        .add("features", LandmarkRows.floats());
  }

  private Dataset<Row> labels(Map<String, Long> glosses, LabelEncoder encoder) {
    List<Row> rows = new ArrayList<>();
    glosses.forEach(
        (gloss, count) ->
            rows.add(RowFactory.create(options.preparation(), encoder.label(gloss), gloss, count)));
    StructType schema =
        new StructType()
            .add(Tables.PREPARATION, DataTypes.StringType)
            .add("label", DataTypes.IntegerType)
            .add("gloss", DataTypes.StringType)
            .add("count", DataTypes.LongType);
    return spark.createDataset(rows, Encoders.row(schema)).coalesce(1);
  }

  private Result result(int classes, long unknown) {
    Map<String, Long> counts = new TreeMap<>();
    Preparations.of(spark, warehouse, Tables.EXAMPLES, options.preparation())
        .groupBy("split")
        .count()
        .collectAsList()
        .forEach(row -> counts.put(row.getString(0), row.getLong(1)));
    return new Result(
        counts.getOrDefault("train", 0L),
        counts.getOrDefault("validation", 0L),
        counts.getOrDefault("test", 0L),
        classes,
        unknown);
  }
}
