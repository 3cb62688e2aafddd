package org.pose2gloss.jobs;

import java.util.OptionalLong;
import org.apache.iceberg.Table;
import org.pose2gloss.command.DataRuns;
import org.pose2gloss.command.StepCommand;
import org.pose2gloss.command.StepContext;
import org.pose2gloss.tables.SnapshotInfo;
import org.pose2gloss.tables.TableTags;
import org.pose2gloss.tables.TableVersions;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code tables tag}: a name for a version. */
@Command(
    name = "tag",
    description = "Names a version of a table. A version with a name is never expired.",
    footer = {
      "",
      "Examples:",
      "  pose2gloss tables tag landmarks stable",
      "  pose2gloss tables tag landmarks stable --version 5711498173352361729 --force"
    })
final class TablesTagCommand extends StepCommand<TablesTagCommand.Result> {
  @Parameters(
      index = "0",
      paramLabel = "TABLE",
      description = "The table.",
      converter = TableName.Converter.class)
  private TableName name;

  @Parameters(index = "1", paramLabel = "TAG", description = "The name to give.")
  private String tag;

  @Option(
      names = "--version",
      paramLabel = "VERSION",
      description = "Tag or snapshot to name; otherwise the newest.")
  private String version = "";

  @Option(
      names = {"-f", "--force"},
      description = "Moves the tag if there is one of that name.")
  private boolean force;

  /**
   * What was named.
   *
   * @param table name of the table
   * @param tag the name
   * @param snapshot the version that has it now
   * @param previousSnapshot the version that had it before, 0 = none
   * @param moved whether it was another one
   */
  record Result(String table, String tag, long snapshot, long previousSnapshot, boolean moved) {}

  @Override
  protected boolean tracked() {
    return false;
  }

  @Override
  protected Result run(StepContext context) {
    Table table = name.open(context);
    OptionalLong before = TableTags.tag(table, tag, version, force);
    SnapshotInfo named = TableVersions.find(table, tag);
    long snapshot = named.snapshotId();
    DataRuns.tag(context.settings(), tag, named);
    boolean moved = before.isPresent() && before.getAsLong() != snapshot;
    String of = name.table().tableName();
    if (moved) {
      System.err.printf(
          "The tag '%s' of %s moved from version %d to %d.%n",
          tag, of, before.getAsLong(), snapshot);
    } else {
      System.err.printf(
          "The tag '%s' of %s names version %d%s.%n",
          tag, of, snapshot, before.isPresent() ? ", as before" : "");
    }
    return new Result(of, tag, snapshot, before.orElse(0), moved);
  }
}
