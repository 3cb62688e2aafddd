package org.pose2gloss.jobs;

import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import org.apache.hadoop.conf.Configuration;
import org.apache.iceberg.Table;
import org.apache.iceberg.data.Record;
import org.pose2gloss.tables.CatalogOptions;
import org.pose2gloss.tables.CommitNote;
import org.pose2gloss.tables.TableWriter;
import org.pose2gloss.tables.Tables;
import org.pose2gloss.tables.Warehouse;
import org.pose2gloss.tables.WrittenFiles;

/**
 * Fills table videos with so many rows of files that do not exist, and table landmarks, without a
 * landmark, with the first of them: what planning reads.
 */
public final class MakeVideos {
  private static final int SHA256_BYTES = 32;
  private static final int FEWEST_FRAMES = 20;
  private static final int FRAMES_SPREAD = 100;

  /** Rows of a file of landmarks, as a pack of three minutes has them. */
  private static final int ROWS_A_FILE = 70;

  /** Files of landmarks that one commit adds. */
  private static final int FILES_A_COMMIT = 500;

  private MakeVideos() {}

  /** Takes the warehouse, the number of videos, how many of them have landmarks, and the graph. */
  public static void main(String[] arguments) throws Exception {
    int videos = Integer.parseInt(arguments[1]);
    int done = Integer.parseInt(arguments[2]);
    CatalogOptions catalog = CatalogOptions.hadoop("pose2gloss", arguments[0]);
    try (Warehouse warehouse = Warehouse.open(catalog, new Configuration())) {
      try (TableWriter writer = TableWriter.open(warehouse.openOrCreate(Tables.VIDEOS))) {
        for (int number = 0; number < videos; number++) {
          writer.write(video(writer.newRow(), number));
        }
        writer.append(CommitNote.of("test"));
      }
      landmarks(warehouse, done, arguments[3]);
      warehouse.openOrCreate(Tables.FAILURES);
    }
  }

  private static Record video(Record row, int number) {
    Random random = new Random(number);
    row.setField("id", id(number));
    row.setField("uri", String.format("s3a://a-bucket/videos/wlasl2000/%03d/%s.mp4", number % 1000, id(number)));
    row.setField("media", "video");
    row.setField("sha256", sha256(number));
    row.setField("bytes", 150_000L + random.nextInt(300_000));
    row.setField("width", 640);
    row.setField("height", 480);
    row.setField("frames_per_second", 25f);
    row.setField("frames", FEWEST_FRAMES + random.nextInt(FRAMES_SPREAD));
    return row;
  }

  private static void landmarks(Warehouse warehouse, int rows, String graph) throws Exception {
    Table table = warehouse.openOrCreate(Tables.LANDMARKS);
    List<WrittenFiles> files = new ArrayList<>();
    for (int first = 0; first < rows; first += ROWS_A_FILE) {
      try (TableWriter writer = TableWriter.open(table)) {
        for (int number = first; number < Math.min(rows, first + ROWS_A_FILE); number++) {
          Record row = writer.newRow();
          row.setField("id", id(number));
          row.setField("source_sha256", sha256(number));
          row.setField("frame_start", 1);
          row.setField("frame_end", -1);
          row.setField("graph", graph);
          for (String part : List.of("right_hand", "left_hand", "pose", "face")) {
            row.setField(part + "_coverage", 1f);
          }
          writer.write(row);
        }
        files.add(writer.complete());
      }
      if (files.size() == FILES_A_COMMIT || first + ROWS_A_FILE >= rows) {
        WrittenFiles.union(files).append(table, CommitNote.of("test"));
        files.clear();
      }
    }
  }

  private static String id(int number) {
    return String.format("%07d", number);
  }

  private static String sha256(int number) {
    byte[] bytes = new byte[SHA256_BYTES];
    new Random(number).nextBytes(bytes);
    return HexFormat.of().formatHex(bytes);
  }
}
