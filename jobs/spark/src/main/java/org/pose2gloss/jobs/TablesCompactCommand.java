package org.pose2gloss.jobs;

import java.util.ArrayList;
import java.util.List;
import org.apache.iceberg.Table;
import org.apache.iceberg.actions.BinPackRewriteFilePlanner;
import org.apache.iceberg.actions.RewriteDataFiles;
import org.apache.iceberg.actions.RewriteManifests;
import org.apache.iceberg.exceptions.CommitFailedException;
import org.apache.iceberg.exceptions.ValidationException;
import org.apache.iceberg.relocated.com.google.common.collect.Iterables;
import org.apache.iceberg.spark.actions.SparkActions;
import org.apache.spark.sql.SparkSession;
import org.pose2gloss.command.StepCommand;
import org.pose2gloss.command.StepContext;
import org.pose2gloss.command.UsageException;
import org.pose2gloss.command.UserException;
import org.pose2gloss.tables.CommitNote;
import org.pose2gloss.tables.DanglingDeletes;
import org.pose2gloss.tables.Tables;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** {@code tables compact}: small files into few. */
@Command(
    name = "compact",
    description = {
      "Writes the many small files of a table, or of all, into few, without the rows that were",
      "replaced. The rows stay as they are; older versions keep their files until they are expired.",
      "Table examples is left out: training goes by the order of its rows."
    },
    footer = {"", "Examples:", "  pose2gloss tables compact landmarks"})
final class TablesCompactCommand extends StepCommand<TablesCompactCommand.Result> {
  /** Training goes by the order of its rows; a preparation's are written whole, in few files. */
  private static final Tables ORDERED = Tables.EXAMPLES;

  @Parameters(
      index = "0",
      arity = "0..1",
      paramLabel = "TABLE",
      description = "The table; otherwise all but examples.",
      converter = TableName.Converter.class)
  private TableName name;

  /**
   * What was done with one table.
   *
   * @param table name
   * @param filesBefore small files, and files with replaced rows, that were read
   * @param filesAfter files that took their place
   * @param bytes size of what was read
   * @param deletionsRemoved files of deletions that are no longer needed
   * @param manifestsBefore lists of files that were joined
   * @param manifestsAfter lists that took their place
   */
  record Compacted(
      String table,
      int filesBefore,
      int filesAfter,
      long bytes,
      int deletionsRemoved,
      int manifestsBefore,
      int manifestsAfter) {}

  /**
   * What was done.
   *
   * @param tables the tables that were looked at
   */
  record Result(List<Compacted> tables) {}

  @Override
  protected boolean tracked() {
    return false;
  }

  @Override
  protected Result run(StepContext context) {
    if (name != null && name.table() == ORDERED) {
      throw new UsageException(
          "The table examples is not compacted: training goes by the order of its rows, and"
              + " 'pose2gloss transform' writes them into few files.");
    }
    List<Compacted> all = new ArrayList<>();
    List<Tables> selected = selected(context);
    try (SparkSession spark = SparkSessions.start("tables compact", context)) {
      for (Tables one : selected) {
        Compacted compacted = compact(spark, one, context.warehouse().existing(one));
        System.err.printf(
            "%-12s %,d files (%,d bytes) are now %,d%n",
            compacted.table(), compacted.filesBefore(), compacted.bytes(), compacted.filesAfter());
        all.add(compacted);
      }
    }
    return new Result(all);
  }

  private List<Tables> selected(StepContext context) {
    if (name != null) {
      name.open(context);
      return List.of(name.table());
    }
    return List.of(Tables.values()).stream()
        .filter(table -> table != ORDERED && context.warehouse().exists(table))
        .toList();
  }

  private static Compacted compact(SparkSession spark, Tables name, Table table) {
    if (table.currentSnapshot() == null) {
      return new Compacted(name.tableName(), 0, 0, 0, 0, 0, 0);
    }
    spark.sparkContext().setJobDescription("compacting " + table.name());
    try {
      // A file with a single replaced row is written anew: then no deletions are left to compact.
      RewriteDataFiles.Result data =
          SparkActions.get(spark)
              .rewriteDataFiles(table)
              .binPack()
              .option(BinPackRewriteFilePlanner.DELETE_FILE_THRESHOLD, "1")
              .snapshotProperty(CommitNote.JOB, "tables compact")
              .execute();
      int deletions = DanglingDeletes.remove(table, CommitNote.of("tables compact"));
      RewriteManifests.Result manifests =
          SparkActions.get(spark)
              .rewriteManifests(table)
              .snapshotProperty(CommitNote.JOB, "tables compact")
              .execute();
      return new Compacted(
          name.tableName(),
          data.rewrittenDataFilesCount(),
          data.addedDataFilesCount(),
          data.rewrittenBytesCount(),
          deletions,
          Iterables.size(manifests.rewrittenManifests()),
          Iterables.size(manifests.addedManifests()));
    } catch (ValidationException | CommitFailedException e) {
      throw new UserException(
          String.format(
              "The table %s was changed by someone else meanwhile (%s): repeat the command.",
              table.name(), e.getMessage()),
          e);
    }
  }
}
