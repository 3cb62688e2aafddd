package org.pose2gloss.tables;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.apache.iceberg.FileScanTask;
import org.apache.iceberg.Schema;
import org.apache.iceberg.Table;
import org.apache.iceberg.TableScan;
import org.apache.iceberg.data.GenericDeleteFilter;
import org.apache.iceberg.data.InternalRecordWrapper;
import org.apache.iceberg.data.Record;
import org.apache.iceberg.expressions.Evaluator;
import org.apache.iceberg.expressions.Expressions;
import org.apache.iceberg.io.CloseableIterable;
import org.apache.iceberg.parquet.Parquet;
import org.apache.iceberg.relocated.com.google.common.collect.Iterables;

/** The rows of one file of a table that were not deleted, in the order in which they lie there. */
final class FileRows {
  /** By age, and files of one commit as their writer listed them. */
  private static final Comparator<FileScanTask> ORDER =
      Comparator.comparingLong((FileScanTask task) -> number(task.file().fileSequenceNumber()))
          .thenComparing(task -> String.valueOf(task.file().manifestLocation()))
          .thenComparingLong(task -> number(task.file().pos()));

  private FileRows() {}

  /**
   * The files of a scan. Iceberg plans them in an order that changes from time to time; here it is
   * always the same.
   *
   * @throws TableException if the lists of the files cannot be read
   */
  static List<FileScanTask> plan(TableScan scan) {
    List<FileScanTask> all = new ArrayList<>();
    try (CloseableIterable<FileScanTask> tasks = scan.planFiles()) {
      tasks.forEach(all::add);
    } catch (IOException | RuntimeException e) {
      throw new TableException(
          String.format("The table %s cannot be read (%s).", scan.table().name(), e.getMessage()),
          e);
    }
    all.sort(ORDER);
    return all;
  }

  private static long number(Long number) {
    return number == null ? 0 : number;
  }

  /** Opens one file after the other, each when its rows are asked for. */
  static CloseableIterable<Record> openAll(
      Table table, List<FileScanTask> tasks, Schema projection) {
    return CloseableIterable.concat(
        Iterables.transform(tasks, task -> open(table, task, projection)));
  }

  /**
   * Opens a file.
   *
   * @param projection columns that are wanted; the rows may have more, which deletions need
   */
  static CloseableIterable<Record> open(Table table, FileScanTask task, Schema projection) {
    GenericDeleteFilter deletes =
        new GenericDeleteFilter(table.io(), task, table.schema(), projection);
    Schema needed = deletes.requiredSchema();
    CloseableIterable<Record> all =
        Parquet.read(table.io().newInputFile(task.file()))
            .project(needed)
            .split(task.start(), task.length())
            .filter(task.residual())
            .createReaderFunc(type -> RecordReaders.of(needed, type))
            .build();
    return matching(deletes.filter(all), task, needed);
  }

  /** Parquet leaves out whole groups of rows only. */
  private static CloseableIterable<Record> matching(
      CloseableIterable<Record> rows, FileScanTask task, Schema schema) {
    if (task.residual().equals(Expressions.alwaysTrue())) {
      return rows;
    }
    Evaluator condition = new Evaluator(schema.asStruct(), task.residual());
    InternalRecordWrapper wrapper = new InternalRecordWrapper(schema.asStruct());
    return CloseableIterable.filter(rows, row -> condition.eval(wrapper.wrap(row)));
  }
}
