package org.pose2gloss.jobs;

import static org.apache.spark.sql.functions.broadcast;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.lit;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.util.SerializableConfiguration;
import org.pose2gloss.command.UserException;
import org.pose2gloss.tables.SnapshotInfo;
import org.pose2gloss.tables.TableVersions;
import org.pose2gloss.tables.Tables;
import org.pose2gloss.tables.Warehouse;
import scala.collection.JavaConverters;
import scala.collection.Seq;

/**
 * Writes rows of a table as {@code .pose} files, one a row, each by the task that reads the row.
 *
 * <p>A file appears whole or not at all, and the index last: a folder with an index is complete.
 */
final class ExportJob {
  /** Labels, then what makes a sequence, in the order that {@link ExportTask} reads. */
  private static final List<String> KEYS =
      List.of("id", "copy", "gloss", "split", "signer", "language");

  /**
   * What to export.
   *
   * @param table landmarks, or one of those with selected points
   * @param version tag or number of a snapshot; empty = the newest
   * @param preparation name of the preparation; empty = landmarks of no preparation
   * @param ids ids of the rows; empty = all
   * @param split split of the rows; empty = all
   * @param limit most rows, in the order of ids and copies; 0 = all
   * @param to the folder
   * @param overwrite whether the folder may hold something
   */
  record Options(
      Tables table,
      String version,
      String preparation,
      List<String> ids,
      String split,
      int limit,
      String to,
      boolean overwrite) {}

  /**
   * What was written.
   *
   * @param to the folder
   * @param files .pose files
   * @param frames frames of them all
   * @param bytes their size
   * @param snapshot version of the table that was read
   */
  record Result(String to, long files, long frames, long bytes, long snapshot) {}

  private final SparkSession spark;
  private final SparkTables sparkTables;
  private final Warehouse warehouse;
  private final Options options;

  ExportJob(SparkSession spark, SparkTables sparkTables, Warehouse warehouse, Options options) {
    this.spark = spark;
    this.sparkTables = sparkTables;
    this.warehouse = warehouse;
    this.options = options;
  }

  /**
   * Exports.
   *
   * @throws UserException if nothing matches or the folder holds something
   */
  Result run() throws IOException {
    SnapshotInfo version =
        TableVersions.find(warehouse.existing(options.table()), options.version());
    Dataset<Row> rows = sparkTables.table(options.table(), version);
    checkColumns(rows);
    Dataset<Row> keys = keys(rows).cache();
    try {
      long count = keys.count();
      if (count == 0) {
        throw new UserException(
            String.format(
                "No row of %s matches what is to be exported.",
                warehouse.sparkName(options.table())));
      }
      Configuration configuration =
          warehouse.options().configuration(spark.sparkContext().hadoopConfiguration());
      Path folder = emptyFolder(configuration);
      List<ExportedFile> files = write(rows, keys, count, folder, configuration);
      try (FileSystem system = ExportFiles.open(folder, configuration)) {
        ExportIndex.write(files, system, folder);
      }
      return new Result(
          folder.toString(),
          files.size(),
          files.stream().mapToLong(ExportedFile::frames).sum(),
          files.stream().mapToLong(ExportedFile::bytes).sum(),
          version.snapshotId());
    } finally {
      keys.unpersist();
    }
  }

  /** An older version of the program wrote other numbers than points. */
  private void checkColumns(Dataset<Row> rows) {
    List<String> columns = List.of(rows.columns());
    if (options.table() != Tables.LANDMARKS
        && !columns.containsAll(List.of("landmarks", "points", "xyz"))) {
      throw new UserException(
          String.format(
              "This version of %s holds no points by name: run 'pose2gloss %s' again.",
              warehouse.sparkName(options.table()), options.table().madeBy()));
    }
  }

  private Path emptyFolder(Configuration configuration) throws IOException {
    Path given = new Path(options.to());
    FileSystem system = given.getFileSystem(configuration);
    Path folder = system.makeQualified(given);
    try {
      if (!options.overwrite() && system.listStatusIterator(folder).hasNext()) {
        throw new UserException(
            String.format(
                "The folder %s holds something: name a new one, or give --overwrite.", folder));
      }
    } catch (FileNotFoundException e) {
      // As it should be: the folder is made now.
    }
    system.mkdirs(folder);
    return folder;
  }

