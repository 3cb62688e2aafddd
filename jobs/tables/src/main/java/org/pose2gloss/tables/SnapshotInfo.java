package org.pose2gloss.tables;

import java.time.Instant;
import java.util.Map;
import org.apache.iceberg.Snapshot;
import org.apache.iceberg.SnapshotSummary;
import org.apache.iceberg.Table;

/**
 * One version of one table.
 *
 * @param table full name of the table, catalog first
 * @param snapshotId Iceberg's number of the version
 * @param timestamp when it was committed
 * @param rows rows of the whole table in this version
 * @param bytes size of the table's files in this version
 * @param summary all that Iceberg and the job that made it say about it
 */
public record SnapshotInfo(
    String table,
    long snapshotId,
    Instant timestamp,
    long rows,
    long bytes,
    Map<String, String> summary) {

  /** Copies the summary. */
  public SnapshotInfo {
    summary = Map.copyOf(summary);
  }

  /** What is known about a snapshot of a table. */
  public static SnapshotInfo of(Table table, Snapshot snapshot) {
    Map<String, String> summary = snapshot.summary() == null ? Map.of() : snapshot.summary();
    return new SnapshotInfo(
        table.name(),
        snapshot.snapshotId(),
        Instant.ofEpochMilli(snapshot.timestampMillis()),
        rows(summary),
        number(summary, SnapshotSummary.TOTAL_FILE_SIZE_PROP),
        summary);
  }

  /** Iceberg's total counts rows that lie in files; those that are deleted by position still do. */
  private static long rows(Map<String, String> summary) {
    return number(summary, SnapshotSummary.TOTAL_RECORDS_PROP)
        - number(summary, SnapshotSummary.TOTAL_POS_DELETES_PROP);
  }

  /** Rows that this version added to the one before. */
  public long addedRows() {
    return number(summary, SnapshotSummary.ADDED_RECORDS_PROP);
  }

  /** Rows that this version took out of the one before, as far as Iceberg counts them. */
  public long deletedRows() {
    return number(summary, SnapshotSummary.DELETED_RECORDS_PROP)
        + number(summary, SnapshotSummary.ADDED_POS_DELETES_PROP);
  }

  /** Files of the table in this version, those that say which rows are deleted among them. */
  public long files() {
    return number(summary, SnapshotSummary.TOTAL_DATA_FILES_PROP)
        + number(summary, SnapshotSummary.TOTAL_DELETE_FILES_PROP);
  }

  /** The command that made this version, empty if another program did. */
  public String job() {
    return summary.getOrDefault(CommitNote.JOB, "");
  }

  /** The tracking run that it was made in, empty if none. */
  public String runId() {
    return summary.getOrDefault(CommitNote.RUN_ID, "");
  }

  private static long number(Map<String, String> summary, String key) {
    return Long.parseLong(summary.getOrDefault(key, "0"));
  }
}
