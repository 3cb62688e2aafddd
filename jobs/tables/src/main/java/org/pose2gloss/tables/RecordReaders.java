package org.pose2gloss.tables;

import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.iceberg.MetadataColumns;
import org.apache.iceberg.Schema;
import org.apache.iceberg.data.Record;
import org.apache.iceberg.data.parquet.GenericParquetReaders;
import org.apache.iceberg.parquet.ParquetValueReader;
import org.apache.iceberg.parquet.ParquetValueReaders;
import org.apache.iceberg.shaded.org.apache.parquet.column.ColumnDescriptor;
import org.apache.iceberg.shaded.org.apache.parquet.schema.MessageType;
import org.apache.iceberg.shaded.org.apache.parquet.schema.PrimitiveType;
import org.apache.iceberg.shaded.org.apache.parquet.schema.Type;
import org.apache.iceberg.types.Types;
import org.apache.iceberg.util.DateTimeUtil;

/** Readers of the rows of a Parquet file as Iceberg's records, with float arrays as plain ones. */
final class RecordReaders {
  private static final int REQUIRED_LIST_OF_REQUIRED = 1;

  private final MessageType file;
  private final Map<Integer, Type> columns = new HashMap<>();

  private RecordReaders(MessageType file) {
    this.file = file;
    for (Type column : file.getFields()) {
      if (column.getId() != null) {
        columns.put(column.getId().intValue(), column);
      }
    }
  }

  /**
   * A reader of a file; Iceberg's own where the table has columns of types that ours do not use.
   *
   * @param expected columns that the rows shall have
   * @param file columns that the file has
   */
  static ParquetValueReader<Record> of(Schema expected, MessageType file) {
    RecordReaders readers = new RecordReaders(file);
    List<ParquetValueReader<?>> all = new ArrayList<>();
    boolean floats = false;
    for (Types.NestedField column : expected.columns()) {
      Optional<ParquetValueReader<?>> reader = readers.reader(column);
      if (reader.isEmpty()) {
        return GenericParquetReaders.buildReader(expected, file);
      }
      floats |= column.type().isListType();
      all.add(reader.get());
    }
    return floats
        ? ParquetValueReaders.recordReader(all, expected.asStruct())
        : GenericParquetReaders.buildReader(expected, file);
  }

  private Optional<ParquetValueReader<?>> reader(Types.NestedField column) {
    if (column.fieldId() == MetadataColumns.ROW_POSITION.fieldId()) {
      return Optional.of(ParquetValueReaders.position());
    }
    Type stored = columns.get(column.fieldId());
    if (stored == null) {
      return column.isOptional() && column.initialDefault() == null
          ? Optional.of(ParquetValueReaders.nulls())
          : Optional.empty();
    }
    return column.type().isListType()
        ? floats(column.type().asListType(), stored)
        : primitive(column, stored);
  }

  private Optional<ParquetValueReader<?>> floats(Types.ListType list, Type stored) {
    List<ColumnDescriptor> leaves =
        file.getColumns().stream()
            .filter(leaf -> leaf.getPath()[0].equals(stored.getName()))
            .toList();
    boolean plain =
        list.elementType().typeId() == org.apache.iceberg.types.Type.TypeID.FLOAT
            && leaves.size() == 1
            && leaves.get(0).getMaxRepetitionLevel() == 1
            && leaves.get(0).getMaxDefinitionLevel() == REQUIRED_LIST_OF_REQUIRED + levels(stored)
            && leaves.get(0).getPrimitiveType().getPrimitiveTypeName()
                == PrimitiveType.PrimitiveTypeName.FLOAT;
    return plain
        ? Optional.of(ParquetValueReaders.option(stored, 0, new FloatsReader(leaves.get(0))))
        : Optional.empty();
  }

  private Optional<ParquetValueReader<?>> primitive(Types.NestedField column, Type stored) {
    if (!stored.isPrimitive()) {
      return Optional.empty();
    }
    ColumnDescriptor leaf = file.getColumnDescription(new String[] {stored.getName()});
    PrimitiveType.PrimitiveTypeName type = stored.asPrimitiveType().getPrimitiveTypeName();
    ParquetValueReader<?> reader =
        switch (column.type().typeId()) {
          case STRING -> ParquetValueReaders.strings(leaf);
          case BOOLEAN, INTEGER, FLOAT, DOUBLE -> ParquetValueReaders.unboxed(leaf);
          case LONG ->
              type == PrimitiveType.PrimitiveTypeName.INT32
                  ? ParquetValueReaders.intsAsLongs(leaf)
                  : ParquetValueReaders.unboxed(leaf);
          case TIMESTAMP ->
              type == PrimitiveType.PrimitiveTypeName.INT64
                      && ((Types.TimestampType) column.type()).shouldAdjustToUTC()
                  ? new Moments(leaf)
                  : null;
          default -> null;
        };
    boolean widened =
        column.type().typeId() == org.apache.iceberg.types.Type.TypeID.DOUBLE
            && type == PrimitiveType.PrimitiveTypeName.FLOAT;
    return reader == null || widened
        ? Optional.empty()
        : Optional.of(ParquetValueReaders.option(stored, 0, reader));
  }

  private static int levels(Type stored) {
    return stored.isRepetition(Type.Repetition.OPTIONAL) ? 1 : 0;
  }

  /** Microseconds since 1970 as records have them. */
  private static final class Moments extends ParquetValueReaders.PrimitiveReader<OffsetDateTime> {
    Moments(ColumnDescriptor leaf) {
      super(leaf);
    }

    @Override
    public OffsetDateTime read(OffsetDateTime reuse) {
      return DateTimeUtil.timestamptzFromMicros(column.nextLong());
    }
  }
}
