package org.pose2gloss.jobs;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.apache.iceberg.ContentFile;
import org.apache.iceberg.FileScanTask;
import org.apache.iceberg.Table;
import org.apache.iceberg.data.Record;
import org.apache.iceberg.io.CloseableIterable;
import org.pose2gloss.command.StepCommand;
import org.pose2gloss.command.StepContext;
import org.pose2gloss.tables.Rows;
import org.pose2gloss.tables.TableReader;
import org.pose2gloss.tables.Tables;
import org.pose2gloss.tables.Warehouse;
import picocli.CommandLine;
import picocli.CommandLine.Command;

/**
 * Looks at tables and removes them as long as it is asked to: a line on stdin each, "rows TABLE",
 * "gone TABLE" or "drop TABLE"; every answer ends with a line that is a dot.
 */
@Command(name = "table-watch", description = "Answers what tables hold.")
final class TableWatch extends StepCommand<TableWatch.Result> {
  record Result() {}

  public static void main(String[] arguments) {
    System.exit(new CommandLine(new TableWatch()).execute(arguments));
  }

  @Override
  protected boolean tracked() {
    return false;
  }

  @Override
  protected Result run(StepContext context) throws Exception {
    BufferedReader asked =
        new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
    for (String line = asked.readLine(); line != null; line = asked.readLine()) {
      String[] words = line.split(" ");
      Tables table = Tables.valueOf(words[1].toUpperCase(Locale.ROOT));
      switch (words[0]) {
        case "rows" -> rows(context.warehouse(), table);
        case "gone" -> gone(context.warehouse(), table);
        case "drop" -> drop(context.warehouse(), table);
        default -> throw new IllegalArgumentException(line);
      }
      System.out.println(".");
    }
    return new Result();
  }

  /** Every row in the order of reading: what tells it apart, and a digest of the rest but times. */
  private static void rows(Warehouse warehouse, Tables table) throws Exception {
    if (!warehouse.exists(table)) {
      return;
    }
    try (Rows<Record> rows = TableReader.of(warehouse.existing(table)).rows()) {
      for (Record row : rows) {
        String key =
            row.struct().fields().stream()
                .filter(field -> Set.of("preparation", "id", "copy", "label").contains(field.name()))
                .map(field -> String.valueOf(row.getField(field.name())))
                .collect(Collectors.joining("/"));
        System.out.println(key + "\t" + LandmarkDigest.digest(row));
      }
    }
  }

  /** How many of the files that the newest version needs are not there. */
  private static void gone(Warehouse warehouse, Tables name) throws IOException {
    if (!warehouse.exists(name)) {
      System.out.println(0);
      return;
    }
    Table table = warehouse.existing(name);
    Set<String> needed = new TreeSet<>();
    if (table.currentSnapshot() != null) {
      try (CloseableIterable<FileScanTask> tasks = table.newScan().planFiles()) {
        for (FileScanTask task : tasks) {
          needed.add(task.file().location());
          task.deletes().stream().map(ContentFile::location).forEach(needed::add);
        }
      }
    }
    System.out.println(
        needed.stream().filter(file -> !table.io().newInputFile(file).exists()).count());
  }

  private static void drop(Warehouse warehouse, Tables table) {
    if (warehouse.exists(table)) {
      warehouse.catalog().dropTable(warehouse.identifier(table), true);
    }
  }
}
