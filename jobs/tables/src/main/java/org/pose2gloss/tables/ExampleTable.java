package org.pose2gloss.tables;

import java.util.Arrays;
import java.util.Optional;
import org.apache.iceberg.Table;
import org.apache.iceberg.data.Record;
import org.apache.iceberg.expressions.Expression;
import org.apache.iceberg.expressions.Expressions;

/** The table {@link Tables#EXAMPLES} as what training and evaluation read. */
public final class ExampleTable {
  /** x, y, z. */
  private static final int CHANNELS = 3;

  private static final String[] COLUMNS = {
    "id", "copy", "gloss", "label", "frames", "points", "xyz"
  };

  private ExampleTable() {}

  /**
   * One example.
   *
   * @param id identifier of the sample
   * @param copy 0 = the original, from 1 = changed copies
   * @param gloss the sign shown
   * @param label number of the gloss, 0..classes-1
   * @param frames number of frames
   * @param points points a frame
   * @param xyz {@code float[frames * points * 3]}, frame by frame, NaN where absent; padding is
   *     left out
   */
  @SuppressWarnings("ArrayRecordComponent") // Read once and handed on; never compared.
  public record Row(
      String id, int copy, String gloss, int label, int frames, int points, float[] xyz) {}

  /**
   * Which landmarks the examples of a preparation hold, as {@code preparation.chosen-landmarks}
   * describes them; empty if there is no example.
   */
  public static Optional<String> landmarks(Table examples, String preparation) {
    TableReader reader =
        TableReader.of(examples)
            .select("landmarks")
            .where(Expressions.equal(Tables.PREPARATION, preparation));
    try (Rows<Record> rows = reader.rows()) {
      return rows.stream().map(row -> (String) row.getField("landmarks")).findFirst();
    }
  }

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
    int frames = (Integer) row.getField("frames");
    int points = (Integer) row.getField("points");
    float[] xyz = FloatList.toArray(row.getField("xyz"));
    int numbers = Math.multiplyExact(Math.multiplyExact(frames, points), CHANNELS);
    if (xyz.length < numbers) {
      throw new TableException(
          String.format(
              "The example %s holds %d numbers, fewer than its %d frames of %d points take: repeat"
                  + " 'pose2gloss transform'.",
              row.getField("id"), xyz.length, frames, points));
    }
    return new Row(
        (String) row.getField("id"),
        (Integer) row.getField("copy"),
        (String) row.getField("gloss"),
        (Integer) row.getField("label"),
        frames,
        points,
        xyz.length == numbers ? xyz : Arrays.copyOf(xyz, numbers));
  }
}
