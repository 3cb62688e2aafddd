package org.pose2gloss.jobs;

import static org.apache.spark.sql.functions.coalesce;
import static org.apache.spark.sql.functions.lit;

import java.util.List;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Encoders;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;
import org.pose2gloss.tables.SnapshotInfo;
import org.pose2gloss.tables.Tables;

/**
 * Chooses the samples of a preparation and puts each into one split.
 *
 * <p>Labels are those of the table of videos now; only what has landmarks counts. Reads no
 * landmark: only ids, labels and numbers of frames. Replaces what the table held of the same
 * preparation, in one commit.
 */
final class SplitJob {
  /**
   * What was done.
   *
   * @param train training samples
   * @param validation validation samples
   * @param test test samples
   * @param glosses different glosses
   * @param leftOut videos with landmarks that are in no split
   * @param sameContent those of them whose content is in another split already
   */
  record Result(
      long train, long validation, long test, long glosses, long leftOut, long sameContent) {}

  private final SparkSession spark;
  private final Preparations preparations;
  private final SplitOptions options;

  SplitJob(SparkSession spark, Preparations preparations, SplitOptions options) {
    this.spark = spark;
    this.preparations = preparations;
    this.options = options;
  }

  /**
   * Splits.
   *
   * @param landmarks version of the table of landmarks
   * @throws org.pose2gloss.command.UserException as {@link SplitPlan#of}
   */
  Result run(SnapshotInfo landmarks) {
    List<LabelledVideo> videos = labelled(landmarks);
    SplitPlan plan = SplitPlan.of(videos, options);
    plan.notices().forEach(System.err::println);
    List<Row> rows = plan.samples().stream().map(this::row).toList();
    preparations.replace(
        spark.createDataset(rows, Encoders.row(schema())).coalesce(1),
        Tables.SAMPLES,
        options.preparation());
    return new Result(
        plan.count(SplitPlan.TRAIN),
        plan.count(SplitPlan.VALIDATION),
        plan.count(SplitPlan.TEST),
        plan.glosses(),
        videos.size() - plan.samples().size(),
        plan.sameContent());
  }

  /** Every video whose present content has landmarks. */
  private List<LabelledVideo> labelled(SnapshotInfo version) {
    Dataset<Row> videos = preparations.table(Tables.VIDEOS);
    Dataset<Row> landmarks =
        preparations
            .table(Tables.LANDMARKS, version)
            .select("id", "source_sha256", "frame_start", "frame_end", "frames");
    return videos
        .join(
            landmarks,
            videos
                .col("id")
                .equalTo(landmarks.col("id"))
                .and(videos.col("sha256").equalTo(landmarks.col("source_sha256"))))
        .select(
            videos.col("id"),
            videos.col("gloss"),
            videos.col("split"),
            videos.col("signer"),
            videos.col("language"),
            videos.col("sha256"),
            coalesce(landmarks.col("frame_start"), lit(1)),
            coalesce(landmarks.col("frame_end"), lit(-1)),
            landmarks.col("frames"))
        .collectAsList()
        .stream()
        .map(
            row ->
                new LabelledVideo(
                    row.getString(0),
                    row.getString(1),
                    row.getString(2),
                    row.getString(3),
                    row.getString(4),
                    row.getString(5),
                    row.getInt(6),
                    row.getInt(7),
                    row.getInt(8)))
        .toList();
  }

  private Row row(SplitPlan.Sample sample) {
    LabelledVideo video = sample.video();
    return RowFactory.create(
        options.preparation(),
        video.id(),
        video.gloss(),
        sample.split(),
        video.signer(),
        video.language(),
        video.sha256(),
        video.frames());
  }

  private static StructType schema() {
    return new StructType()
        .add(Tables.PREPARATION, DataTypes.StringType)
        .add("id", DataTypes.StringType)
        .add("gloss", DataTypes.StringType)
        .add("split", DataTypes.StringType)
        .add("signer", DataTypes.StringType)
        .add("language", DataTypes.StringType)
        .add("sha256", DataTypes.StringType)
        .add("frames", DataTypes.IntegerType);
  }
}
