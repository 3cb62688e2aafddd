package org.pose2gloss.jobs;

import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.functions;
import org.pose2gloss.features.LandmarkPart;
import org.pose2gloss.features.LandmarkSequence;

/** Landmark sequences and float arrays out of Spark's rows. */
final class LandmarkRows {
  /** How many of the columns come before those of the parts. */
  private static final int FIRST_PART = 4;

  private LandmarkRows() {}

  /** Columns that make a sequence, in the order that {@link #sequence} reads. */
  static Column[] sequenceColumns() {
    return new Column[] {
      functions.col("frames"),
      functions.col("frames_per_second"),
      functions.col("image_width"),
      functions.col("image_height"),
      functions.col(LandmarkPart.RIGHT_HAND.columnName()),
      functions.col(LandmarkPart.LEFT_HAND.columnName()),
      functions.col(LandmarkPart.POSE.columnName()),
      functions.col(LandmarkPart.FACE.columnName())
    };
  }

  /**
   * The sequence in one of Spark's own rows, whose arrays are read without boxes.
   *
   * @param first place of the first of {@link #sequenceColumns}, which follow one another
   */
  static LandmarkSequence sequence(InternalRow row, int first) {
    Map<LandmarkPart, float[]> parts = new EnumMap<>(LandmarkPart.class);
    int column = first + FIRST_PART;
    for (LandmarkPart part : LandmarkPart.values()) {
      parts.put(part, row.getArray(column++).toFloatArray());
    }
    return LandmarkSequence.of(
        row.getInt(first),
        row.getFloat(first + 1),
        row.getInt(first + 2),
        row.getInt(first + 3),
        parts);
  }

  /** The sequence in a row that has the columns of {@link #sequenceColumns}. */
  static LandmarkSequence sequence(Row row) {
    Map<LandmarkPart, float[]> parts = new EnumMap<>(LandmarkPart.class);
    for (LandmarkPart part : LandmarkPart.values()) {
      parts.put(part, floats(row, part.columnName()));
    }
    return LandmarkSequence.of(
        row.<Integer>getAs("frames"),
        row.<Float>getAs("frames_per_second"),
        row.<Integer>getAs("image_width"),
        row.<Integer>getAs("image_height"),
        parts);
  }

  /** An array column without boxes. */
  static float[] floats(Row row, String column) {
    List<Float> boxed = row.getList(row.fieldIndex(column));
    float[] plain = new float[boxed.size()];
    int i = 0;
    for (Float value : boxed) {
      plain[i++] = value;
    }
    return plain;
  }
}
