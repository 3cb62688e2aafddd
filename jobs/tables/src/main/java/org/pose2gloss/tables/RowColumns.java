package org.pose2gloss.tables;

import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;
import org.apache.iceberg.Schema;
import org.apache.iceberg.data.Record;
import org.apache.iceberg.parquet.ParquetSchemaUtil;
import org.apache.iceberg.shaded.org.apache.parquet.column.ColumnDescriptor;
import org.apache.iceberg.shaded.org.apache.parquet.column.ColumnWriteStore;
import org.apache.iceberg.shaded.org.apache.parquet.column.ColumnWriter;
import org.apache.iceberg.shaded.org.apache.parquet.io.api.Binary;
import org.apache.iceberg.shaded.org.apache.parquet.schema.MessageType;
import org.apache.iceberg.types.Type;
import org.apache.iceberg.types.Types;
import org.apache.iceberg.util.DateTimeUtil;

/**
 * Puts rows into Parquet's columns, arrays of floats without boxes and without Parquet's own
 * bookkeeping of records, which takes longer than the numbers.
 *
 * <p>Levels are those of Parquet's specification: a definition level counts the optional and
 * repeated ones of field, list and element that are there, a repetition level above 0 says that a
 * value goes on with a list.
 */
final class RowColumns {
  private final List<Types.NestedField> fields;
  private final MessageType file;
  private final List<ColumnDescriptor> leaves = new ArrayList<>();
  private final List<ColumnWriter> writers = new ArrayList<>();

  RowColumns(Schema schema) {
    this.fields = schema.columns();
    this.file = ParquetSchemaUtil.convert(schema, "table");
    for (Types.NestedField field : fields) {
      leaves.add(
          file.getColumns().stream()
              .filter(leaf -> leaf.getPath()[0].equals(field.name()))
              .findFirst()
              .orElseThrow());
    }
  }

  /** Whether all columns have types that this class writes. */
  static boolean supports(Schema schema) {
    return schema.columns().stream().map(Types.NestedField::type).allMatch(RowColumns::is);
  }

  private static boolean is(Type type) {
    return switch (type.typeId()) {
      case STRING, BOOLEAN, INTEGER, LONG, FLOAT, DOUBLE -> true;
      case TIMESTAMP -> ((Types.TimestampType) type).shouldAdjustToUTC();
      case LIST ->
          type.asListType().elementType().typeId() == Type.TypeID.FLOAT
              && !type.asListType().isElementOptional();
      default -> false;
    };
  }

  /** The table's schema as Parquet's. */
  MessageType fileSchema() {
    return file;
  }

  /** Columns of Parquet's schema that hold the elements of arrays of floats, with dots. */
  List<String> floatLeaves() {
    return leaves.stream()
        .filter(leaf -> leaf.getMaxRepetitionLevel() > 0)
        .map(leaf -> String.join(".", leaf.getPath()))
        .toList();
  }

  /** Writes into a group of rows from now on. */
  void begin(ColumnWriteStore group) {
    writers.clear();
    leaves.forEach(leaf -> writers.add(group.getColumnWriter(leaf)));
  }

  /**
   * Writes a row.
   *
   * @throws IllegalArgumentException if a required column is null; nothing of the row is written
   */
  void write(Record row) {
    for (int i = 0; i < fields.size(); i++) {
      if (fields.get(i).isRequired() && row.get(i) == null) {
        throw new IllegalArgumentException("null in the required column " + fields.get(i).name());
      }
    }
    for (int i = 0; i < fields.size(); i++) {
      Object value = row.get(i);
      if (value == null) {
        writers.get(i).writeNull(0, 0);
      } else {
        write(fields.get(i).type(), value, writers.get(i), leaves.get(i).getMaxDefinitionLevel());
      }
    }
  }

  private static void write(Type type, Object value, ColumnWriter to, int defined) {
    switch (type.typeId()) {
      case STRING -> to.write(Binary.fromString(value.toString()), 0, defined);
      case BOOLEAN -> to.write((boolean) (Boolean) value, 0, defined);
      case INTEGER -> to.write((int) (Integer) value, 0, defined);
      case LONG -> to.write((long) (Long) value, 0, defined);
      case FLOAT -> to.write((float) (Float) value, 0, defined);
      case DOUBLE -> to.write((double) (Double) value, 0, defined);
      case TIMESTAMP ->
          to.write(DateTimeUtil.microsFromTimestamptz((OffsetDateTime) value), 0, defined);
      default -> write(FloatList.toArray(value), to, defined);
    }
  }

  private static void write(float[] values, ColumnWriter to, int defined) {
    if (values.length == 0) {
      // The list is there, an element of it is not.
      to.writeNull(0, defined - 1);
      return;
    }
    to.write(values[0], 0, defined);
    for (int i = 1; i < values.length; i++) {
      to.write(values[i], 1, defined);
    }
  }
}
