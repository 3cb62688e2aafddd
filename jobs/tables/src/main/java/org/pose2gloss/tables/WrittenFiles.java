package org.pose2gloss.tables;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;
import org.apache.iceberg.AppendFiles;
import org.apache.iceberg.CatalogUtil;
import org.apache.iceberg.ContentFile;
import org.apache.iceberg.DataFile;
import org.apache.iceberg.OverwriteFiles;
import org.apache.iceberg.SnapshotUpdate;
import org.apache.iceberg.Table;
import org.apache.iceberg.exceptions.CommitStateUnknownException;
import org.apache.iceberg.expressions.Expressions;

/**
 * Data files that are written but not yet part of a table: made by workers, committed in one go.
 *
 * <p>Every commit is atomic: readers see all rows or none. A commit whose note carries a name that
 * is already in the table's history changes nothing and gives back the snapshot made before.
 *
 * @param files the files, with their counts and partitions
 */
public record WrittenFiles(List<DataFile> files) implements Serializable {

  /** Copies the list. */
  public WrittenFiles {
    files = List.copyOf(files);
  }

  /** The files of several writers as one. */
  public static WrittenFiles union(Iterable<WrittenFiles> parts) {
    List<DataFile> all = new ArrayList<>();
    parts.forEach(part -> all.addAll(part.files()));
    return new WrittenFiles(all);
  }

  /** Rows in all files. */
  public long rows() {
    return files.stream().mapToLong(ContentFile::recordCount).sum();
  }

  /** Bytes of all files. */
  public long bytes() {
    return files.stream().mapToLong(ContentFile::fileSizeInBytes).sum();
  }

  /**
   * Adds the rows to a table.
   *
   * @throws TableException if the commit fails; the table is then as it was
   */
  public SnapshotInfo append(Table table, CommitNote note) {
    AppendFiles append = table.newAppend();
    files.forEach(append::appendFile);
    return commit(table, append, note);
  }

  /**
   * Puts the rows in the place of one preparation's rows; other preparations are not touched.
   *
   * @throws TableException if the commit fails; the table is then as it was
   */
  public SnapshotInfo replacePreparation(Table table, String preparation, CommitNote note) {
    OverwriteFiles overwrite =
        table
            .newOverwrite()
            .overwriteByRowFilter(Expressions.equal(Tables.PREPARATION, preparation))
            .validateAddedFilesMatchOverwriteFilter();
    files.forEach(overwrite::addFile);
    return commit(table, overwrite, note);
  }

  /** Deletes the files from storage: for work that is not going to be committed. */
  public void delete(Table table) {
    List<String> paths = files.stream().map(ContentFile::location).toList();
    CatalogUtil.deleteFiles(table.io(), paths, "data", true);
  }

  SnapshotInfo commit(Table table, SnapshotUpdate<?> update, CommitNote note) {
    try {
      table.refresh();
      var earlier = note.earlierCommit(table);
      if (earlier.isPresent()) {
        return SnapshotInfo.of(table, earlier.get());
      }
      note.summary().forEach(update::set);
      update.commit();
      table.refresh();
      return SnapshotInfo.of(table, table.currentSnapshot());
    } catch (CommitStateUnknownException e) {
      throw new TableException(
          String.format(
              "The table %s may or may not have taken the new rows (%s): look at its newest"
                  + " snapshot before you repeat the command.",
              table.name(), e.getMessage()),
          e);
    } catch (RuntimeException e) {
      throw new TableException(
          String.format(
              "The table %s did not take %d new rows (%s): nothing was changed, repeat the"
                  + " command.",
              table.name(), rows(), e.getMessage()),
          e);
    }
  }
}
