package org.pose2gloss.tables;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.apache.iceberg.FileScanTask;
import org.apache.iceberg.Schema;
import org.apache.iceberg.Table;
import org.apache.iceberg.data.Record;

/** A part of the rows that a {@link TableReader} reads, for one task on whatever machine. */
public final class TableSplit implements Serializable {
  private static final long serialVersionUID = 1L;

  private final ArrayList<FileScanTask> files;
  private final Schema columns;

  TableSplit(List<FileScanTask> files, Schema columns) {
    this.files = new ArrayList<>(files);
    this.columns = columns;
  }

  /**
   * The rows; to be closed.
   *
   * @param table the table that was split; a serialised copy of it serves
   */
  public Rows<Record> rows(Table table) {
    return new Rows<>(table.name(), FileRows.openAll(table, files, columns), Function.identity());
  }
}
