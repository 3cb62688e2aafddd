package org.pose2gloss.jobs;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.apache.iceberg.DataFile;
import org.apache.iceberg.FileScanTask;
import org.apache.iceberg.Snapshot;
import org.apache.iceberg.Table;
import org.apache.iceberg.data.Record;
import org.apache.iceberg.io.CloseableIterable;
import org.pose2gloss.tables.TableFiles;
import org.pose2gloss.tables.Upsert;
import org.pose2gloss.tables.WrittenFiles;

/**
 * In which files of a table the rows of which ids lie, so that they can be replaced without a
 * query, for which executors that are busy with videos would have no time.
 *
 * <p>What others commit meanwhile is read from the files they added. An id that others deleted may
 * still count as present: then its deletion is written down once more, which changes nothing.
 */
final class HeldRows {
  private static final String ID = "id";

  private final Table table;
  private final Map<String, Long> rowsOfFile = new HashMap<>();
  private final Map<String, String> fileOfId = new HashMap<>();
  private final Set<String> ours = new HashSet<>();
  private Snapshot known;

  private HeldRows(Table table) {
    this.table = table;
    this.known = table.currentSnapshot();
  }

  /**
   * Reads the newest version of a table.
   *
   * @param each takes every row
   * @param columns columns that it wants beside the id
   */
  static HeldRows read(Table table, Consumer<Record> each, String... columns) {
    HeldRows held = new HeldRows(table);
    if (held.known != null) {
      String[] all = Stream.concat(Stream.of(ID), Stream.of(columns)).toArray(String[]::new);
      TableFiles.forEach(
          table,
          held.known.snapshotId(),
          path -> true,
          (path, row) -> {
            held.put(row, path);
            each.accept(row);
          },
          all);
    }
    return held;
  }

  private void put(Record row, String file) {
    fileOfId.put((String) row.getField(ID), file);
    rowsOfFile.merge(file, 1L, Long::sum);
  }

  /** The table. */
  Table table() {
    return table;
  }

  /** What puts rows in the place of those of the ids, as the table is now. */
  Upsert replacement(WrittenFiles added, Collection<String> ids) {
    catchUp();
    Map<String, List<String>> idsOfFile = new HashMap<>();
    for (String id : ids) {
      String file = fileOfId.get(id);
      if (file != null) {
        idsOfFile.computeIfAbsent(file, path -> new ArrayList<>()).add(id);
      }
    }
    List<String> inShared = new ArrayList<>();
    Set<String> emptied = new HashSet<>();
    idsOfFile.forEach(
        (file, gone) -> {
          if (gone.size() == rowsOfFile.get(file)) {
            emptied.add(file);
          } else {
            inShared.addAll(gone);
          }
        });
    OptionalLong basis = known == null ? OptionalLong.empty() : OptionalLong.of(known.snapshotId());
    List<DataFile> files = emptied.isEmpty() ? List.of() : dataFiles(emptied);
    return new Upsert(added, ID, inShared, files, basis);
  }

  /** Notes that such a replacement has been committed. */
  void replaced(WrittenFiles added, Collection<String> ids) {
    added.files().forEach(file -> ours.add(file.location()));
    for (String id : ids) {
      String file = fileOfId.remove(id);
      if (file != null) {
        rowsOfFile.merge(file, -1L, Long::sum);
      }
    }
  }

  /** Takes in what was committed since the last look. */
  private void catchUp() {
    table.refresh();
    Snapshot now = table.currentSnapshot();
    if (now == null || (known != null && known.snapshotId() == now.snapshotId())) {
      return;
    }
    known = now;
    Set<String> present = new HashSet<>();
    scan().forEach(file -> present.add(file.location()));
    rowsOfFile.keySet().retainAll(present);
    fileOfId.values().retainAll(present);
    Set<String> added = new HashSet<>(present);
    added.removeAll(rowsOfFile.keySet());
    added.removeAll(ours);
    if (!added.isEmpty()) {
      TableFiles.forEach(
          table, now.snapshotId(), added::contains, (path, row) -> put(row, path), ID);
    }
  }

  private List<DataFile> dataFiles(Set<String> paths) {
    return scan().stream().filter(file -> paths.contains(file.location())).toList();
  }

  private List<DataFile> scan() {
    Map<String, DataFile> files = new HashMap<>();
    try (CloseableIterable<FileScanTask> tasks =
        table.newScan().useSnapshot(known.snapshotId()).planFiles()) {
      for (FileScanTask task : tasks) {
        files.put(task.file().location(), task.file().copyWithoutStats());
      }
    } catch (IOException e) {
      throw new UncheckedIOException("The files of " + table.name() + " cannot be listed.", e);
    }
    return List.copyOf(files.values());
  }
}
