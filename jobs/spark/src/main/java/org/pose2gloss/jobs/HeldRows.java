package org.pose2gloss.jobs;

import static org.apache.spark.sql.functions.col;

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
import org.apache.iceberg.Schema;
import org.apache.iceberg.Snapshot;
import org.apache.iceberg.Table;
import org.apache.iceberg.data.Record;
import org.apache.iceberg.data.parquet.GenericParquetReaders;
import org.apache.iceberg.io.CloseableIterable;
import org.apache.iceberg.parquet.Parquet;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.pose2gloss.tables.Tables;
import org.pose2gloss.tables.Upsert;
import org.pose2gloss.tables.Warehouse;
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
  private static final String FILE = "_file";

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
   * @param columns columns that the consumer wants, beside the id
   * @param each takes every row
   */
  static HeldRows read(
      SparkSession spark,
      Warehouse warehouse,
      Tables name,
      List<Column> columns,
      Consumer<Row> each) {
    HeldRows held = new HeldRows(warehouse.existing(name));
    if (held.known != null) {
      Map<String, String> files = new HashMap<>();
      Column[] all =
          Stream.concat(Stream.of(col(ID), col(FILE)), columns.stream()).toArray(Column[]::new);
      for (Row row :
          spark
              .read()
              .option("snapshot-id", held.known.snapshotId())
              .table(warehouse.sparkName(name))
              .select(all)
              .collectAsList()) {
        // One copy of a file's name for all its rows.
        held.put(row.getAs(ID), files.computeIfAbsent(row.getAs(FILE), path -> path));
        each.accept(row);
      }
    }
    return held;
  }

  private void put(String id, String file) {
    fileOfId.put(id, file);
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
    for (DataFile file : scan()) {
      String path = file.location();
      present.add(path);
      if (!rowsOfFile.containsKey(path) && !ours.contains(path)) {
        ids(path).forEach(id -> put(id, path));
      }
    }
    rowsOfFile.keySet().retainAll(present);
    fileOfId.values().retainAll(present);
  }

  private List<String> ids(String path) {
    Schema schema = table.schema().select(ID);
    List<String> ids = new ArrayList<>();
    try (CloseableIterable<Record> records =
        Parquet.read(table.io().newInputFile(path))
            .project(schema)
            .createReaderFunc(type -> GenericParquetReaders.buildReader(schema, type))
            .build()) {
      records.forEach(row -> ids.add((String) row.getField(ID)));
    } catch (IOException e) {
      throw unreadable(e);
    }
    return ids;
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
      throw unreadable(e);
    }
    return List.copyOf(files.values());
  }

  private UncheckedIOException unreadable(IOException e) {
    return new UncheckedIOException("The files of " + table.name() + " cannot be read.", e);
  }
}
