package org.pose2gloss.jobs;

import java.util.List;
import java.util.Map;
import org.pose2gloss.command.StepCommand;
import org.pose2gloss.command.StepContext;
import org.pose2gloss.tables.TableComparison;
import org.pose2gloss.tables.TableDifference;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code tables diff}: what is different between two versions of a table. */
@Command(
    name = "diff",
    description = "Tells which rows were added, removed and changed from one version to another.",
    footer = {
      "",
      "Examples:",
      "  pose2gloss tables diff landmarks stable",
      "  pose2gloss tables diff landmarks stable 5711498173352361729 --sample 100"
    })
final class TablesDiffCommand extends StepCommand<TablesDiffCommand.Result> {
  private static final int GROUPS_SHOWN = 20;

  @Parameters(
      index = "0",
      paramLabel = "TABLE",
      description = "The table.",
      converter = TableName.Converter.class)
  private TableName name;

  @Parameters(index = "1", paramLabel = "FROM", description = "Tag or snapshot.")
  private String from;

  @Parameters(
      index = "2",
      arity = "0..1",
      paramLabel = "TO",
      description = "Tag or snapshot; otherwise the newest.")
  private String to = "";

  @Option(
      names = "--sample",
      paramLabel = "N",
      description = "How many keys of rows of each kind are told; default 10.")
  private int sample = 10;

  /**
   * The difference.
   *
   * @param table name of the table
   * @param same whether there is none
   * @param difference what it is
   */
  record Result(String table, boolean same, TableDifference difference) {}

  @Override
  protected boolean tracked() {
    return false;
  }

  @Override
  protected Result run(StepContext context) {
    TableDifference difference = TableComparison.of(name.open(context), from, to, sample);
    System.err.printf(
        "%s from %d to %d: %s%n",
        name.table().tableName(), difference.from(), difference.to(), told(difference.rows()));
    difference
        .changedColumns()
        .forEach((column, rows) -> System.err.printf("  changed %s: %,d%n", column, rows));
    groups("split", difference.bySplit());
    groups("gloss", difference.byGloss());
    sample("added", difference.addedSample());
    sample("removed", difference.removedSample());
    sample("changed", difference.changedSample());
    return new Result(name.table().tableName(), difference.isNothing(), difference);
  }

  private static String told(TableDifference.Counts counts) {
    return String.format(
        "%,d added, %,d removed, %,d changed", counts.added(), counts.removed(), counts.changed());
  }

  private static void groups(String column, Map<String, TableDifference.Counts> groups) {
    groups.entrySet().stream()
        .limit(GROUPS_SHOWN)
        .forEach(
            group ->
                System.err.printf("  %s %s: %s%n", column, group.getKey(), told(group.getValue())));
    if (groups.size() > GROUPS_SHOWN) {
      System.err.printf("  and %d more: see the result record%n", groups.size() - GROUPS_SHOWN);
    }
  }

  private static void sample(String kind, List<String> keys) {
    if (!keys.isEmpty()) {
      System.err.printf("  %s, for instance: %s%n", kind, String.join(", ", keys));
    }
  }
}
