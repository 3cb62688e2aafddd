package org.pose2gloss.jobs;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.iceberg.Table;
import org.apache.iceberg.data.Record;
import org.apache.iceberg.expressions.Expressions;
import org.pose2gloss.command.UserException;
import org.pose2gloss.tables.CommitNote;
import org.pose2gloss.tables.Rows;
import org.pose2gloss.tables.SnapshotInfo;
import org.pose2gloss.tables.TableReader;
import org.pose2gloss.tables.Tables;
import org.pose2gloss.tables.Warehouse;

/**
 * The rows of one preparation in the tables that hold several side by side.
 *
 * @param warehouse the tables
 * @param preparation its name
 * @param note what commits say of themselves
 */
record PreparationTables(Warehouse warehouse, String preparation, CommitNote note) {
  /** A sample as split has chosen it. */
  record Sample(String id, String gloss, String split) implements Serializable {
    /** Whether a copy of it is an example: copies are for training alone. */
    boolean uses(int copy) {
      return copy == 0 || split.equals(SplitPlan.TRAIN);
    }
  }

  /** The rows of a table that belong to the preparation, with every column. */
  TableReader reader(Table table) {
    return TableReader.of(table).where(Expressions.equal(Tables.PREPARATION, preparation));
  }

  /**
   * The samples by their ids, in the order of the table.
   *
   * @throws UserException if there are none
   */
  Map<String, Sample> samples() {
    Map<String, Sample> samples = new LinkedHashMap<>();
    TableReader reader = reader(warehouse.existing(Tables.SAMPLES)).select("id", "gloss", "split");
    try (Rows<Record> rows = reader.rows()) {
      for (Record row : rows) {
        String id = (String) row.getField("id");
        samples.put(
            id, new Sample(id, (String) row.getField("gloss"), (String) row.getField("split")));
      }
    }
    if (samples.isEmpty()) {
      throw nothing(Tables.SAMPLES);
    }
    return samples;
  }

  private UserException nothing(Tables table) {
    return nothing(warehouse, table, preparation);
  }

  /** Says that a table has no rows of a preparation, and which command makes them. */
  static UserException nothing(Warehouse warehouse, Tables table, String preparation) {
    return new UserException(
        String.format(
            "The table %s has no rows of the preparation '%s'; run 'pose2gloss %s' with the same"
                + " preparation.name first.",
            warehouse.sparkName(table), preparation, table.madeBy()));
  }

  /** The glosses in the order of their labels. */
  List<String> glosses() {
    Map<Integer, String> byLabel = new TreeMap<>();
    TableReader reader = reader(warehouse.existing(Tables.LABELS)).select("label", "gloss");
    try (Rows<Record> rows = reader.rows()) {
      for (Record row : rows) {
        byLabel.put((Integer) row.getField("label"), (String) row.getField("gloss"));
      }
    }
    if (byLabel.isEmpty()) {
      throw nothing(Tables.LABELS);
    }
    return new ArrayList<>(byLabel.values());
  }

  /** One version of the table of landmarks. */
  TableReader landmarks(SnapshotInfo version) {
    return TableReader.of(warehouse.existing(Tables.LANDMARKS)).at(version.snapshotId());
  }
}
