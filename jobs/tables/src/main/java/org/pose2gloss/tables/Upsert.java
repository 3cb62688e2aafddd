package org.pose2gloss.tables;

import java.io.IOException;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.UUID;
import org.apache.iceberg.DataFile;
import org.apache.iceberg.DeleteFile;
import org.apache.iceberg.FileFormat;
import org.apache.iceberg.PartitionSpec;
import org.apache.iceberg.RowDelta;
import org.apache.iceberg.Schema;
import org.apache.iceberg.Table;
import org.apache.iceberg.data.GenericAppenderFactory;
import org.apache.iceberg.data.GenericRecord;
import org.apache.iceberg.data.Record;
import org.apache.iceberg.deletes.EqualityDeleteWriter;
import org.apache.iceberg.exceptions.ValidationException;
import org.apache.iceberg.expressions.Expressions;
import org.apache.iceberg.io.OutputFileFactory;

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
    rows.files().forEach(delta::addRows);
    emptied.forEach(delta::removeRows);
    writeDeletes(table).ifPresent(delta::addDeletes);
    try {
      return rows.commit(table, delta, note);
    } catch (TableException e) {
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

  /** Iceberg's way to take rows out without rewriting their files: the keys that no longer hold. */
  private Optional<DeleteFile> writeDeletes(Table table) {
    if (replacedKeys.isEmpty()) {
      return Optional.empty();
    }
    Schema keySchema = table.schema().select(keyColumn);
    int[] keyIds = {table.schema().findField(keyColumn).fieldId()};
    GenericAppenderFactory appenders =
        new GenericAppenderFactory(
            table,
            table.schema(),
            PartitionSpec.unpartitioned(),
            TableWriter.fileProperties(table),
            keyIds,
            keySchema,
            null);
    OutputFileFactory files =
        OutputFileFactory.builderFor(table, 0, 0)
            .format(FileFormat.PARQUET)
            .operationId(UUID.randomUUID().toString())
            .suffix("deletes")
            .build();
    EqualityDeleteWriter<Record> writer =
        appenders.newEqDeleteWriter(files.newOutputFile(), FileFormat.PARQUET, null);
    try (writer) {
      for (String key : replacedKeys) {
        Record row = GenericRecord.create(keySchema);
        row.setField(keyColumn, key);
        writer.write(row);
      }
    } catch (IOException e) {
      throw new TableException(
          String.format(
              "The replaced rows of the table %s cannot be written down (%s).",
              table.name(), e.getMessage()),
          e);
    }
    return Optional.of(writer.toDeleteFile());
  }
}
