package org.pose2gloss.tables;

import org.apache.iceberg.Table;
import org.apache.iceberg.data.Record;
import org.apache.iceberg.expressions.Expression;
import org.apache.iceberg.expressions.Expressions;

/** The table {@link Tables#EXAMPLES} as what training and evaluation read. */
public final class ExampleTable {
  private static final String[] COLUMNS = {
    "id", "copy", "gloss", "label", "frames", "features_per_frame", "features"
  };

  private ExampleTable() {}

  /**
   * One example.
   *
   * @param id identifier of the sample
   * @param copy 0 = the original, from 1 = augmented copies
   * @param gloss the sign shown
   * @param label number of the gloss, 0..classes-1
   * @param frames number of frames
   * @param featuresPerFrame numbers a frame
   * @param features {@code float[frames * featuresPerFrame]}, frame by frame
   */
  @SuppressWarnings("ArrayRecordComponent") // Read once and handed on; never compared.
  public record Row(
      String id,
      int copy,
      String gloss,
      int label,
      int frames,
      int featuresPerFrame,
      float[] features) {}

  /**
   * The examples of one split of one preparation, streamed; to be closed.
   *
   * @param split train, validation or test
   * @throws TableException if the table does not exist or cannot be read
   */
  public static Rows<Row> read(Warehouse warehouse, String preparation, String split) {
    return read(warehouse.existing(Tables.EXAMPLES), preparation, split);
  }

  /** The same of a table that is already open. */
  public static Rows<Row> read(Table examples, String preparation, String split) {
    return TableReader.of(examples)
        .select(COLUMNS)
        .where(condition(preparation, split))
        .rows(ExampleTable::row);
  }

  /** Number of examples of one split of one preparation; reads no features. */
  public static long count(Warehouse warehouse, String preparation, String split) {
    return count(warehouse.existing(Tables.EXAMPLES), preparation, split);
  }

  /** The same of a table that is already open. */
  public static long count(Table examples, String preparation, String split) {
    TableReader reader =
        TableReader.of(examples).select("split").where(condition(preparation, split));
    try (Rows<Record> rows = reader.rows()) {
      return rows.stream().count();
    }
  }

  private static Expression condition(String preparation, String split) {
    return Expressions.and(
        Expressions.equal(Tables.PREPARATION, preparation), Expressions.equal("split", split));
  }

  private static Row row(Record row) {
    return new Row(
        (String) row.getField("id"),
        (Integer) row.getField("copy"),
        (String) row.getField("gloss"),
        (Integer) row.getField("label"),
        (Integer) row.getField("frames"),
        (Integer) row.getField("features_per_frame"),
        FloatList.toArray(row.getField("features")));
  }
}
