package org.pose2gloss.tables;

import java.time.OffsetDateTime;
import java.util.List;
import java.util.Map;
import org.apache.hadoop.conf.Configuration;
import org.apache.iceberg.Schema;
import org.apache.iceberg.SchemaParser;
import org.apache.iceberg.data.Record;
import org.apache.iceberg.parquet.ParquetSchemaUtil;
import org.apache.iceberg.shaded.org.apache.parquet.hadoop.api.WriteSupport;
import org.apache.iceberg.shaded.org.apache.parquet.io.api.Binary;
import org.apache.iceberg.shaded.org.apache.parquet.io.api.RecordConsumer;
import org.apache.iceberg.shaded.org.apache.parquet.schema.MessageType;
import org.apache.iceberg.types.Type;
import org.apache.iceberg.types.Types;
import org.apache.iceberg.util.DateTimeUtil;

/** Hands the columns of a row to Parquet, arrays of floats without boxes. */
final class RowWriteSupport extends WriteSupport<Record> {
  private final Schema schema;
  private final MessageType fileSchema;
  private RecordConsumer file;

  RowWriteSupport(Schema schema) {
    this.schema = schema;
    this.fileSchema = ParquetSchemaUtil.convert(schema, "table");
  }

  /** Whether all columns have types that this class writes. */
  static boolean supports(Schema schema) {
    return schema.columns().stream().map(Types.NestedField::type).allMatch(RowWriteSupport::is);
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

  /** Columns of Parquet's schema that hold the elements of arrays of floats, with dots. */
  static List<String> floatLeaves(Schema schema) {
    return ParquetSchemaUtil.convert(schema, "table").getColumns().stream()
        .filter(leaf -> leaf.getMaxRepetitionLevel() > 0)
        .map(leaf -> String.join(".", leaf.getPath()))
        .toList();
  }

  @SuppressWarnings("deprecation") // Abstract: what is to replace it calls it.
  @Override
  public WriteContext init(Configuration configuration) {
    return new WriteContext(fileSchema, Map.of("iceberg.schema", SchemaParser.toJson(schema)));
  }

  @Override
  public void prepareForWrite(RecordConsumer consumer) {
    file = consumer;
  }

  @Override
  public void write(Record row) {
    file.startMessage();
    for (int i = 0; i < schema.columns().size(); i++) {
      Types.NestedField column = schema.columns().get(i);
      Object value = row.get(i);
      if (value != null) {
        file.startField(column.name(), i);
        add(column.type(), value);
        file.endField(column.name(), i);
      } else if (column.isRequired()) {
        throw new IllegalArgumentException("null in the required column " + column.name());
      }
    }
    file.endMessage();
  }

  private void add(Type type, Object value) {
    switch (type.typeId()) {
      case STRING -> file.addBinary(Binary.fromString(value.toString()));
      case BOOLEAN -> file.addBoolean((Boolean) value);
      case INTEGER -> file.addInteger((Integer) value);
      case LONG -> file.addLong((Long) value);
      case FLOAT -> file.addFloat((Float) value);
      case DOUBLE -> file.addDouble((Double) value);
      case TIMESTAMP -> file.addLong(DateTimeUtil.microsFromTimestamptz((OffsetDateTime) value));
      default -> addFloats(FloatList.toArray(value));
    }
  }

  /** In the three levels that Parquet's specification gives lists. */
  private void addFloats(float[] values) {
    file.startGroup();
    if (values.length > 0) {
      file.startField("list", 0);
      for (float value : values) {
        file.startGroup();
        file.startField("element", 0);
        file.addFloat(value);
        file.endField("element", 0);
        file.endGroup();
      }
      file.endField("list", 0);
    }
    file.endGroup();
  }
}
