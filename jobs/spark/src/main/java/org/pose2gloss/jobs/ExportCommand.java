package org.pose2gloss.jobs;

import java.io.IOException;
import java.util.List;
import java.util.Locale;
import org.apache.spark.sql.SparkSession;
import org.pose2gloss.command.StepCommand;
import org.pose2gloss.command.StepContext;
import org.pose2gloss.command.UsageException;
import org.pose2gloss.tables.Tables;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code export}: rows of a table to .pose files. */
@Command(
    name = "export",
    description = {
      "Writes rows of a table as .pose files, one a row, with an index.csv that ingest reads.",
      "Labels are those of the table of videos or, of a preparation, those of its rows."
    },
    footer = {
      "",
      "Examples:",
      "  pose2gloss export landmarks --to /data/poses",
      "  pose2gloss export landmarks --to s3a://bucket/poses --version stable --split test",
      "  pose2gloss export augmented --to /tmp/copies --preparation wlasl100 --limit 20"
    })
final class ExportCommand extends StepCommand<ExportJob.Result> {
  private static final List<Tables> EXPORTED =
      List.of(Tables.LANDMARKS, Tables.AUGMENTED, Tables.EXAMPLES);

  @Parameters(paramLabel = "TABLE", description = "landmarks, augmented or examples.")
  private String table;

  @Option(
      names = "--to",
      required = true,
      paramLabel = "FOLDER",
      description = "Where the files go: a path, hdfs://..., s3a://...; new or empty.")
  private String to;

  @Option(
      names = "--overwrite",
      description =
          "Write into a folder that holds something; files of the same name are replaced.")
  private boolean overwrite;

  @Option(
      names = "--where-id",
      paramLabel = "ID",
      description = "Only the row of this id; may be given several times.")
  private List<String> ids = List.of();

  @Option(
      names = "--preparation",
      paramLabel = "NAME",
      description = {
        "Only samples of this preparation. Of augmented and examples, instead of preparation.name."
      })
  private String preparation;

  @Option(
      names = "--split",
      paramLabel = "SPLIT",
      description = "Only rows of this split: train, validation or test.")
  private String split;

  @Option(
      names = "--limit",
      paramLabel = "N",
      description = "At most so many rows, in the order of their ids.")
  private Integer limit;

  @Option(
      names = "--version",
      paramLabel = "VERSION",
      description = "Tag or number of a snapshot of the table; otherwise the newest.")
  private String version = "";

  @Override
  protected boolean tracked() {
    return false;
  }

  @Override
  protected ExportJob.Result run(StepContext context) throws IOException {
    Tables from = from();
    boolean prepared = from != Tables.LANDMARKS || preparation != null;
    if (split != null && !SplitPlan.SPLITS.contains(split)) {
      throw new UsageException("--split is train, validation or test, not '" + split + "'.");
    }
    if (limit != null && limit < 1) {
      throw new UsageException("--limit is 1 or more, not " + limit + ".");
    }
    String configured = context.settings().text("preparation.name");
    ExportJob.Options options =
        new ExportJob.Options(
            from,
            version,
            prepared ? (preparation == null ? configured : preparation) : "",
            List.copyOf(ids),
            split == null ? "" : split,
            limit == null ? 0 : limit,
            to,
            overwrite);
    try (SparkSession spark = SparkSessions.start("export", context)) {
      SparkTables sparkTables = new SparkTables(spark, context.warehouse());
      return new ExportJob(spark, sparkTables, context.warehouse(), options).run();
    }
  }

  private Tables from() {
    return EXPORTED.stream()
        .filter(one -> one.tableName().equals(table.toLowerCase(Locale.ROOT)))
        .findFirst()
        .orElseThrow(
            () ->
                new UsageException(
                    String.format(
                        "The table '%s' holds no landmarks; %s do.",
                        table, EXPORTED.stream().map(Tables::tableName).toList())));
  }
}
