package org.pose2gloss.pipelines.statistics;

import java.util.Arrays;
import org.apache.iceberg.data.GenericRecord;
import org.apache.iceberg.data.Record;
import org.pose2gloss.features.LandmarkPart;
import org.pose2gloss.tables.FloatList;
import org.pose2gloss.tables.Tables;

/** Rows of the table of landmarks that stand in no table. */
final class Rows {
  private Rows() {}

  /** A row with a right hand and nothing else. */
  static Record of(float[] rightHand, int frames, float coverage) {
    Record row = GenericRecord.create(Tables.LANDMARKS.schema());
    row.setField("frames", frames);
    row.setField("frames_per_second", 25f);
    row.setField("image_width", 640);
    row.setField("image_height", 480);
    for (LandmarkPart part : LandmarkPart.values()) {
      float[] numbers = new float[frames * part.floatsPerFrame()];
      Arrays.fill(numbers, Float.NaN);
      boolean hand = part == LandmarkPart.RIGHT_HAND;
      row.setField(part.columnName(), FloatList.of(hand ? rightHand : numbers));
      row.setField(VideoNumber.coverage(part), hand ? coverage : 0f);
    }
    return row;
  }
}
