package org.pose2gloss.jobs;

import static org.apache.spark.sql.functions.array_repeat;
import static org.apache.spark.sql.functions.broadcast;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.concat;
import static org.apache.spark.sql.functions.least;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.slice;
import static org.apache.spark.sql.functions.when;
import static org.apache.spark.sql.functions.xxhash64;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Encoders;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;
import org.pose2gloss.command.UserException;
import org.pose2gloss.features.LabelEncoder;
import org.pose2gloss.features.SelectedPoints;
import org.pose2gloss.tables.Tables;

/**
 * Turns the samples of a preparation and their copies into what the network learns from: points cut
 * to a greatest length, and a label.
 *
 * <p>Coordinates stay those of the picture: normalising is the network's, once, in training and
 * serving alike. Labels are the training glosses in alphabetical order; samples of other splits
 * whose gloss is not among them are left out. Replaces examples and labels of the same preparation.
 */
final class TransformJob {
  /** Of 195 frames at most: some hundred megabytes before compression. */
  private static final int EXAMPLES_A_FILE = 2000;

  /**
   * What to do.
   *
   * @param preparation name of the preparation
   * @param maxFrames frames of a sequence that are kept
   * @param pad whether shorter sequences are padded to as many
   * @param padValue what padding holds
   */
  record Options(String preparation, int maxFrames, boolean pad, float padValue) {}

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
  private final Preparations preparations;
  private final Options options;

  TransformJob(SparkSession spark, Preparations preparations, Options options) {
    this.spark = spark;
    this.preparations = preparations;
    this.options = options;
  }

  /**
   * Transforms.
   *
   * @throws UserException if augment has not been run since the samples were chosen
   */
  Result run() {
    Dataset<Row> samples = preparations.of(Tables.SAMPLES, options.preparation());
    Dataset<Row> augmented = preparations.of(Tables.AUGMENTED, options.preparation());
    requireSameSamples(samples, augmented);
    Map<String, Long> glosses = trainingGlosses(samples);
    Dataset<Row> labels = labels(glosses);
    // What augment read of the samples may be older than they are: they tell gloss and split.
    Dataset<Row> labelled =
        samples
            .select("id", "gloss", "split")
            .join(broadcast(labels.select("gloss", "label")), "gloss");
    Dataset<Row> examples = examples(augmented.drop("gloss", "split"), labelled);
    Map<String, Long> counts = counts(augmented.select("id", "copy"), labelled);
    long sequences = counts.values().stream().mapToLong(Long::longValue).sum();
    try (ShuffleProgress progress =
        ShuffleProgress.start(spark, "transform", "sequences", sequences)) {
      preparations.replace(mixed(examples, sequences), Tables.EXAMPLES, options.preparation());
    }
    preparations.replace(labels, Tables.LABELS, options.preparation());
    return new Result(
        counts.getOrDefault(SplitPlan.TRAIN, 0L),
        counts.getOrDefault(SplitPlan.VALIDATION, 0L),
        counts.getOrDefault(SplitPlan.TEST, 0L),
        glosses.size(),
        samples.count() - labelled.count());
  }

  private void requireSameSamples(Dataset<Row> samples, Dataset<Row> augmented) {
    List<Row> missing =
        samples
            .select("id")
            .join(augmented.filter(col("copy").equalTo(0)).select("id"), "id", "left_anti")
            .limit(1)
            .collectAsList();
    if (!missing.isEmpty()) {
      throw new UserException(
          String.format(
              "The sample '%s' of the preparation '%s' has not been through augment; run"
                  + " 'pose2gloss augment' after 'pose2gloss split'.",
              missing.get(0).getString(0), options.preparation()));
    }
  }

  private static Map<String, Long> trainingGlosses(Dataset<Row> samples) {
    Map<String, Long> glosses = new TreeMap<>();
    samples
        .filter(col("split").equalTo(SplitPlan.TRAIN))
        .groupBy("gloss")
        .count()
        .collectAsList()
        .forEach(row -> glosses.put(row.getString(0), row.getLong(1)));
    return glosses;
  }

  private Dataset<Row> labels(Map<String, Long> glosses) {
    LabelEncoder encoder = LabelEncoder.of(glosses.keySet());
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

  /** Joined with what may be trained on: no copy of a sample that is not in training any more. */
  private static Dataset<Row> usable(Dataset<Row> augmented, Dataset<Row> labelled) {
    return augmented
        .join(broadcast(labelled), "id")
        .filter(col("copy").equalTo(0).or(col("split").equalTo(SplitPlan.TRAIN)));
  }

  private static Map<String, Long> counts(Dataset<Row> augmented, Dataset<Row> labelled) {
    Map<String, Long> counts = new TreeMap<>();
    usable(augmented, labelled)
        .groupBy("split")
        .count()
        .collectAsList()
        .forEach(row -> counts.put(row.getString(0), row.getLong(1)));
    return counts;
  }

  private Dataset<Row> examples(Dataset<Row> augmented, Dataset<Row> labelled) {
    Column kept = least(col("frames"), lit(options.maxFrames()));
    Column perFrame = col("points").multiply(SelectedPoints.CHANNELS);
    Column xyz =
        when(
                col("frames").gt(options.maxFrames()),
                slice(col("xyz"), lit(1), perFrame.multiply(options.maxFrames())))
            .otherwise(col("xyz"));
    if (options.pad()) {
      Column missing = lit(options.maxFrames()).minus(kept).multiply(perFrame);
      xyz = concat(xyz, array_repeat(lit(options.padValue()), missing));
    }
    return usable(augmented, labelled)
        .select(
            lit(options.preparation()).as(Tables.PREPARATION),
            col("id"),
            col("copy"),
            col("split"),
            col("gloss"),
            col("label"),
            kept.as("frames"),
            col("points"),
            col("landmarks"),
            xyz.as("xyz"));
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
}
