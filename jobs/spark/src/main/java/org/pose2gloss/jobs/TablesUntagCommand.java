package org.pose2gloss.jobs;

import org.pose2gloss.command.StepCommand;
import org.pose2gloss.command.StepContext;
import org.pose2gloss.tables.TableTags;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** {@code tables untag}: takes a name away. */
@Command(
    name = "untag",
    description =
        "Takes a name away from a version of a table; the version stays until it is expired.",
    footer = {"", "Examples:", "  pose2gloss tables untag landmarks stable"})
final class TablesUntagCommand extends StepCommand<TablesUntagCommand.Result> {
  @Parameters(
      index = "0",
      paramLabel = "TABLE",
      description = "The table.",
      converter = TableName.Converter.class)
  private TableName name;

  @Parameters(index = "1", paramLabel = "TAG", description = "The name to take away.")
  private String tag;

  /**
   * What lost its name.
   *
   * @param table name of the table
   * @param tag the name
   * @param snapshot the version that had it
   */
  record Result(String table, String tag, long snapshot) {}

  @Override
  protected boolean tracked() {
    return false;
  }

  @Override
  protected Result run(StepContext context) {
    long snapshot = TableTags.untag(name.open(context), tag);
    String of = name.table().tableName();
    System.err.printf("The tag '%s' of %s is gone; it named version %d.%n", tag, of, snapshot);
    return new Result(of, tag, snapshot);
  }
}
