package org.pose2gloss.jobs;

import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.functions;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;
import org.pose2gloss.features.LandmarkPart;
import org.pose2gloss.features.LandmarkSequence;

/** Landmark sequences and float arrays as Spark's rows, and back. */
final class LandmarkRows {
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

  /** Adds what describes a sequence and its parts to a schema. */
  static StructType withSequence(StructType schema) {
    StructType all =
        schema
            .add("frames", DataTypes.IntegerType)
            .add("frames_per_second", DataTypes.FloatType)
            .add("image_width", DataTypes.IntegerType)
            .add("image_height", DataTypes.IntegerType);
    for (LandmarkPart part : LandmarkPart.values()) {
      all = all.add(part.columnName(), floats());
    }
    for (LandmarkPart part : LandmarkPart.values()) {
      all = all.add(part.columnName() + "_coverage", DataTypes.FloatType);
    }
    return all;
  }

  /** An array of floats without gaps. */
  static org.apache.spark.sql.types.DataType floats() {
    return DataTypes.createArrayType(DataTypes.FloatType, false);
  }

  /** The values of {@link #withSequence}, in its order. */
  static List<Object> values(LandmarkSequence sequence) {
    List<Object> values = new java.util.ArrayList<>();
    values.add(sequence.frames());
    values.add(sequence.framesPerSecond());
    values.add(sequence.imageWidth());
    values.add(sequence.imageHeight());
    for (LandmarkPart part : LandmarkPart.values()) {
      values.add(boxed(sequence.part(part)));
    }
    for (LandmarkPart part : LandmarkPart.values()) {
      values.add((float) sequence.coverage(part));
    }
    return values;
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

  /** An array as rows made in Java take it: Spark refuses primitive arrays there. */
  static Float[] boxed(float[] plain) {
    Float[] boxed = new Float[plain.length];
    for (int i = 0; i < plain.length; i++) {
      boxed[i] = plain[i];
    }
    return boxed;
  }
}
