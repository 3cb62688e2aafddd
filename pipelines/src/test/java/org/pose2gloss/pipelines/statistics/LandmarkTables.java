package org.pose2gloss.pipelines.statistics;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.Random;
import org.apache.hadoop.conf.Configuration;
import org.apache.iceberg.data.Record;
import org.pose2gloss.features.LandmarkPart;
import org.pose2gloss.features.PointSelection;
import org.pose2gloss.tables.CatalogOptions;
import org.pose2gloss.tables.CommitNote;
import org.pose2gloss.tables.FloatList;
import org.pose2gloss.tables.TableWriter;
import org.pose2gloss.tables.Tables;
import org.pose2gloss.tables.Warehouse;

/** Tables of landmarks and videos for tests. */
public final class LandmarkTables {
  private LandmarkTables() {}

  /** The warehouse of a test's folder. */
  public static Warehouse open(Path folder) {
    return Warehouse.open(
        CatalogOptions.hadoop("pose2gloss", folder.resolve("warehouse").toString()),
        new Configuration());
  }

  /** What the rows of one commit are like. */
  public record Videos(
      String prefix, int count, int frames, String gloss, float handX, boolean leftHand) {}

  /** Commits rows to both tables; labels first, as ingest does. */
  public static void add(Warehouse warehouse, Videos videos) {
    try (TableWriter writer = TableWriter.open(warehouse.openOrCreate(Tables.VIDEOS))) {
      for (int i = 0; i < videos.count(); i++) {
        Record row = writer.newRow();
        row.setField("id", videos.prefix() + i);
        row.setField("gloss", videos.gloss());
        row.setField("split", i % 5 == 0 ? "test" : "train");
        row.setField("uri", "file:/" + i);
        row.setField("media", "pose");
        row.setField("sha256", "0");
        writer.write(row);
      }
      writer.append(CommitNote.of("test"));
    }
    Random random = new Random(videos.prefix().hashCode());
    try (TableWriter writer = TableWriter.open(warehouse.openOrCreate(Tables.LANDMARKS))) {
      for (int i = 0; i < videos.count(); i++) {
        writer.write(row(writer, videos, i, random));
      }
      writer.append(CommitNote.of("test"));
    }
  }

  /**
   * Commits traces of a service whose model looks at wlasl180: a right hand and nothing else is
   * seen.
   */
  public static void trace(
      Warehouse warehouse, int count, int frames, String predicted, float handX) {
    PointSelection points = PointSelection.wlasl180();
    Random random = new Random(count);
    try (TableWriter writer = TableWriter.open(warehouse.openOrCreate(Tables.TRACES))) {
      for (int i = 0; i < count; i++) {
        float[] xyz = new float[frames * points.size() * 3];
        Arrays.fill(xyz, Float.NaN);
        for (int frame = 0; frame < frames; frame++) {
          for (int j = 0; j < LandmarkPart.RIGHT_HAND.points() * 3; j++) {
            float base = j % 3 == 0 ? handX : j % 3 == 1 ? 0.6f : 0;
            xyz[frame * points.size() * 3 + j] = base + 0.05f * (float) random.nextGaussian();
          }
        }
        Record row = writer.newRow();
        row.setField("id", predicted + i);
        row.setField("predicted", predicted);
        row.setField("frames", frames);
        row.setField("points", points.size());
        row.setField("landmarks", points.name());
        row.setField("xyz", FloatList.of(xyz));
        for (LandmarkPart part : LandmarkPart.values()) {
          row.setField(VideoNumber.coverage(part), part == LandmarkPart.RIGHT_HAND ? 1f : 0f);
        }
        writer.write(row);
      }
      writer.append(CommitNote.of("test"));
    }
  }

  static Record row(TableWriter writer, Videos videos, int number, Random random) {
    Record row = writer.newRow();
    row.setField("id", videos.prefix() + number);
    row.setField("source_sha256", "0");
    row.setField("frames", videos.frames());
    row.setField("frames_per_second", 25f);
    row.setField("image_width", 640);
    row.setField("image_height", 480);
    for (LandmarkPart part : LandmarkPart.values()) {
      float[] numbers = new float[videos.frames() * part.floatsPerFrame()];
      boolean present =
          part == LandmarkPart.RIGHT_HAND || (part == LandmarkPart.LEFT_HAND && videos.leftHand());
      Arrays.fill(numbers, Float.NaN);
      for (int i = 0; present && i < numbers.length; i++) {
        float base = i % 3 == 0 ? videos.handX() : i % 3 == 1 ? 0.6f : 0;
        numbers[i] = base + 0.05f * (float) random.nextGaussian();
      }
      row.setField(part.columnName(), FloatList.of(numbers));
      row.setField(VideoNumber.coverage(part), present ? 1f : 0f);
    }
    return row;
  }
}
