package org.pose2gloss.jobs;

import static org.apache.spark.sql.functions.broadcast;
import static org.apache.spark.sql.functions.col;

import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.catalyst.analysis.NoSuchTableException;
import org.pose2gloss.command.UserException;
import org.pose2gloss.tables.Tables;
import org.pose2gloss.tables.Warehouse;

/** Rows of one preparation in the tables that hold several side by side. */
final class Preparations {
  private Preparations() {}

  /** Replaces the rows of a preparation, in one commit that touches no other's. */
  static void replace(Dataset<Row> rows, Warehouse warehouse, Tables table, String preparation)
      throws NoSuchTableException {
    rows.writeTo(warehouse.sparkName(table))
        .overwrite(col(Tables.PREPARATION).equalTo(preparation));
  }

  /**
   * The rows of a preparation.
   *
   * @throws UserException if there are none, naming the command that makes them
   */
  static Dataset<Row> of(
      SparkSession spark, Warehouse warehouse, Tables table, String preparation) {
    warehouse.existing(table);
    Dataset<Row> rows =
        spark
            .table(warehouse.sparkName(table))
            .filter(col(Tables.PREPARATION).equalTo(preparation));
    if (rows.isEmpty()) {
      throw new UserException(
          "The table "
              + warehouse.sparkName(table)
              + " has no rows of the preparation '"
              + preparation
              + "'; run 'pose2gloss "
              + table.madeBy()
              + "' with the same preparation.name first.");
    }
    return rows;
  }

  /** The landmarks of a preparation's samples with their split: one row a sample, all parts. */
  static Dataset<Row> landmarks(SparkSession spark, Warehouse warehouse, Dataset<Row> samples) {
    return spark
        .table(warehouse.sparkName(Tables.LANDMARKS))
        .select(with("id", LandmarkRows.sequenceColumns()))
        // The samples are small, the landmarks large: sending the samples to every task moves no
        // landmark.
        .join(broadcast(samples.select("id", "gloss", "split")), "id");
  }

  private static Column[] with(String first, Column[] others) {
    Column[] all = new Column[others.length + 1];
    all[0] = col(first);
    System.arraycopy(others, 0, all, 1, others.length);
    return all;
  }
}
