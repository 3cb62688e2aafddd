package org.pose2gloss.tables;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.BitSet;
import java.util.List;
import java.util.Queue;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.apache.iceberg.DeleteFile;
import org.apache.iceberg.FileFormat;
import org.apache.iceberg.FileScanTask;
import org.apache.iceberg.MetadataColumns;
import org.apache.iceberg.Schema;
import org.apache.iceberg.Table;
import org.apache.iceberg.data.Record;
import org.apache.iceberg.deletes.PositionDelete;
import org.apache.iceberg.deletes.PositionDeleteWriter;
import org.apache.iceberg.io.CloseableIterable;
import org.apache.iceberg.io.OutputFileFactory;
import org.apache.iceberg.types.TypeUtil;
import org.apache.iceberg.util.ContentFileUtil;
import org.apache.iceberg.util.Tasks;
import org.apache.iceberg.util.ThreadPools;

/**
 * Writes down which rows of a table's files no longer hold, by their place in the file.
 *
 * <p>By place and not by key ("equality deletes"), which would spare the look into the files:
 * readers such as PyIceberg refuse tables that have those, and every reader would have to hold all
 * keys against all rows. A file has one file of deletions at most, which the next one replaces.
 */
final class PositionDeletes {
  private final Table table;
  private final String keyColumn;
  private final Schema projection;
  private final OutputFileFactory files;

  PositionDeletes(Table table, String keyColumn) {
    this.table = table;
    this.keyColumn = keyColumn;
    this.projection =
        TypeUtil.join(table.schema().select(keyColumn), new Schema(MetadataColumns.ROW_POSITION));
    this.files =
        OutputFileFactory.builderFor(table, 0, 0)
            .format(FileFormat.PARQUET)
            .operationId(UUID.randomUUID().toString())
            .suffix("deletes")
            .build();
  }

  /**
   * The deletions of one file.
   *
   * @param dataFile the file
   * @param added all its deletions, earlier ones included
   * @param replaced earlier deletions of that file alone
   */
  record OfFile(String dataFile, DeleteFile added, List<DeleteFile> replaced) {}

  /** Deletions that concern no other file than the task's. */
  static List<DeleteFile> ofThisFileOnly(FileScanTask task) {
    return task.deletes().stream().filter(ContentFileUtil::isFileScoped).toList();
  }

  /**
   * Writes the deletions of rows with certain keys, several files at a time.
   *
   * @param tasks the files in which such rows may lie
   */
  List<OfFile> write(List<FileScanTask> tasks, Set<String> keys) {
    Queue<OfFile> written = new ConcurrentLinkedQueue<>();
    Tasks.foreach(tasks)
        .executeWith(ThreadPools.getWorkerPool())
        .stopOnFailure()
        .throwFailureWhenFinished()
        .run(
            task -> {
              BitSet gone = gone(task, keys);
              if (!gone.isEmpty()) {
                String file = task.file().location();
                written.add(new OfFile(file, write(file, gone), ofThisFileOnly(task)));
              }
            });
    return List.copyOf(written);
  }

  /** Places of all rows that no longer hold; none if nothing changes. */
  private BitSet gone(FileScanTask task, Set<String> keys) {
    BitSet gone = new BitSet();
    gone.set(0, Math.toIntExact(task.file().recordCount()));
    boolean changes = false;
    try (CloseableIterable<Record> rows = FileRows.open(table, task, projection)) {
      for (Record row : rows) {
        if (keys.contains(row.getField(keyColumn))) {
          changes = true;
        } else {
          gone.clear(Math.toIntExact((Long) row.getField(MetadataColumns.ROW_POSITION.name())));
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return changes ? gone : new BitSet();
  }

  private DeleteFile write(String dataFile, BitSet gone) {
    PositionDeleteWriter<Record> writer =
        new RowAppenders(table).newPosDeleteWriter(files.newOutputFile(), FileFormat.PARQUET, null);
    try (writer) {
      PositionDelete<Record> delete = PositionDelete.create();
      gone.stream().forEach(place -> writer.write(delete.set(dataFile, place, null)));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return writer.toDeleteFile();
  }
}
