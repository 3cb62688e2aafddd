package org.pose2gloss.tables;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.apache.iceberg.FileScanTask;
import org.apache.iceberg.Table;
import org.apache.iceberg.TableScan;
import org.apache.iceberg.data.Record;
import org.apache.iceberg.expressions.Expression;
import org.apache.iceberg.expressions.Expressions;
import org.apache.iceberg.io.CloseableIterable;
import org.apache.iceberg.util.TableScanUtil;

/**
 * Reads the rows of a table without Spark: which columns, which rows, of which version; in the
 * order in which they were committed and written. Columns of floats come as {@link FloatList}.
 *
 * <p>Immutable; {@link #rows()} may be called any number of times.
 */
public final class TableReader {
  private static final long NEWEST = -1;

  /** Parts that are filled at a time, as Iceberg's own default. */
  private static final int LOOKBACK = 10;

  /** What opening a file costs, in bytes that could be read instead. */
  private static final long OPENING_COSTS = 1L << 20;

  private final Table table;
  private final List<String> columns;
  private final Expression filter;
  private final long snapshotId;

  private TableReader(Table table, List<String> columns, Expression filter, long snapshotId) {
    this.table = table;
    this.columns = columns;
    this.filter = filter;
    this.snapshotId = snapshotId;
  }

  /** A reader of all columns and rows of the newest version. */
  public static TableReader of(Table table) {
    return new TableReader(table, List.of(), Expressions.alwaysTrue(), NEWEST);
  }

  /**
   * The same reader for some columns only: those alone are read from storage.
   *
   * @throws TableException if the table has no such column
   */
  public TableReader select(String... names) {
    for (String name : names) {
      if (table.schema().findField(name) == null) {
        throw new TableException(
            String.format(
                "The table %s has no column '%s', only %s.",
                table.name(),
                name,
                table.schema().columns().stream().map(field -> field.name()).toList()));
      }
    }
    return new TableReader(table, List.of(names), filter, snapshotId);
  }

  /** The same reader for rows that match a further condition. */
  public TableReader where(Expression condition) {
    return new TableReader(table, columns, Expressions.and(filter, condition), snapshotId);
  }

  /** The same reader for one version of the table. */
  public TableReader at(long id) {
    return new TableReader(table, columns, filter, id);
  }

  /** The rows; to be closed. */
  public Rows<Record> rows() {
    return rows(Function.identity());
  }

  /** The rows, each turned into something else; to be closed. */
  public <T> Rows<T> rows(Function<Record, T> mapper) {
    TableScan scan = scan();
    return new Rows<>(
        table.name(), FileRows.openAll(table, FileRows.plan(scan), scan.schema()), mapper);
  }

  /**
   * The same rows in parts, to be read side by side; which rows are in which part is no promise.
   *
   * @param bytes size of the files, or parts of files, that make one
   */
  public List<TableSplit> splits(long bytes) {
    TableScan scan = scan();
    CloseableIterable<FileScanTask> files = CloseableIterable.withNoopClose(FileRows.plan(scan));
    List<TableSplit> splits = new ArrayList<>();
    TableScanUtil.planTasks(TableScanUtil.splitFiles(files, bytes), bytes, LOOKBACK, OPENING_COSTS)
        .forEach(tasks -> splits.add(new TableSplit(List.copyOf(tasks.files()), scan.schema())));
    return splits;
  }

  private TableScan scan() {
    TableScan scan = table.newScan().filter(filter);
    if (!columns.isEmpty()) {
      scan = scan.select(columns);
    }
    return snapshotId == NEWEST ? scan : scan.useSnapshot(snapshotId);
  }
}
