package org.pose2gloss.tables;

import java.nio.file.Path;
import org.apache.hadoop.conf.Configuration;
import org.apache.iceberg.Table;
import org.apache.iceberg.data.Record;

/** What the tests of this package share. */
final class TestTables {
  private TestTables() {}

  static Warehouse open(Path folder) {
    return Warehouse.open(
        CatalogOptions.hadoop("local", folder.resolve("warehouse").toString()),
        new Configuration());
  }

  /** A row for each value of one column. */
  static WrittenFiles write(Table table, String column, String... values) {
    try (TableWriter writer = TableWriter.open(table)) {
      for (String value : values) {
        Record row = writer.newRow();
        row.setField(column, value);
        writer.write(row);
      }
      return writer.complete();
    }
  }

  static Record example(
      TableWriter writer, String preparation, String split, String id, float[] xyz) {
    Record row = writer.newRow();
    row.setField("preparation", preparation);
    row.setField("id", id);
    row.setField("copy", 0);
    row.setField("split", split);
    row.setField("gloss", "BOOK");
    row.setField("label", 7);
    row.setField("frames", 1);
    row.setField("points", xyz.length / 3);
    row.setField("landmarks", "face:4");
    row.setField("xyz", FloatList.of(xyz));
    return row;
  }
}
