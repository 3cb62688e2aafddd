package org.pose2gloss.tables;

import static org.apache.iceberg.types.Types.FloatType;
import static org.apache.iceberg.types.Types.IntegerType;
import static org.apache.iceberg.types.Types.LongType;
import static org.apache.iceberg.types.Types.StringType;
import static org.apache.iceberg.types.Types.TimestampType;

import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import org.apache.iceberg.PartitionSpec;
import org.apache.iceberg.Schema;
import org.apache.iceberg.catalog.Namespace;
import org.apache.iceberg.catalog.TableIdentifier;

/**
 * Every table of the chain, in the order in which the chain fills them.
 *
 * <p>Tables with a column {@value #PREPARATION} hold several preparations side by side, one
 * partition each, so that replacing one touches no file of another.
 */
@SuppressWarnings("ImmutableEnumChecker") // Schema and copied maps are immutable, only not marked.
public enum Tables {
  /** Every video or pose file that may be used: one row an id. */
  VIDEOS(
      "ingest",
      "Every video or pose file that may be used, one row an id",
      new TableSchema()
          .required("id", StringType.get(), "Identifier of the sample, unique in the table")
          .optional("gloss", StringType.get(), "The sign shown, null where unknown")
          .optional("split", StringType.get(), "train, validation or test; null where unassigned")
          .optional("signer", StringType.get(), "Identifier of the signer, null where unknown")
          .optional("source", StringType.get(), "Name of the source that the file came from")
          .required("uri", StringType.get(), "Where the file lies, or the archive that holds it")
          .optional("entry", StringType.get(), "Name inside the archive, null for a plain file")
          .required("media", StringType.get(), "video or pose")
          .required("sha256", StringType.get(), "SHA-256 of the file's bytes, 64 hex digits")
          .optional("bytes", LongType.get(), "Size of the file in bytes")
          .optional("codec", StringType.get(), "Video codec's name, null for a pose file")
          .optional("width", IntegerType.get(), "Width of the picture in pixels")
          .optional("height", IntegerType.get(), "Height of the picture in pixels")
          .optional("frames_per_second", FloatType.get(), "Frames per second")
          .optional("frames", IntegerType.get(), "Number of frames, -1 where not counted")
          .optional("duration_seconds", FloatType.get(), "Length in seconds")
          .optional(
              "frame_start", IntegerType.get(), "First frame of the sign, from 1; null = from 1")
          .optional(
              "frame_end",
              IntegerType.get(),
              "Last frame of the sign, inclusive; -1 or null = to the end")
          .optional("language", StringType.get(), "Signed language, such as ase; null if unknown")
          .optional(
              "ingested_at", TimestampType.withZone(), "When the row was made (start of the run)")
          .optional(
              "modified_at", TimestampType.withZone(), "When the file or its archive was changed")
          .optional("crc32", LongType.get(), "Checksum as the archive has it; null for a file"),
      false),

  /** Inputs that were not taken, with the reason. */
  REJECTED(
      "ingest",
      "Inputs that were not taken, with the reason",
      new TableSchema()
          .optional("id", StringType.get(), "Identifier the sample would have had")
          .optional("uri", StringType.get(), "Where the file lies, or the archive that holds it")
          .optional("source", StringType.get(), "Name of the source that the file came from")
          .optional("reason", StringType.get(), "Why it was not taken, one sentence")
          .optional(
              "rejected_at", TimestampType.withZone(), "When it was found out (start of the run)")
          .optional("entry", StringType.get(), "Name inside the archive, null for a plain file")
          .optional("kind", StringType.get(), "rejected, duplicate or missing"),
      false),

  /**
   * All landmarks of every video: one row an id. What a video shows and who signs stands in {@link
   * #VIDEOS} alone, to be joined: a label that is set right touches no landmark.
   */
  LANDMARKS(
      "extract",
      "All landmarks of every video, one row an id; an absent part of a frame is NaN",
      new TableSchema()
          .required("id", StringType.get(), "Identifier of the sample")
          .required("source_sha256", StringType.get(), "SHA-256 of the file they were taken from")
          .optional("frame_start", IntegerType.get(), "First frame of the sign in it, from 1")
          .optional("frame_end", IntegerType.get(), "Last frame of it, inclusive; -1 = to the end")
          .optional("graph", StringType.get(), "Models and settings that found them, or the file")
          .optional("frames", IntegerType.get(), "Number of frames, 1 or more")
          .optional("frames_per_second", FloatType.get(), "Frames per second of the video")
          .optional("image_width", IntegerType.get(), "Width in pixels of the picture x refers to")
          .optional(
              "image_height", IntegerType.get(), "Height in pixels of the picture y refers to")
          .floats(
              "right_hand",
              "float[frames][21][3]: x, y, z in image widths and heights, the signer's right hand")
          .floats(
              "left_hand",
              "float[frames][21][3]: x, y, z in image widths and heights, the signer's left hand")
          .floats(
              "pose", "float[frames][33][4]: x, y, z in image widths and heights, visibility 0..1")
          .floats(
              "face",
              "float[frames][478][3]: x, y, z in image widths and heights, irises are 468..477")
          .optional(
              "right_hand_coverage", FloatType.get(), "Fraction of frames with the right hand")
          .optional("left_hand_coverage", FloatType.get(), "Fraction of frames with the left hand")
          .optional("pose_coverage", FloatType.get(), "Fraction of frames with the body")
          .optional("face_coverage", FloatType.get(), "Fraction of frames with the face")
          .optional("extracted_at", TimestampType.withZone(), "When they were taken"),
      false),

