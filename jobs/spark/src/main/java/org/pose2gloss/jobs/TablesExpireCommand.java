package org.pose2gloss.jobs;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.apache.iceberg.Table;
import org.apache.spark.sql.SparkSession;
import org.pose2gloss.command.StepCommand;
import org.pose2gloss.command.StepContext;
import org.pose2gloss.command.UsageException;
import org.pose2gloss.tables.Expiry;
import org.pose2gloss.tables.Tables;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code tables expire}: lets old versions go, and the files that nothing needs. */
@Command(
    name = "expire",
    description = {
      "Lets old versions of a table, or of all, go, with the files that no other version needs.",
      "A version with a tag stays, and so does the newest."
    },
    footer = {
      "",
      "Examples:",
      "  pose2gloss tables expire --dry-run",
      "  pose2gloss tables expire landmarks --older-than 30d --keep 5 --orphans"
    })
final class TablesExpireCommand extends StepCommand<TablesExpireCommand.Result> {
  @Parameters(
      index = "0",
      arity = "0..1",
      paramLabel = "TABLE",
      description = "The table; otherwise all.",
      converter = TableName.Converter.class)
  private TableName name;

  @Option(
      names = "--older-than",
      paramLabel = "AGE",
      description =
          "Versions older than this go, such as 30d or 12h; otherwise tables.expire-older-than.",
      converter = Age.class)
  private Duration olderThan;

  @Option(
      names = "--keep",
      paramLabel = "N",
      description = "As many of the newest stay whatever their age; otherwise tables.keep.")
  private Integer keep;

  @Option(
      names = "--orphans",
      description = {
        "Also deletes files that belong to no version, such as those of a job that was killed,",
        "when they are older than tables.orphans-older-than. Starts Spark."
      })
  private boolean orphans;

  @Option(names = "--dry-run", description = "Tells what would go and changes nothing.")
  private boolean dryRun;

  /**
   * What went of one table.
   *
   * @param table name
   * @param versions numbers of the versions
   * @param files how many files no other version needed
   * @param bytes their size
   * @param orphanFiles how many files belonged to no version
   * @param orphanBytes their size
   */
  record Gone(
      String table,
      List<Long> versions,
      int files,
      long bytes,
      int orphanFiles,
      long orphanBytes) {}

  /**
   * What went.
   *
   * @param dryRun whether it only would go
   * @param tables the tables that were looked at
   */
  record Result(boolean dryRun, List<Gone> tables) {}

  @Override
  protected boolean tracked() {
    return false;
  }

  @Override
  protected Result run(StepContext context) {
    Duration age =
        olderThan == null ? context.settings().duration("tables.expire-older-than") : olderThan;
    Expiry expiry =
        new Expiry(
            Instant.now().minus(age),
            keep == null ? context.settings().integer("tables.keep") : keep);
    Duration orphanAge = context.settings().duration("tables.orphans-older-than");
    if (orphans && orphanAge.compareTo(OrphanFiles.LEAST_AGE) < 0) {
      throw new UsageException(
          "tables.orphans-older-than must be a day at least: a job that still runs has files that"
              + " belong to no version yet.");
    }
    List<Gone> gone = new ArrayList<>();
    try (OrphanFiles orphanFiles = new OrphanFiles(Instant.now().minus(orphanAge), dryRun)) {
      SparkSession spark = orphans ? orphanFiles.start(context) : null;
      for (Tables one : selected(context)) {
        Table table = context.warehouse().existing(one);
        Expiry.Expired expired = dryRun ? expiry.of(table) : expiry.apply(table);
        OrphanFiles.Found found =
            spark == null ? OrphanFiles.Found.NONE : orphanFiles.of(spark, table);
        Gone what =
            new Gone(
                one.tableName(),
                expired.snapshots(),
                expired.files().count(),
                expired.files().bytes(),
                found.files(),
                found.bytes());
        tell(what);
        gone.add(what);
      }
    }
    return new Result(dryRun, gone);
  }

  private List<Tables> selected(StepContext context) {
    if (name != null) {
      return List.of(name.table());
    }
    return List.of(Tables.values()).stream().filter(context.warehouse()::exists).toList();
  }

  private void tell(Gone what) {
    System.err.printf(
        "%-12s %s: %,d versions, %,d files, %,d bytes%s%n",
        what.table(),
        dryRun ? "would go" : "gone",
        what.versions().size(),
        what.files(),
        what.bytes(),
        orphans
            ? String.format(
                "; %,d files of no version, %,d bytes", what.orphanFiles(), what.orphanBytes())
            : "");
  }
}
