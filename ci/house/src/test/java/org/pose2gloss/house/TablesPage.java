package org.pose2gloss.house;

import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import org.apache.iceberg.types.Types.NestedField;
import org.pose2gloss.tables.Tables;

/** The schema of every table in Markdown. */
final class TablesPage {
  private TablesPage() {}

  static String text() {
    return Arrays.stream(Tables.values())
        .map(
            table ->
                String.format(
                    "### `%s`%n%n%s. Written by `%s`%s.%n%n%s",
                    table.tableName(),
                    table.description(),
                    table.madeBy(),
                    table.byPreparation() ? "; one partition a preparation" : "",
                    Markdown.table(
                        List.of("column", "type", "null", "meaning"),
                        table.schema().columns().stream().map(TablesPage::row).toList())))
        .collect(Collectors.joining("\n\n"));
  }

  private static List<String> row(NestedField column) {
    return List.of(
        "`" + column.name() + "`",
        "`" + column.type() + "`",
        column.isOptional() ? "" : "never",
        column.doc());
  }
}
