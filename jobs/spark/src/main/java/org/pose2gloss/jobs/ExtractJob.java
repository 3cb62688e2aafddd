package org.pose2gloss.jobs;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.lit;

import java.sql.Timestamp;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Encoders;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;
import org.apache.spark.util.CollectionAccumulator;
import org.apache.spark.util.LongAccumulator;
import org.pose2gloss.command.UserException;
import org.pose2gloss.landmarks.ExtractorOptions;
import org.pose2gloss.tables.Tables;
import org.pose2gloss.tables.Warehouse;

/**
 * Takes the landmarks of every video that has none yet.
 *
 * <p>Videos are taken in portions, each committed as a whole: what a killed job had committed is
 * not done again. A video that fails goes to the table of failures with its reason and does not
 * stop the others.
 */
final class ExtractJob {
  private static final int VIDEOS_A_COMMIT = 2000;
  private static final int TASKS_A_CORE = 4;

  /**
   * What to do.
   *
   * @param partitions tasks the videos are divided into, 0 = four for each core
   * @param maxFailedFraction fraction of failed videos above which the job fails, 0..1
   * @param extractor how landmarks are taken
   */
  record Options(int partitions, double maxFailedFraction, ExtractorOptions extractor) {}

  /**
   * What was done.
   *
   * @param videos videos in the table
   * @param unchanged of these, extracted before
   * @param extracted extracted now
   * @param failed failed now
   * @param frames frames of those extracted now
   * @param framesPerSecond frames extracted a second, all tasks together
   * @param rightHandCoverage mean fraction of frames with the right hand, of all landmarks; the
   *     others likewise
   */
  record Result(
      long videos,
      long unchanged,
      long extracted,
      long failed,
      long frames,
      double framesPerSecond,
      double rightHandCoverage,
      double leftHandCoverage,
      double poseCoverage,
      double faceCoverage) {}

  private final SparkSession spark;
  private final Warehouse warehouse;
  private final Options options;

  ExtractJob(SparkSession spark, Warehouse warehouse, Options options) {
    this.spark = spark;
    this.warehouse = warehouse;
    this.options = options;
  }

  /**
   * Extracts.
   *
   * @throws UserException if more videos failed than allowed; what succeeded is kept
   */
  Result run() throws Exception {
    warehouse.openOrCreate(Tables.LANDMARKS);
    warehouse.openOrCreate(Tables.FAILURES);
    long videos = table(Tables.VIDEOS).count();
    List<Row> todo = todo();
    long started = System.nanoTime();
    long frames = 0;
    Map<String, Row> failures = new LinkedHashMap<>();
    try (JobProgress progress = JobProgress.start(spark, "extract", "videos", todo.size())) {
      for (int first = 0; first < todo.size(); first += VIDEOS_A_COMMIT) {
        List<Row> portion = todo.subList(first, Math.min(todo.size(), first + VIDEOS_A_COMMIT));
        frames += extract(portion, progress.counter(), failures);
      }
    }
    writeFailures(failures);
    double seconds = Math.max(1e-9, (System.nanoTime() - started) / 1e9);
    if (!todo.isEmpty() && failures.size() > options.maxFailedFraction() * todo.size()) {
      throw new UserException(
          failures.size()
              + " of "
              + todo.size()
              + " videos failed, more than extract.max-failed-fraction allows; the"
              + " reasons are in "
              + warehouse.sparkName(Tables.FAILURES)
              + ", for instance: "
              + failures.values().iterator().next().getString(3));
    }
    return result(videos, todo.size(), failures.size(), frames, frames / seconds);
  }

  private Dataset<Row> table(Tables table) {
    return spark.table(warehouse.sparkName(table));
  }

  private List<Row> todo() {
    Dataset<Row> done =
        table(Tables.LANDMARKS)
            .filter(
                col("graph")
                    .equalTo(options.extractor().signature())
                    .or(col("graph").equalTo(Extraction.POSE_FILE)))
            .select(col("id"), col("source_sha256"));
    Dataset<Row> videos = table(Tables.VIDEOS);
    Column same =
        videos
            .col("id")
            .equalTo(done.col("id"))
            .and(videos.col("sha256").equalTo(done.col("source_sha256")));
    return videos
        .join(done, same, "left_anti")
        .select("id", "gloss", "split", "signer", "language", "uri", "media", "sha256")
        .orderBy("id")
        .collectAsList();
  }

