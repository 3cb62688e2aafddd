package org.pose2gloss.jobs;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.iceberg.Table;
import org.pose2gloss.command.StepCommand;
import org.pose2gloss.command.StepContext;
import org.pose2gloss.tables.SnapshotInfo;
import org.pose2gloss.tables.TableTags;
import org.pose2gloss.tables.Tables;
import picocli.CommandLine.Command;

/** {@code tables}: what there is, and what is done with whole tables and their versions. */
@Command(
    name = "tables",
    description = "Lists the tables; with a command of its own, looks after their versions.",
    subcommands = {
      TablesShowCommand.class,
      TablesTagCommand.class,
      TablesUntagCommand.class,
      TablesDiffCommand.class,
      TablesExpireCommand.class,
      TablesCompactCommand.class
    },
    footer = {
      "",
      "Examples:",
      "  pose2gloss tables --conf conf/demo.conf",
      "  pose2gloss tables show landmarks",
      "  pose2gloss tables tag landmarks stable"
    })
final class TablesCommand extends StepCommand<TablesCommand.Result> {
  /**
   * One table.
   *
   * @param table name
   * @param rows rows of the newest version
   * @param bytes size of its files
   * @param files how many
   * @param snapshot its number
   * @param committedAt when it was committed, ISO 8601
   * @param versions how many versions there are
   * @param tags names of versions, each with the number of its snapshot
   */
  record TableState(
      String table,
      long rows,
      long bytes,
      long files,
      long snapshot,
      String committedAt,
      int versions,
      Map<String, Long> tags) {}

  /**
   * What there is.
   *
   * @param tables tables that hold something
   */
  record Result(List<TableState> tables) {}

  @Override
  protected boolean tracked() {
    return false;
  }

  @Override
  protected Result run(StepContext context) {
    List<TableState> states = new ArrayList<>();
    for (Tables name : Tables.values()) {
      if (context.warehouse().exists(name)) {
        Table table = context.warehouse().existing(name);
        if (table.currentSnapshot() != null) {
          states.add(state(name, table));
        }
      }
    }
    states.forEach(
        state ->
            System.err.printf(
                "%-12s %,12d rows %,16d bytes %,7d files  %s  %d versions %s%n",
                state.table(),
                state.rows(),
                state.bytes(),
                state.files(),
                state.committedAt(),
                state.versions(),
                state.tags().isEmpty() ? "" : state.tags().keySet()));
    return new Result(states);
  }

  private static TableState state(Tables name, Table table) {
    SnapshotInfo newest = SnapshotInfo.of(table, table.currentSnapshot());
    int versions = 0;
    for (var unused : table.snapshots()) {
      versions++;
    }
    return new TableState(
        name.tableName(),
        newest.rows(),
        newest.bytes(),
        newest.files(),
        newest.snapshotId(),
        newest.timestamp().toString(),
        versions,
        TableTags.of(table));
  }
}
