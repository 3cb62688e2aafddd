package org.pose2gloss.jobs;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.List;
import org.apache.hadoop.conf.Configuration;
import org.apache.iceberg.data.Record;
import org.apache.iceberg.types.Types.NestedField;
import org.pose2gloss.tables.CatalogOptions;
import org.pose2gloss.tables.FloatList;
import org.pose2gloss.tables.Rows;
import org.pose2gloss.tables.TableReader;
import org.pose2gloss.tables.Tables;
import org.pose2gloss.tables.Warehouse;

/**
 * Prints a line for every row that a reader of landmarks and failures sees now: table, id, SHA-256 of
 * all other columns but the time.
 */
public final class LandmarkDigest {
  private LandmarkDigest() {}

  /** Takes the warehouse. */
  public static void main(String[] arguments) throws Exception {
    CatalogOptions catalog = CatalogOptions.hadoop("pose2gloss", arguments[0]);
    try (Warehouse warehouse = Warehouse.open(catalog, new Configuration())) {
      for (Tables table : List.of(Tables.LANDMARKS, Tables.FAILURES)) {
        if (!warehouse.exists(table)) {
          continue;
        }
        try (Rows<Record> rows = TableReader.of(warehouse.existing(table)).rows()) {
          for (Record row : rows) {
            System.out.println(
                table.tableName() + "\t" + row.getField("id") + "\t" + digest(row));
          }
        }
      }
    }
  }

  /** SHA-256 of all columns but times. */
  static String digest(Record row) throws Exception {
    MessageDigest digest = MessageDigest.getInstance("SHA-256");
    for (NestedField column : row.struct().fields()) {
      if (column.name().endsWith("_at")) {
        continue;
      }
      digest.update((column.name() + "=").getBytes(StandardCharsets.UTF_8));
      Object value = row.getField(column.name());
      if (value instanceof List<?>) {
        float[] floats = FloatList.toArray(value);
        ByteBuffer bytes = ByteBuffer.allocate(floats.length * Float.BYTES);
        bytes.asFloatBuffer().put(floats);
        digest.update(bytes.array());
      } else {
        digest.update(String.valueOf(value).getBytes(StandardCharsets.UTF_8));
      }
    }
    return HexFormat.of().formatHex(digest.digest());
  }
}
