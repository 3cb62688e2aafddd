package org.pose2gloss.jobs;

import static org.apache.spark.sql.functions.col;

import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.iceberg.Snapshot;
import org.apache.iceberg.Table;
import org.apache.iceberg.exceptions.CommitFailedException;
import org.apache.iceberg.exceptions.ValidationException;
import org.apache.spark.SparkException;
import org.apache.spark.sql.DataFrameWriterV2;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.catalyst.analysis.NoSuchTableException;
import org.pose2gloss.command.UserException;
import org.pose2gloss.tables.CommitNote;
import org.pose2gloss.tables.SnapshotInfo;
import org.pose2gloss.tables.Tables;
import org.pose2gloss.tables.Warehouse;

/** The tables as Spark's data, among them those that hold several preparations side by side. */
final class Preparations {
  /** How Spark writes, into the text of its own exception, what a task has thrown. */
  private static final Pattern SENTENCE_OF_TASK =
      Pattern.compile(Pattern.quote(UserException.class.getName()) + ": ([^\\n]+)");

  private final SparkSession spark;
  private final Warehouse warehouse;
  private final CommitNote note;

  /**
   * The tables of a warehouse.
   *
   * @param note what commits say of themselves
   */
  Preparations(SparkSession spark, Warehouse warehouse, CommitNote note) {
    this.spark = spark;
    this.warehouse = warehouse;
    this.note = note;
  }

  /** The newest version of a table. */
  Dataset<Row> table(Tables table) {
    return spark.table(warehouse.sparkName(table));
  }

  /** One version of a table. */
  Dataset<Row> table(Tables table, SnapshotInfo version) {
    return spark
        .read()
        .option("snapshot-id", version.snapshotId())
        .table(warehouse.sparkName(table));
  }

  /**
   * The rows of a preparation.
   *
   * @throws UserException if there are none, naming the command that makes them
   */
  Dataset<Row> of(Tables table, String preparation) {
    warehouse.existing(table);
    Dataset<Row> rows = table(table).filter(col(Tables.PREPARATION).equalTo(preparation));
    if (rows.isEmpty()) {
      throw new UserException(
          String.format(
              "The table %s has no rows of the preparation '%s'; run 'pose2gloss %s' with the same"
                  + " preparation.name first.",
              warehouse.sparkName(table), preparation, table.madeBy()));
    }
    return rows;
  }

  /**
   * Replaces the rows of a preparation, in one commit that touches no other's.
   *
   * @throws UserException if a task has refused a row, or if someone else has changed the same
   *     preparation meanwhile; the table is then as it was
   */
  void replace(Dataset<Row> rows, Tables table, String preparation) {
    Table target = warehouse.openOrCreate(table);
    DataFrameWriterV2<Row> writer =
        rows.writeTo(warehouse.sparkName(table)).option("isolation-level", "serializable");
    for (Map.Entry<String, String> property : note.summary().entrySet()) {
      writer.option("snapshot-property." + property.getKey(), property.getValue());
    }
    Snapshot basis = target.currentSnapshot();
    if (basis != null) {
      writer.option("validate-from-snapshot-id", Long.toString(basis.snapshotId()));
    }
    try {
      writer.overwrite(col(Tables.PREPARATION).equalTo(preparation));
    } catch (NoSuchTableException e) {
      throw new UserException(
          "The table " + warehouse.sparkName(table) + " was dropped meanwhile: repeat the command.",
          e);
    } catch (RuntimeException e) {
      throw explained(e, table, preparation);
    } catch (Exception e) {
      // Spark throws checked exceptions that its Java signatures do not declare.
      if (e instanceof SparkException) {
        throw explained(new RuntimeException(e), table, preparation);
      }
      throw e;
    }
  }

  private RuntimeException explained(RuntimeException failure, Tables table, String preparation) {
    for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
      if (cause instanceof ValidationException || cause instanceof CommitFailedException) {
        return new UserException(
            String.format(
                "The preparation '%s' in the table %s was changed by someone else meanwhile; nothing"
                    + " was written, repeat the command.",
                preparation, warehouse.sparkName(table)),
            failure);
      }
      Matcher sentence = SENTENCE_OF_TASK.matcher(String.valueOf(cause.getMessage()));
      if (sentence.find()) {
        return new UserException(sentence.group(1).strip(), failure);
      }
    }
    return failure;
  }
}
