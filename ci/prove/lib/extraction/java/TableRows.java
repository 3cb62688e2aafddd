package org.pose2gloss.jobs;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.apache.hadoop.conf.Configuration;
import org.apache.iceberg.data.Record;
import org.apache.iceberg.types.Types.NestedField;
import org.pose2gloss.tables.CatalogOptions;
import org.pose2gloss.tables.Rows;
import org.pose2gloss.tables.TableReader;
import org.pose2gloss.tables.Tables;
import org.pose2gloss.tables.Warehouse;

/**
 * Prints the rows of a table of small columns, one a line: column=value, divided by tabs; without the
 * times at which rows were made.
 */
public final class TableRows {
  private TableRows() {}

  /** Takes the warehouse and the table's name. */
  public static void main(String[] arguments) {
    Tables table = Tables.valueOf(arguments[1].toUpperCase(Locale.ROOT));
    CatalogOptions catalog = CatalogOptions.hadoop("pose2gloss", arguments[0]);
    try (Warehouse warehouse = Warehouse.open(catalog, new Configuration());
        Rows<Record> rows = TableReader.of(warehouse.existing(table)).rows()) {
      for (Record row : rows) {
        List<String> cells = new ArrayList<>();
        for (NestedField column : row.struct().fields()) {
          if (!column.name().equals("ingested_at") && !column.name().equals("rejected_at")) {
            cells.add(column.name() + "=" + row.getField(column.name()));
          }
        }
        System.out.println(String.join("\t", cells).replace('\n', ' '));
      }
    }
  }
}
