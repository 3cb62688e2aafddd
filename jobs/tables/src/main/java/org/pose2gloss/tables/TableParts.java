package org.pose2gloss.tables;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.apache.iceberg.CombinedScanTask;
import org.apache.iceberg.FileScanTask;
import org.apache.iceberg.Schema;
import org.apache.iceberg.Table;
import org.apache.iceberg.data.Record;
import org.apache.iceberg.io.CloseableIterable;
import org.apache.iceberg.util.TableScanUtil;

/**
 * A version of a table in parts of about one size, each of which can be sent somewhere and read
 * there by itself.
 */
public final class TableParts {
  /** What opening a file costs, in bytes that could be read meanwhile. */
  private static final long OPENING = 256 << 10;

  private static final long SMALLEST = 8 << 20;
  private static final int LOOK_BACK = 20;

  private TableParts() {}

  /**
   * Divides a version.
   *
   * @param snapshotId the version
   * @param most about how many parts at most; small tables have fewer
   */
  public static List<CombinedScanTask> plan(Table table, long snapshotId, int most) {
    List<FileScanTask> files = FileRows.plan(table.newScan().useSnapshot(snapshotId));
    long bytes = files.stream().mapToLong(file -> Math.max(OPENING, file.length())).sum();
    long size = Math.max(SMALLEST, bytes / most + 1);
    List<CombinedScanTask> parts = new ArrayList<>();
    TableScanUtil.planTasks(
            TableScanUtil.splitFiles(CloseableIterable.withNoopClose(files), size),
            size,
            LOOK_BACK,
            OPENING)
        .forEach(parts::add);
    return parts;
  }

  /**
   * Hands every row of a part to a consumer, one after the other; rows that were deleted or
   * replaced are left out.
   *
   * @param columns columns that are read
   * @throws TableException if a file cannot be read
   */
  public static void forEach(
      Table table, CombinedScanTask part, Consumer<Record> each, String... columns) {
    Schema projection = table.schema().select(columns);
    for (FileScanTask task : part.files()) {
      try (CloseableIterable<Record> rows = FileRows.open(table, task, projection)) {
        rows.forEach(each);
      } catch (IOException e) {
        throw new TableException(
            String.format("The table %s cannot be read (%s).", table.name(), e.getMessage()), e);
      }
    }
  }
}