  /** Videos whose landmarks cannot be taken as they are now: one row an id. */
  FAILURES(
      "extract",
      "Videos whose landmarks cannot be taken as they are now, one row an id, with the reason",
      new TableSchema()
          .optional("id", StringType.get(), "Identifier of the sample")
          .optional("uri", StringType.get(), "Where the file lies, or the archive that holds it")
          .optional("source_sha256", StringType.get(), "SHA-256 of the file")
          .optional("frame_start", IntegerType.get(), "First frame of the sign in it, from 1")
          .optional("frame_end", IntegerType.get(), "Last frame of it, inclusive; -1 = to the end")
          .optional("graph", StringType.get(), "Models and settings that failed, or the file")
          .optional(
              "kind",
              StringType.get(),
              "video, pose, crash, time or error: tried again when something of it has changed;"
                  + " storage: tried again in the next run")
          .optional("reason", StringType.get(), "Why it failed, one sentence")
          .optional("failed_at", TimestampType.withZone(), "When it failed"),
      false),

  /** Which samples a preparation uses and in which split. */
  SAMPLES(
      "split",
      "Which samples a preparation uses and in which split",
      preparation()
          .optional("id", StringType.get(), "Identifier of the sample")
          .optional("gloss", StringType.get(), "The sign shown")
          .optional("split", StringType.get(), "train, validation or test")
          .optional("signer", StringType.get(), "Identifier of the signer, null where unknown")
          .optional("language", StringType.get(), "Signed language, such as ase; null if unknown")
          .optional("sha256", StringType.get(), "SHA-256 of the file it was taken from")
          .optional("frames", IntegerType.get(), "Number of frames, 1 or more"),
      true),
  /** The chosen landmarks of every sample, and changed copies of those of the training samples. */
  AUGMENTED(
      "augment",
      "The chosen landmarks of every sample, and changed copies of those of the training samples",
      preparation()
          .optional("id", StringType.get(), "Identifier of the sample")
          .optional("copy", IntegerType.get(), "0 = the original, from 1 = changed copies")
          .optional("gloss", StringType.get(), "The sign shown")
          .optional("split", StringType.get(), "train, validation or test")
          .optional("frames", IntegerType.get(), "Number of frames")
          .optional("points", IntegerType.get(), "Points a frame")
          .optional("landmarks", StringType.get(), "Which points, as preparation.chosen-landmarks")
          .floats(
              "xyz",
              "float[frames][points][3]: x, y, z in image widths and heights; an absent point is"
                  + " NaN"),
      true),
  /** What the network learns from: points and label of every sample and copy. */
  EXAMPLES(
      "transform",
      "What the network learns from: points and label of every sample and copy",
      preparation()
          .optional("id", StringType.get(), "Identifier of the sample")
          .optional("copy", IntegerType.get(), "0 = the original, from 1 = changed copies")
          .optional("split", StringType.get(), "train, validation or test")
          .optional("gloss", StringType.get(), "The sign shown")
          .optional("label", IntegerType.get(), "Number of the gloss, 0..classes-1")
          .optional("frames", IntegerType.get(), "Number of frames, padding not counted")
          .optional("points", IntegerType.get(), "Points a frame")
          .optional("landmarks", StringType.get(), "Which points, as preparation.chosen-landmarks")
          .floats(
              "xyz",
              "float[frames][points][3]: x, y, z in image widths and heights, an absent point is"
                  + " NaN; frames of the padding value follow where padding was asked for"),
      true),
  /** The numbers that stand for the glosses of a preparation. */
  LABELS(
      "transform",
      "The numbers that stand for the glosses of a preparation",
      preparation()
          .optional("label", IntegerType.get(), "Number of the gloss, 0..classes-1")
          .optional("gloss", StringType.get(), "The sign")
          .optional("count", LongType.get(), "Samples of this gloss, copies not counted"),
      true),

