package org.pose2gloss.tables;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.iceberg.Schema;
import org.apache.iceberg.types.Type;
import org.apache.iceberg.types.Types;

/** Builds the schema of a table, column by column, each with its documentation. */
final class TableSchema {
  /** Property of our own: floats are split into their bytes, see {@link RowAppender}. */
  static final String BYTE_STREAM_SPLIT = "pose2gloss.write.byte-stream-split";

  private final List<Types.NestedField> columns = new ArrayList<>();
  private final List<String> floatArrays = new ArrayList<>();
  private int lastId;

  TableSchema required(String name, Type type, String documentation) {
    columns.add(Types.NestedField.required(++lastId, name, type, documentation));
    return this;
  }

  TableSchema optional(String name, Type type, String documentation) {
    columns.add(Types.NestedField.optional(++lastId, name, type, documentation));
    return this;
  }

  /** A column of numbers without gaps: an absent number is NaN, never null. */
  TableSchema floats(String name, String documentation) {
    int id = ++lastId;
    Type list = Types.ListType.ofRequired(++lastId, Types.FloatType.get());
    columns.add(Types.NestedField.optional(id, name, list, documentation));
    floatArrays.add(name);
    return this;
  }

  Schema schema() {
    return new Schema(columns);
  }

  /**
   * Properties that arrays of thousands of floats a row ask for: a dictionary would be built and
   * thrown away, minima and maxima serve no filter, and a row is so large that Parquet's habit of
   * looking at its buffers every 100 rows takes hundreds of megabytes.
   */
  Map<String, String> properties() {
    Map<String, String> properties = new LinkedHashMap<>();
    if (!floatArrays.isEmpty()) {
      properties.put("parquet.enable.dictionary", "false");
      properties.put(BYTE_STREAM_SPLIT, "true");
      // Noise does not get smaller by looking at it longer: ci/prove/tables-encodings has numbers.
      properties.put("write.parquet.compression-level", "1");
      properties.put("write.parquet.row-group-size-bytes", Integer.toString(64 << 20));
      properties.put("write.parquet.row-group-check-min-record-count", "10");
      properties.put("write.parquet.row-group-check-max-record-count", "100");
      properties.put("write.parquet.page-row-limit", "20");
    }
    for (String column : floatArrays) {
      properties.put("write.parquet.stats-enabled.column." + column + ".element", "false");
      properties.put("write.metadata.metrics.column." + column + ".element", "none");
    }
    return properties;
  }
}
