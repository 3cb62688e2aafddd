package org.pose2gloss.jobs;

import static org.apache.spark.sql.functions.coalesce;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.when;

import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.pose2gloss.command.UserException;
import org.pose2gloss.tables.Tables;
import org.pose2gloss.tables.Warehouse;

/**
 * Chooses the samples of a preparation and puts each into one split.
 *
 * <p>Labels are those of the table of videos now; only what has landmarks counts. Reads no
 * landmark: only ids, glosses and groups. Replaces what the table held of the same preparation, in
 * one commit.
 */
final class SplitJob {
  /** What a sample's split is decided by. */
  enum SplitBy {
    /** The split it came with. */
    OFFICIAL("split"),
    /** Its signed language: whole languages go into one split. */
    LANGUAGE("language"),
    /** Its signer: whole signers go into one split. */
    SIGNER("signer");

    private final String column;

    SplitBy(String column) {
      this.column = column;
    }
  }

  /**
   * What to do.
   *
   * @param preparation name of the preparation
   * @param maxLabels only the glosses with most samples, ties in alphabetical order; 0 = all
   * @param minVideos glosses with fewer samples are left out
   * @param splitBy what decides
   * @param validationGroups languages or signers of the validation split
   * @param testGroups languages or signers of the test split
   */
  record Options(
      String preparation,
      int maxLabels,
      int minVideos,
      SplitBy splitBy,
      List<String> validationGroups,
      List<String> testGroups) {}

  /**
   * What was done: samples of each split, glosses, and samples without a gloss or a group, which
   * are left out.
   *
   * @param train training samples
   * @param validation validation samples
   * @param test test samples
   * @param glosses different glosses
   * @param leftOut rows of landmarks that are in no split
   */
  record Result(long train, long validation, long test, long glosses, long leftOut) {}

  private final SparkSession spark;
  private final Warehouse warehouse;
  private final Options options;

  SplitJob(SparkSession spark, Warehouse warehouse, Options options) {
    this.spark = spark;
    this.warehouse = warehouse;
    this.options = options;
  }

  /**
   * Splits.
   *
   * @throws UserException if no training sample is left
   */
  Result run() throws Exception {
    warehouse.openOrCreate(Tables.SAMPLES);
    Dataset<Row> all = labelled();
    Dataset<Row> samples =
        chosenGlosses(all.filter(col("gloss").isNotNull()))
            .withColumn("split", split())
            .filter(col("split").isNotNull())
            .withColumn(Tables.PREPARATION, lit(options.preparation()))
            .select(Tables.PREPARATION, "id", "gloss", "split", "signer", "language")
            .coalesce(1)
            .cache();
    try {
      long rows = all.count();
      Map<String, Long> counts = new TreeMap<>();
      Set<String> glosses = new HashSet<>();
      for (Row row : samples.groupBy("split", "gloss").count().collectAsList()) {
        counts.merge(row.getString(0), row.getLong(2), Long::sum);
        glosses.add(row.getString(1));
      }
      if (!counts.containsKey("train")) {
        throw new UserException(
            "No training sample is left of "
                + rows
                + " rows of landmarks; check preparation.split-by ("
                + options.splitBy().column
                + "), the groups and preparation.min-videos.");
      }
      Preparations.replace(samples, warehouse, Tables.SAMPLES, options.preparation());
      return new Result(
          counts.get("train"),
          counts.getOrDefault("validation", 0L),
          counts.getOrDefault("test", 0L),
          glosses.size(),
          rows - counts.values().stream().mapToLong(Long::longValue).sum());
    } finally {
      samples.unpersist();
    }
  }

  /** Labels of every video whose present content has landmarks. */
  private Dataset<Row> labelled() {
    Dataset<Row> videos = spark.table(warehouse.sparkName(Tables.VIDEOS));
    Dataset<Row> landmarks =
        spark.table(warehouse.sparkName(Tables.LANDMARKS)).select("id", "source_sha256");
    return videos
        .join(
            landmarks,
            videos
                .col("id")
                .equalTo(landmarks.col("id"))
                .and(videos.col("sha256").equalTo(landmarks.col("source_sha256"))),
            "left_semi")
        .select("id", "gloss", "split", "signer", "language");
  }

  private Dataset<Row> chosenGlosses(Dataset<Row> labelled) {
    Dataset<Row> glosses =
        labelled
            .groupBy("gloss")
            .count()
            .filter(col("count").geq(options.minVideos()))
            .orderBy(col("count").desc(), col("gloss"));
    if (options.maxLabels() > 0) {
      glosses = glosses.limit(options.maxLabels());
    }
    return labelled.join(glosses.select("gloss"), "gloss");
  }

  private Column split() {
    if (options.splitBy() == SplitBy.OFFICIAL) {
      return when(col("split").isin("train", "validation", "test"), col("split"));
    }
    Column group = coalesce(col(options.splitBy().column), lit(""));
    return when(group.equalTo(""), lit(null))
        .when(group.isin(options.testGroups().toArray()), "test")
        .when(group.isin(options.validationGroups().toArray()), "validation")
        .otherwise("train");
  }
}
