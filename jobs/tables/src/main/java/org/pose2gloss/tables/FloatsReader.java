package org.pose2gloss.tables;

import java.util.Arrays;
import org.apache.iceberg.parquet.ParquetValueReaders;
import org.apache.iceberg.shaded.org.apache.parquet.column.ColumnDescriptor;

/**
 * Reads a column of float arrays from Parquet into plain arrays: Iceberg's own reader would box
 * every one of a hundred thousand numbers a row.
 */
final class FloatsReader extends ParquetValueReaders.PrimitiveReader<FloatList> {
  private final int definedAt;
  private float[] buffer = new float[4096];

  /**
   * A reader of the only leaf below a list.
   *
   * @param leaf the list's element, of type float
   */
  FloatsReader(ColumnDescriptor leaf) {
    super(leaf);
    this.definedAt = leaf.getMaxDefinitionLevel();
  }

  @Override
  public FloatList read(FloatList reuse) {
    int size = 0;
    do {
      if (column.currentDefinitionLevel() == definedAt) {
        if (size == buffer.length) {
          buffer = Arrays.copyOf(buffer, 2 * size);
        }
        buffer[size++] = column.nextFloat();
      } else {
        // The list is there and has no element.
        column.nextNull();
      }
      // A repetition level above 0 says that the next number belongs to the same list.
    } while (column.currentRepetitionLevel() > 0);
    return FloatList.of(Arrays.copyOf(buffer, size));
  }
}