  private List<ExportedFile> write(
      Dataset<Row> rows, Dataset<Row> keys, long count, Path folder, Configuration configuration) {
    boolean whole = options.table() == Tables.LANDMARKS;
    Dataset<Row> joined =
        (whole
                ? rows.select(numbers()).join(broadcast(keys), "id")
                : rows.filter(col(Tables.PREPARATION).equalTo(options.preparation()))
                    .select("id", "copy", "frames", "points", "landmarks", "xyz")
                    .join(broadcast(keys), names("id", "copy")))
            .select(whole ? wholeColumns() : pointColumns());
    try (JobProgress progress = JobProgress.start(spark.sparkContext(), "export", "files", count)) {
      ExportTask task =
          new ExportTask(
              folder.toString(),
              whole,
              new SerializableConfiguration(configuration),
              progress.counter());
      List<ExportedFile> files =
          new ArrayList<>(
              joined.queryExecution().toRdd().toJavaRDD().mapPartitions(task).collect());
      files.sort(Comparator.comparing(ExportedFile::name));
      return files;
    }
  }

  private static Column[] numbers() {
    List<Column> columns = new ArrayList<>(List.of(col("id")));
    columns.addAll(List.of(LandmarkRows.sequenceColumns()));
    return columns.toArray(Column[]::new);
  }

  private static Column[] wholeColumns() {
    List<Column> columns = new ArrayList<>(KEYS.stream().map(name -> col(name)).toList());
    columns.addAll(List.of(LandmarkRows.sequenceColumns()));
    return columns.toArray(Column[]::new);
  }

  private static Column[] pointColumns() {
    List<Column> columns = new ArrayList<>(KEYS.stream().map(name -> col(name)).toList());
    for (String name :
        List.of(
            "frames",
            "frames_per_second",
            "image_width",
            "image_height",
            "landmarks",
            "points",
            "xyz")) {
      columns.add(col(name));
    }
    return columns.toArray(Column[]::new);
  }

  /** Which rows are exported and their labels: narrow, so that no landmark is sorted or moved. */
  private Dataset<Row> keys(Dataset<Row> rows) {
    Dataset<Row> keys = options.table() == Tables.LANDMARKS ? landmarkKeys(rows) : pointKeys(rows);
    if (!options.ids().isEmpty()) {
      keys = keys.filter(col("id").isin(options.ids().toArray()));
    }
    if (!options.split().isEmpty()) {
      keys = keys.filter(col("split").equalTo(options.split()));
    }
    return options.limit() == 0 ? keys : keys.orderBy("id", "copy").limit(options.limit());
  }

  private Dataset<Row> landmarkKeys(Dataset<Row> rows) {
    boolean prepared = !options.preparation().isEmpty();
    Dataset<Row> labels =
        prepared
            ? sparkTables.of(Tables.SAMPLES, options.preparation())
            : sparkTables.table(Tables.VIDEOS);
    return rows.select("id")
        .join(
            labels.select("id", "gloss", "split", "signer", "language"),
            names("id"),
            prepared ? "inner" : "left")
        .withColumn("copy", lit(0));
  }

  private Dataset<Row> pointKeys(Dataset<Row> rows) {
    Dataset<Row> own = rows.filter(col(Tables.PREPARATION).equalTo(options.preparation()));
    Dataset<Row> videos = sparkTables.table(Tables.VIDEOS).select("id", "signer", "language");
    Dataset<Row> pictures =
        sparkTables
            .table(Tables.LANDMARKS)
            .select("id", "frames_per_second", "image_width", "image_height");
    return own.select("id", "copy", "gloss", "split")
        .join(pictures, "id")
        .join(videos, names("id"), "left");
  }

  private static Seq<String> names(String... names) {
    return JavaConverters.asScalaBuffer(List.of(names)).toSeq();
  }
}
