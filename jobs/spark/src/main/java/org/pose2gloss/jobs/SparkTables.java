package org.pose2gloss.jobs;

import static org.apache.spark.sql.functions.col;

import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.pose2gloss.tables.SnapshotInfo;
import org.pose2gloss.tables.Tables;
import org.pose2gloss.tables.Warehouse;

/** The tables as Spark SQL sees them. */
final class SparkTables {
  private final SparkSession spark;
  private final Warehouse warehouse;

  SparkTables(SparkSession spark, Warehouse warehouse) {
    this.spark = spark;
    this.warehouse = warehouse;
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
   * @throws org.pose2gloss.command.UserException if there are none, naming the command that makes
   *     them
   */
  Dataset<Row> of(Tables table, String preparation) {
    warehouse.existing(table);
    Dataset<Row> rows = table(table).filter(col(Tables.PREPARATION).equalTo(preparation));
    if (rows.isEmpty()) {
      throw PreparationTables.nothing(warehouse, table, preparation);
    }
    return rows;
  }
}