  private long extract(List<Row> portion, LongAccumulator counter, Map<String, Row> failures)
      throws Exception {
    CollectionAccumulator<Row> failed = spark.sparkContext().collectionAccumulator("failures");
    LongAccumulator frames = spark.sparkContext().longAccumulator("frames");
    StructType input = portion.get(0).schema();
    ExtractorOptions extractor = options.extractor();
    Dataset<Row> landmarks =
        spark
            .createDataset(portion, Encoders.row(input))
            .repartition(partitions(portion.size()))
            .mapPartitions(
                (org.apache.spark.api.java.function.MapPartitionsFunction<Row, Row>)
                    rows -> new ExtractIterator(rows, extractor, failed, frames, counter),
                Encoders.row(schema()));
    forgetOlder(portion);
    landmarks.writeTo(warehouse.sparkName(Tables.LANDMARKS)).append();
    failed.value().forEach(row -> failures.put(row.getString(0), row));
    return frames.value();
  }

  /** A video whose content changed has landmarks already: they go, or its id would stand twice. */
  private void forgetOlder(List<Row> portion) {
    Dataset<Row> ids =
        spark
            .createDataset(
                portion.stream().map(row -> row.getString(0)).toList(), Encoders.STRING())
            .toDF("id");
    Dataset<Row> older = table(Tables.LANDMARKS).select("id").join(ids, "id").distinct();
    if (!older.isEmpty()) {
      older.createOrReplaceTempView("older");
      spark.sql(
          "DELETE FROM "
              + warehouse.sparkName(Tables.LANDMARKS)
              + " WHERE id IN (SELECT id FROM older)");
    }
  }

  private int partitions(int videos) {
    int wanted =
        options.partitions() > 0
            ? options.partitions()
            : TASKS_A_CORE * spark.sparkContext().defaultParallelism();
    return Math.max(1, Math.min(wanted, videos));
  }

  /** Schema of the table of landmarks. */
  static StructType schema() {
    StructType schema =
        new StructType()
            .add("id", DataTypes.StringType)
            .add("gloss", DataTypes.StringType)
            .add("split", DataTypes.StringType)
            .add("signer", DataTypes.StringType)
            .add("language", DataTypes.StringType)
            .add("source_sha256", DataTypes.StringType);
    return LandmarkRows.withSequence(schema)
        .add("graph", DataTypes.StringType)
        .add("extracted_at", DataTypes.TimestampType);
  }

  private void writeFailures(Map<String, Row> failures) throws Exception {
    if (failures.isEmpty()) {
      return;
    }
    StructType schema =
        new StructType()
            .add("id", DataTypes.StringType)
            .add("uri", DataTypes.StringType)
            .add("source_sha256", DataTypes.StringType)
            .add("reason", DataTypes.StringType);
    spark
        .createDataset(new ArrayList<>(failures.values()), Encoders.row(schema))
        .withColumn("failed_at", lit(Timestamp.from(Instant.now())))
        .writeTo(warehouse.sparkName(Tables.FAILURES))
        .append();
  }

  /** A failure as the table of failures takes it, without its time. */
  static Row failure(Row video, String reason) {
    return RowFactory.create(video.getAs("id"), video.getAs("uri"), video.getAs("sha256"), reason);
  }

  private Result result(long videos, int todo, int failed, long frames, double framesPerSecond) {
    Row coverage =
        table(Tables.LANDMARKS)
            .selectExpr(
                "coalesce(avg(right_hand_coverage), 0)",
                "coalesce(avg(left_hand_coverage), 0)",
                "coalesce(avg(pose_coverage), 0)",
                "coalesce(avg(face_coverage), 0)")
            .first();
    return new Result(
        videos,
        videos - todo,
        (long) todo - failed,
        failed,
        frames,
        framesPerSecond,
        coverage.getDouble(0),
        coverage.getDouble(1),
        coverage.getDouble(2),
        coverage.getDouble(3));
  }
}
