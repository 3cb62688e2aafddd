package org.pose2gloss.jobs;

import java.util.ArrayList;
import java.util.List;
import org.pose2gloss.command.StepCommand;
import org.pose2gloss.command.StepContext;
import org.pose2gloss.tables.SnapshotInfo;
import org.pose2gloss.tables.Tables;
import picocli.CommandLine.Command;

/** {@code tables}: what there is. */
@Command(
    name = "tables",
    description = "Lists the tables: rows, bytes, newest snapshot.",
    footer = {"", "Examples:", "  pose2gloss tables --conf conf/demo.conf"})
final class TablesCommand extends StepCommand<TablesCommand.Result> {
  /**
   * One table.
   *
   * @param table name
   * @param rows rows
   * @param bytes size of its files
   * @param snapshot newest snapshot
   * @param committedAt when that was committed, ISO 8601
   */
  record TableState(String table, long rows, long bytes, long snapshot, String committedAt) {}

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
    for (Tables table : Tables.values()) {
      context
          .warehouse()
          .currentSnapshot(table)
          .ifPresent(snapshot -> states.add(state(table, snapshot)));
    }
    states.forEach(
        state ->
            System.err.printf(
                "%-12s %,12d rows %,14d bytes  %s%n",
                state.table(), state.rows(), state.bytes(), state.committedAt()));
    return new Result(states);
  }

  private static TableState state(Tables table, SnapshotInfo snapshot) {
    return new TableState(
        table.tableName(),
        snapshot.rows(),
        snapshot.bytes(),
        snapshot.snapshotId(),
        snapshot.timestamp().toString());
  }
}
