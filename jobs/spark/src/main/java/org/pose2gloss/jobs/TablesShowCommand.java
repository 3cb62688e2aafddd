package org.pose2gloss.jobs;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import org.apache.iceberg.Snapshot;
import org.apache.iceberg.Table;
import org.pose2gloss.command.StepCommand;
import org.pose2gloss.command.StepContext;
import org.pose2gloss.tables.SnapshotInfo;
import org.pose2gloss.tables.TableTags;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** {@code tables show}: the versions of a table. */
@Command(
    name = "show",
    description = "Lists the versions of a table: when, how much, by which command and run, tags.",
    footer = {"", "Examples:", "  pose2gloss tables show landmarks"})
final class TablesShowCommand extends StepCommand<TablesShowCommand.Result> {
  @Parameters(
      index = "0",
      paramLabel = "TABLE",
      description = "The table.",
      converter = TableName.Converter.class)
  private TableName name;

  /**
   * One version.
   *
   * @param snapshot its number
   * @param committedAt when it was committed, ISO 8601
   * @param operation what was done, in Iceberg's words: append, overwrite, replace, delete
   * @param rows rows of the table
   * @param addedRows rows in files that came
   * @param deletedRows rows in files that went, and rows that were deleted one by one
   * @param bytes size of the table's files
   * @param files how many
   * @param job command that made it, empty if it was another program
   * @param runId MLflow run that it was made in, empty if none
   * @param tags its names
   */
  record Version(
      long snapshot,
      String committedAt,
      String operation,
      long rows,
      long addedRows,
      long deletedRows,
      long bytes,
      long files,
      String job,
      String runId,
      List<String> tags) {}

  /**
   * The versions.
   *
   * @param table name of the table
   * @param versions newest first
   */
  record Result(String table, List<Version> versions) {}

  @Override
  protected boolean tracked() {
    return false;
  }

  @Override
  protected Result run(StepContext context) {
    Table table = name.open(context);
    Map<String, Long> tags = TableTags.of(table);
    List<Version> versions = new ArrayList<>();
    for (Snapshot snapshot : table.snapshots()) {
      versions.add(version(snapshot, SnapshotInfo.of(table, snapshot), tags));
    }
    Collections.reverse(versions);
    System.err.printf(
        "%-20s %-25s %-10s %10s %10s %10s %16s %6s  %s%n",
        "snapshot", "committed", "operation", "rows", "added", "deleted", "bytes", "files", "by");
    versions.forEach(
        version ->
            System.err.printf(
                "%-20d %-25s %-10s %,10d %,10d %,10d %,16d %,6d  %s%n",
                version.snapshot(),
                version.committedAt(),
                version.operation(),
                version.rows(),
                version.addedRows(),
                version.deletedRows(),
                version.bytes(),
                version.files(),
                by(version)));
    return new Result(name.table().tableName(), versions);
  }

  private static String by(Version version) {
    return String.join(
            " ",
            version.job(),
            version.runId(),
            version.tags().isEmpty() ? "" : version.tags().toString())
        .strip();
  }

  private static Version version(Snapshot snapshot, SnapshotInfo info, Map<String, Long> tags) {
    return new Version(
        info.snapshotId(),
        info.timestamp().toString(),
        snapshot.operation(),
        info.rows(),
        info.addedRows(),
        info.deletedRows(),
        info.bytes(),
        info.files(),
        info.job(),
        info.runId(),
        tags.entrySet().stream()
            .filter(tag -> tag.getValue() == info.snapshotId())
            .map(Map.Entry::getKey)
            .toList());
  }
}
