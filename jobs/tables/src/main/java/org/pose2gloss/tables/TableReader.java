package org.pose2gloss.tables;

import java.util.List;
import java.util.function.Function;
import org.apache.iceberg.Table;
import org.apache.iceberg.TableScan;
import org.apache.iceberg.data.Record;
import org.apache.iceberg.expressions.Expression;
import org.apache.iceberg.expressions.Expressions;
import org.apache.iceberg.io.CloseableIterable;
import org.apache.iceberg.relocated.com.google.common.collect.Iterables;

/**
 * Reads the rows of a table without Spark: which columns, which rows, of which version; in the
 * order in which they were committed and written. Columns of floats come as {@link FloatList}.
 *
 * <p>Immutable; {@link #rows()} may be called any number of times.
 */
public final class TableReader {
  private static final long NEWEST = -1;

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
    TableScan scan = table.newScan().filter(filter);
    if (!columns.isEmpty()) {
      scan = scan.select(columns);
    }
    if (snapshotId != NEWEST) {
      scan = scan.useSnapshot(snapshotId);
    }
    return new Rows<>(table.name(), records(scan), mapper);
  }

  private CloseableIterable<Record> records(TableScan scan) {
    try {
      return CloseableIterable.concat(
          Iterables.transform(
              FileRows.plan(scan), task -> FileRows.open(table, task, scan.schema())));
    } catch (RuntimeException e) {
      throw new TableException(
          String.format("The table %s cannot be read (%s).", table.name(), e.getMessage()), e);
    }
  }
}
