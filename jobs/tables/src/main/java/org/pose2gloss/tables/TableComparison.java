package org.pose2gloss.tables;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.iceberg.ContentFile;
import org.apache.iceberg.FileScanTask;
import org.apache.iceberg.Table;
import org.apache.iceberg.data.Record;
import org.apache.iceberg.types.Type;
import org.apache.iceberg.types.Types;

/** Finds the difference between two versions of a table; reads no column of floats. */
public final class TableComparison {
  private static final List<String> KEYS =
      List.of(Tables.PREPARATION, "run_id", "id", "copy", "label");

  private final Table table;
  private final int samples;
  private final List<String> key;
  private final List<String> compared;

  private final Map<String, Long> changedColumns = new TreeMap<>();
  private final Map<String, TableDifference.Counts> byGloss = new TreeMap<>();
  private final Map<String, TableDifference.Counts> bySplit = new TreeMap<>();
  private final List<String> added = new ArrayList<>();
  private final List<String> removed = new ArrayList<>();
  private final List<String> changed = new ArrayList<>();
  private TableDifference.Counts rows = TableDifference.Counts.NONE;

  private TableComparison(Table table, int samples) {
    this.table = table;
    this.samples = samples;
    this.key = key(table);
    this.compared =
        table.schema().columns().stream()
            .filter(TableComparison::isCompared)
            .map(Types.NestedField::name)
            .filter(name -> !key.contains(name))
            .toList();
  }

  /** A label tells rows apart where no id does, in the table of labels. */
  private static List<String> key(Table table) {
    List<String> present =
        KEYS.stream().filter(name -> table.schema().findField(name) != null).toList();
    return present.contains("id")
        ? present.stream().filter(name -> !name.equals("label")).toList()
        : present;
  }

  private static boolean isCompared(Types.NestedField column) {
    return column.type().isPrimitiveType() && column.type().typeId() != Type.TypeID.TIMESTAMP;
  }

  /**
   * Compares two versions.
   *
   * @param from name or number of the first, as {@link TableVersions#find} takes it
   * @param to name or number of the second
   * @param samples how many keys of each kind are told
   * @throws TableException if there is no such version, or a file cannot be read
   */
  public static TableDifference of(Table table, String from, String to, int samples) {
    table.refresh();
    SnapshotInfo first = TableVersions.find(table, from);
    SnapshotInfo second = TableVersions.find(table, to);
    return new TableComparison(table, samples).compare(first.snapshotId(), second.snapshotId());
  }

  private TableDifference compare(long from, long to) {
    Set<List<String>> before = files(from);
    Set<List<String>> after = files(to);
    Set<List<String>> common = new HashSet<>(before);
    common.retainAll(after);
    Map<List<Object>, List<Record>> gone = read(from, before, common);
    Map<List<Object>, List<Record>> come = read(to, after, common);
    Stream.concat(gone.keySet().stream(), come.keySet().stream())
        .distinct()
        .sorted(Comparator.comparing(TableComparison::told))
        .forEach(
            id -> settle(id, gone.getOrDefault(id, List.of()), come.getOrDefault(id, List.of())));
    int filesRead = before.size() + after.size() - 2 * common.size();
    return new TableDifference(
        from, to, key, rows, changedColumns, byGloss, bySplit, added, removed, changed, filesRead);
  }

  /** Every file of a version with the files of its deletions: what decides which rows it has. */
  private Set<List<String>> files(long version) {
    return FileRows.plan(table.newScan().useSnapshot(version)).stream()
        .map(TableComparison::withDeletions)
        .collect(Collectors.toSet());
  }

  private static List<String> withDeletions(FileScanTask task) {
    return Stream.concat(
            Stream.of(task.file().location()),
            task.deletes().stream().map(ContentFile::location).sorted())
        .toList();
  }

  private Map<List<Object>, List<Record>> read(
      long version, Set<List<String>> files, Set<List<String>> common) {
    Set<String> wanted =
        files.stream()
            .filter(file -> !common.contains(file))
            .map(file -> file.get(0))
            .collect(Collectors.toSet());
    String[] columns = Stream.concat(key.stream(), compared.stream()).toArray(String[]::new);
    Map<List<Object>, List<Record>> found = new HashMap<>();
    TableFiles.forEach(
        table,
        version,
        wanted::contains,
        (file, row) -> found.computeIfAbsent(values(row, key), id -> new ArrayList<>(1)).add(row),
        columns);
    return found;
  }

  private static List<Object> values(Record row, List<String> columns) {
    List<Object> values = new ArrayList<>(columns.size());
    columns.forEach(column -> values.add(row.getField(column)));
    return values;
  }

  /** Several rows may have one key: what both versions have is taken off first. */
  private void settle(List<Object> id, List<Record> rowsBefore, List<Record> rowsAfter) {
    List<Record> before = new ArrayList<>(rowsBefore);
    List<Record> after = new ArrayList<>(rowsAfter);
    before.removeIf(
        row ->
            after.stream()
                .filter(other -> values(row, compared).equals(values(other, compared)))
                .findFirst()
                .map(after::remove)
                .orElse(false));
    int both = Math.min(before.size(), after.size());
    for (int i = 0; i < both; i++) {
      countColumns(before.get(i), after.get(i));
      count(id, after.get(i), new TableDifference.Counts(0, 0, 1), changed);
    }
    for (Record row : before.subList(both, before.size())) {
      count(id, row, new TableDifference.Counts(0, 1, 0), removed);
    }
    for (Record row : after.subList(both, after.size())) {
      count(id, row, new TableDifference.Counts(1, 0, 0), added);
    }
  }

  private void countColumns(Record before, Record after) {
    for (String column : compared) {
      if (!Objects.equals(before.getField(column), after.getField(column))) {
        changedColumns.merge(column, 1L, Long::sum);
      }
    }
  }

  private void count(List<Object> id, Record row, TableDifference.Counts one, List<String> sample) {
    rows = rows.plus(one);
    group(byGloss, "gloss", row, one);
    group(bySplit, "split", row, one);
    if (sample.size() < samples) {
      sample.add(told(id));
    }
  }

  private static String told(List<Object> id) {
    return id.stream().map(String::valueOf).collect(Collectors.joining("/"));
  }

  private void group(
      Map<String, TableDifference.Counts> groups,
      String column,
      Record row,
      TableDifference.Counts one) {
    if (table.schema().findField(column) != null) {
      groups.merge(
          Objects.toString(row.getField(column), "(none)"), one, TableDifference.Counts::plus);
    }
  }
}
