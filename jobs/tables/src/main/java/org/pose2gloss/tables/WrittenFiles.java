package org.pose2gloss.tables;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.apache.iceberg.AppendFiles;
import org.apache.iceberg.CatalogUtil;
import org.apache.iceberg.ContentFile;
import org.apache.iceberg.DataFile;
import org.apache.iceberg.OverwriteFiles;
import org.apache.iceberg.Snapshot;
import org.apache.iceberg.SnapshotUpdate;
import org.apache.iceberg.Table;
import org.apache.iceberg.exceptions.CleanableFailure;
import org.apache.iceberg.exceptions.ValidationException;
import org.apache.iceberg.expressions.Expression;
import org.apache.iceberg.expressions.Expressions;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Data files that are written but not yet part of a table: made by workers, committed in one go.
 *
 * <p>Every commit is atomic: readers see all rows or none. A commit whose note carries a name that
 * is already in the table's history changes nothing and gives back the snapshot made before.
 *
 * @param files the files, with their counts and partitions
 */
public record WrittenFiles(List<DataFile> files) implements Serializable {
  private static final Logger LOG = LoggerFactory.getLogger(WrittenFiles.class);

  /** How often, and how long after one another, a commit is looked up that has not told its end. */
  private static final int LOOKS = 5;

  private static final long PAUSE_MILLIS = 1000;

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
   * @param basis version of the table that the rows were made from; empty if it had none
   * @throws TableChangedException if someone else has changed the same preparation since; the table
   *     is as that change left it
   * @throws TableException if the commit fails; the table is then as it was
   */
  public SnapshotInfo replacePreparation(
      Table table, String preparation, OptionalLong basis, CommitNote note) {
    Expression rows = Expressions.equal(Tables.PREPARATION, preparation);
    OverwriteFiles overwrite =
        table
            .newOverwrite()
            .overwriteByRowFilter(rows)
            .validateAddedFilesMatchOverwriteFilter()
            .conflictDetectionFilter(rows)
            .validateNoConflictingData()
            .validateNoConflictingDeletes();
    basis.ifPresent(overwrite::validateFromSnapshot);
    files.forEach(overwrite::addFile);
    try {
      return commit(table, overwrite, note.with(CommitNote.PREPARATION, preparation));
    } catch (TableException e) {
      if (e.getCause() instanceof ValidationException && !isNewest(table, basis)) {
        throw new TableChangedException(
            String.format(
                "The preparation '%s' in the table %s was changed by someone else while '%s' ran:"
                    + " nothing was written, repeat the command.",
                preparation, table.name(), note.job()),
            e.getCause());
      }
      throw e;
    }
  }

  private static boolean isNewest(Table table, OptionalLong basis) {
    table.refresh();
    Snapshot newest = table.currentSnapshot();
    return newest == null
        ? basis.isEmpty()
        : basis.isPresent() && basis.getAsLong() == newest.snapshotId();
  }

  /** Deletes the files from storage: for work that is not going to be committed. */
  public void delete(Table table) {
    List<String> paths = files.stream().map(ContentFile::location).toList();
    CatalogUtil.deleteFiles(table.io(), paths, "data", true);
  }

  /**
   * Commits. What fails without saying whether it has taken effect is looked up in the table.
   *
   * @throws TableUnknownException if that cannot be told
   * @throws TableException if the table is as it was
   */
  SnapshotInfo commit(Table table, SnapshotUpdate<?> update, CommitNote given) {
    CommitNote note = given.named();
    try {
      table.refresh();
      var earlier = note.earlierCommit(table);
      if (earlier.isPresent()) {
        return SnapshotInfo.of(table, earlier.get());
      }
    } catch (RuntimeException e) {
      throw refused(table, e);
    }
    note.summary().forEach(update::set);
    try {
      update.commit();
      table.refresh();
      return SnapshotInfo.of(table, note.earlierCommit(table).orElseThrow());
    } catch (RuntimeException e) {
      if (e instanceof CleanableFailure) {
        throw refused(table, e);
      }
      return taken(table, note)
          .orElseThrow(
              () ->
                  new TableUnknownException(
                      String.format(
                          "The table %s may or may not have taken %d new rows (%s): repeat the"
                              + " command, which goes by what is in the table.",
                          table.name(), rows(), e.getMessage()),
                      e));
    }
  }

  private TableException refused(Table table, RuntimeException e) {
    return new TableException(
        String.format(
            "The table %s did not take %d new rows (%s): nothing was changed, repeat the command.",
            table.name(), rows(), e.getMessage()),
        e);
  }

  /** The snapshot that a commit has made which did not say so; empty as far as can be seen. */
  private static Optional<SnapshotInfo> taken(Table table, CommitNote note) {
    for (int look = 0; look < LOOKS; look++) {
      try {
        if (look > 0) {
          Thread.sleep(PAUSE_MILLIS);
        }
        table.refresh();
        var made = note.earlierCommit(table);
        if (made.isPresent()) {
          return Optional.of(SnapshotInfo.of(table, made.get()));
        }
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        return Optional.empty();
      } catch (RuntimeException e) {
        LOG.warn("The table {} cannot be looked up: {}", table.name(), e.getMessage());
      }
    }
    return Optional.empty();
  }
}