  /** What a model said about every sample it was evaluated on. */
  PREDICTIONS(
      "evaluate",
      "What a model said about every sample it was evaluated on",
      new TableSchema()
          .optional("run_id", StringType.get(), "Tracking run of the evaluation")
          .optional("id", StringType.get(), "Identifier of the sample")
          .optional("split", StringType.get(), "train, validation or test")
          .optional("gloss", StringType.get(), "The sign shown")
          .optional("predicted", StringType.get(), "The most probable sign")
          .optional("probability", FloatType.get(), "Its probability, 0..1")
          .optional(
              "rank_of_truth", IntegerType.get(), "Place of the shown sign by probability, from 1")
          .optional("truth_probability", FloatType.get(), "Probability of the shown sign, 0..1")
          .optional("signer", StringType.get(), "Identifier of the signer, null where unknown")
          .optional("frames", IntegerType.get(), "Number of frames that the model saw"),
      false),

  /** What a served model was asked and answered: a sample, no video. */
  TRACES(
      "serve",
      "What a served model was asked and answered: sampled requests, landmarks but no video",
      new TableSchema()
          .required("id", StringType.get(), "Identifier of the trace, unique in the table")
          .optional("request_id", StringType.get(), "The request's id, as the access log has it")
          .optional("traced_at", TimestampType.withZone(), "When it was answered")
          .optional("model", StringType.get(), "Name of the model that answered")
          .optional("model_version", StringType.get(), "Its version")
          .optional("predicted", StringType.get(), "The most probable sign")
          .optional("probability", FloatType.get(), "Its probability, 0..1")
          .optional("frames", IntegerType.get(), "Number of frames that the model saw")
          .optional("points", IntegerType.get(), "Points a frame")
          .optional(
              "landmarks",
              StringType.get(),
              "Which points, as preparation.chosen-landmarks; null where unknown")
          .optional(
              "right_hand_coverage",
              FloatType.get(),
              "Fraction of frames with the right hand; null where it is not looked at")
          .optional("left_hand_coverage", FloatType.get(), "Likewise with the left hand")
          .optional("pose_coverage", FloatType.get(), "Likewise with the body")
          .optional("face_coverage", FloatType.get(), "Likewise with the face")
          .floats(
              "xyz",
              "float[frames][points][3]: x, y, z in image widths and heights; an absent point is"
                  + " NaN"),
      false);

  /** Name of the column that parts the tables of a preparation. */
  public static final String PREPARATION = "preparation";

  private final String madeBy;
  private final String description;
  private final Schema schema;
  private final boolean byPreparation;
  private final Map<String, String> properties;

  Tables(String madeBy, String description, TableSchema columns, boolean byPreparation) {
    this.madeBy = madeBy;
    this.description = description;
    this.schema = columns.schema();
    this.byPreparation = byPreparation;
    this.properties = properties(columns, description, byPreparation);
  }

  private static TableSchema preparation() {
    return new TableSchema()
        .required("preparation", StringType.get(), "Name of the preparation; one partition each");
  }

  private static Map<String, String> properties(
      TableSchema columns, String description, boolean byPreparation) {
    Map<String, String> all = new LinkedHashMap<>();
    all.put("comment", description);
    all.put("format-version", "2");
    all.put("write.format.default", "parquet");
    all.put("write.parquet.compression-codec", "zstd");
    all.put("write.target-file-size-bytes", Long.toString(128L << 20));
    all.put("write.metadata.delete-after-commit.enabled", "true");
    all.put("commit.retry.num-retries", "10");
    // Spark would by default send all rows of a partition, that is a whole preparation, to one
    // task.
    all.put("write.distribution-mode", "none");
    if (byPreparation) {
      all.put("write.spark.fanout.enabled", "true");
    }
    all.putAll(columns.properties());
    return Map.copyOf(all);
  }

  /** Name of the table inside its namespace. */
  public String tableName() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** Full name of the table in a namespace, whose parts are divided by dots. */
  public TableIdentifier identifier(String namespace) {
    return TableIdentifier.of(Namespace.of(namespace.split("\\.", -1)), tableName());
  }

  /** Command that makes the table. */
  public String madeBy() {
    return madeBy;
  }

  /** What a row of the table is. */
  public String description() {
    return description;
  }

  /** Columns as this version of the program writes them. */
  public Schema schema() {
    return schema;
  }

  /** Whether the table has one partition a preparation. */
  public boolean byPreparation() {
    return byPreparation;
  }

  /** Partitions: by preparation, or none. */
  public PartitionSpec partitionSpec() {
    PartitionSpec.Builder builder = PartitionSpec.builderFor(schema);
    return byPreparation ? builder.identity(PREPARATION).build() : builder.build();
  }

  /** Table properties, set when the table is made. */
  public Map<String, String> properties() {
    return properties;
  }
}
