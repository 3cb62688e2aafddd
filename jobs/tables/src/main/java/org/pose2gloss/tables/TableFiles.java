package org.pose2gloss.tables;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.function.BiConsumer;
import java.util.function.Predicate;
import org.apache.iceberg.FileScanTask;
import org.apache.iceberg.Schema;
import org.apache.iceberg.Table;
import org.apache.iceberg.data.Record;
import org.apache.iceberg.io.CloseableIterable;
import org.apache.iceberg.util.Tasks;
import org.apache.iceberg.util.ThreadPools;

/**
 * The rows of a table file by file, several files at a time: for few and narrow columns of many
 * files, where opening files is what takes long.
 */
public final class TableFiles {
  private TableFiles() {}

  /**
   * Hands every row of a version to a consumer, with the name of the file that it lies in. Rows
   * that were deleted or replaced are left out.
   *
   * @param snapshotId the version
   * @param wanted which files are read, by name
   * @param each takes the file's name and the row, in no order, one row at a time
   * @param columns columns that are read
   * @throws TableException if a file cannot be read
   */
  public static void forEach(
      Table table,
      long snapshotId,
      Predicate<String> wanted,
      BiConsumer<String, Record> each,
      String... columns) {
    Schema projection = table.schema().select(columns);
    try (CloseableIterable<FileScanTask> tasks =
        table.newScan().useSnapshot(snapshotId).planFiles()) {
      Tasks.foreach(CloseableIterable.filter(tasks, task -> wanted.test(task.file().location())))
          .executeWith(ThreadPools.getWorkerPool())
          .stopOnFailure()
          .throwFailureWhenFinished()
          .run(task -> read(table, task, projection, each));
    } catch (IOException | RuntimeException e) {
      throw new TableException(
          String.format(
              "The files of the table %s cannot be read (%s).", table.name(), e.getMessage()),
          e);
    }
  }

  private static void read(
      Table table, FileScanTask task, Schema projection, BiConsumer<String, Record> each) {
    try (CloseableIterable<Record> rows = FileRows.open(table, task, projection)) {
      for (Record row : rows) {
        synchronized (each) {
          each.accept(task.file().location(), row);
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
