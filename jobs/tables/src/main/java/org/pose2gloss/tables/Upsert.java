package org.pose2gloss.tables;

import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.OptionalLong;
import java.util.Set;
import org.apache.iceberg.CatalogUtil;
import org.apache.iceberg.DataFile;
import org.apache.iceberg.DeleteFile;
import org.apache.iceberg.FileScanTask;
import org.apache.iceberg.RowDelta;
import org.apache.iceberg.Table;
import org.apache.iceberg.TableScan;
import org.apache.iceberg.exceptions.ValidationException;
import org.apache.iceberg.expressions.Expressions;

/**
 * New rows of an unpartitioned table, some of them in the place of older ones, in one commit that
 * fails if anyone else has changed the table since it was looked at.
 *
 * @param rows the new rows
 * @param keyColumn column of text that tells rows apart
 * @param replacedKeys keys of the older rows that go
 * @param emptied files of the table all of whose rows go: they are taken out of the table, and
 *     nothing has to be written down about their rows
 * @param basis version of the table that decided what is new; empty if it had none
 */
public record Upsert(
    WrittenFiles rows,
    String keyColumn,
    Collection<String> replacedKeys,
    Collection<DataFile> emptied,
    OptionalLong basis) {

  /** A change that empties no file. */
  public Upsert(
      WrittenFiles rows, String keyColumn, Collection<String> replacedKeys, OptionalLong basis) {
    this(rows, keyColumn, replacedKeys, List.of(), basis);
  }

  /** Whether a commit would change nothing. */
  public boolean isNothing() {
    return rows.files().isEmpty() && replacedKeys.isEmpty() && emptied.isEmpty();
  }

  /**
   * Commits. A note whose name is already in the table's history changes nothing and gives back the
   * snapshot made before.
   *
   * @throws TableChangedException if the table has changed since {@link #basis}; it is as that
   *     change left it
   * @throws TableException if the table refuses the commit; it is then as it was
   */
  public SnapshotInfo commit(Table table, CommitNote note) {
    table.refresh();
    var earlier = note.earlierCommit(table);
    if (earlier.isPresent()) {
      return SnapshotInfo.of(table, earlier.get());
    }
    RowDelta delta = table.newRowDelta().conflictDetectionFilter(Expressions.alwaysTrue());
    basis.ifPresent(delta::validateFromSnapshot);
    delta.validateNoConflictingDataFiles().validateNoConflictingDeleteFiles();
    delta.validateDeletedFiles();
    rows.files().forEach(delta::addRows);
    List<DeleteFile> written = delete(table, delta);
    try {
      return rows.commit(table, delta, note);
    } catch (TableUnknownException e) {
      // The table may need them.
      throw e;
    } catch (TableException e) {
      CatalogUtil.deleteFiles(
          table.io(), written.stream().map(DeleteFile::location).toList(), "delete", true);
      if (e.getCause() instanceof ValidationException) {
        throw new TableChangedException(
            String.format(
                "The table %s was changed by someone else while '%s' ran: repeat the command.",
                table.name(), note.job()),
            e.getCause());
      }
      throw e;
    }
  }

  /**
   * Iceberg's way to take rows out without rewriting their files: their places.
   *
   * @return the new files of deletions
   */
  private List<DeleteFile> delete(Table table, RowDelta delta) {
    if (table.currentSnapshot() == null || (replacedKeys.isEmpty() && emptied.isEmpty())) {
      return List.of();
    }
    try {
      Set<String> gone = new HashSet<>();
      emptied.forEach(file -> gone.add(file.location()));
      if (!emptied.isEmpty()) {
        FileRows.plan(table.newScan()).stream()
            .filter(task -> gone.contains(task.file().location()))
            .flatMap(task -> PositionDeletes.ofThisFileOnly(task).stream())
            .forEach(delta::removeDeletes);
        emptied.forEach(delta::removeRows);
      }
      List<PositionDeletes.OfFile> deletes = List.of();
      if (!replacedKeys.isEmpty()) {
        TableScan mayHaveThem =
            table.newScan().filter(Expressions.in(keyColumn, replacedKeys)).ignoreResiduals();
        List<FileScanTask> files =
            FileRows.plan(mayHaveThem).stream()
                .filter(task -> !gone.contains(task.file().location()))
                .toList();
        deletes = new PositionDeletes(table, keyColumn).write(files, new HashSet<>(replacedKeys));
      }
      for (PositionDeletes.OfFile one : deletes) {
        delta.addDeletes(one.added());
        one.replaced().forEach(delta::removeDeletes);
      }
      delta.validateDataFilesExist(deletes.stream().map(PositionDeletes.OfFile::dataFile).toList());
      return deletes.stream().map(PositionDeletes.OfFile::added).toList();
    } catch (TableException e) {
      throw e;
    } catch (RuntimeException e) {
      throw new TableException(
          String.format(
              "The replaced rows of the table %s cannot be written down (%s).",
              table.name(), e.getMessage()),
          e);
    }
  }
}
