package org.pose2gloss.jobs;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.xxhash64;

import java.io.IOException;
import java.nio.channels.SeekableByteChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Timestamp;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import javax.imageio.ImageIO;
import org.apache.commons.io.FileUtils;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.pose2gloss.features.LandmarkPart;
import org.pose2gloss.features.LandmarkSequence;
import org.pose2gloss.landmarks.Segment;
import org.pose2gloss.landmarks.SkeletonPicture;
import org.pose2gloss.landmarks.video.VideoDecoder;
import org.pose2gloss.landmarks.video.VideoFrame;
import org.pose2gloss.storage.ArchiveLimits;
import org.pose2gloss.storage.StoredFiles;
import org.pose2gloss.tables.Tables;
import org.pose2gloss.tables.Warehouse;
import org.pose2gloss.tracking.TrackedRun;

/**
 * Keeps contact sheets of some videos on a run, their landmarks drawn over their frames, for a
 * person to see that they are right.
 */
final class SkeletonPictures {
  private static final String FOLDER = "overlays";
  private static final int FRAMES_A_SHEET = 8;

  private final SparkSession spark;
  private final Warehouse warehouse;
  private final Configuration configuration;

  SkeletonPictures(SparkSession spark, Warehouse warehouse) {
    this.spark = spark;
    this.warehouse = warehouse;
    this.configuration =
        warehouse.options().configuration(spark.sparkContext().hadoopConfiguration());
  }

  /**
   * Stores sheets as artifacts of a run.
   *
   * @param count how many videos at most, drawn by lot that falls the same every time
   * @param since only those whose landmarks were taken since then
   */
  void keep(int count, Instant since, TrackedRun run) throws IOException {
    Path folder = Files.createTempDirectory("pose2gloss-overlays-");
    try (StoredFiles videos = new StoredFiles(configuration, ArchiveLimits.DEFAULT)) {
      for (Row row : rows(count, since)) {
        String id = row.getAs("id");
        LandmarkSequence landmarks = LandmarkRows.sequence(row);
        Segment segment =
            new Segment(row.<Integer>getAs("frame_start"), row.<Integer>getAs("frame_end"));
        try (SeekableByteChannel bytes = videos.open(row.getAs("uri"), row.getAs("entry"))) {
          Path file = folder.resolve(id.replaceAll("[^A-Za-z0-9._-]", "_") + ".png");
          ImageIO.write(sheet(id, bytes, segment, landmarks).picture(), "png", file.toFile());
          run.artifact(file, FOLDER);
        }
      }
    } finally {
      FileUtils.deleteDirectory(folder.toFile());
    }
  }

  private List<Row> rows(int count, Instant since) {
    Dataset<Row> videos =
        spark
            .table(warehouse.sparkName(Tables.VIDEOS))
            .filter(col("media").equalTo("video"))
            .select("id", "uri", "entry");
    Dataset<Row> landmarks = spark.table(warehouse.sparkName(Tables.LANDMARKS));
    // The lot falls on ids first: sorting whole rows would move all landmarks.
    List<String> ids =
        landmarks
            .filter(col("extracted_at").geq(Timestamp.from(since)))
            .select("id")
            .join(videos.select("id"), "id")
            .orderBy(xxhash64(col("id")))
            .limit(count)
            .collectAsList()
            .stream()
            .map(row -> row.getString(0))
            .toList();
    return landmarks.filter(col("id").isin(ids.toArray())).join(videos, "id").collectAsList();
  }

  private static ContactSheet sheet(
      String id, SeekableByteChannel bytes, Segment segment, LandmarkSequence landmarks)
      throws IOException {
    try (VideoDecoder decoder = VideoDecoder.open(id, bytes)) {
      if (decoder.skipTo(segment.startSeconds())) {
        return sheet(id, decoder, landmarks);
      }
    }
    // A video that ends before its segment has been cut to it already, see LandmarkExtractor.
    try (VideoDecoder decoder = VideoDecoder.open(id, bytes)) {
      return sheet(id, decoder, landmarks);
    }
  }

  private static ContactSheet sheet(String id, VideoDecoder decoder, LandmarkSequence landmarks)
      throws IOException {
    int wanted = Math.min(FRAMES_A_SHEET, landmarks.frames());
    ContactSheet sheet =
        new ContactSheet(
            title(id, landmarks), wanted, landmarks.imageWidth(), landmarks.imageHeight());
    int drawn = 0;
    Optional<VideoFrame> frame = decoder.next();
    for (int index = 0; frame.isPresent() && drawn < wanted; index++) {
      // Evenly over the sequence: the middle of each of its parts.
      if (index == (2 * drawn + 1) * landmarks.frames() / (2 * wanted)) {
        sheet.add(
            SkeletonPicture.draw(frame.get(), landmarks, index, ContactSheet.CELL_WIDTH),
            String.format(
                Locale.ROOT, "frame %d, %.2f s", index + 1, index / landmarks.framesPerSecond()));
        drawn++;
      }
      frame = decoder.next();
    }
    return sheet;
  }

  private static String title(String id, LandmarkSequence landmarks) {
    return String.format(
        Locale.ROOT,
        "%s: %d frames of %d x %d; right hand %.0f %%, left hand %.0f %%, pose %.0f %%, face %.0f %%",
        id,
        landmarks.frames(),
        landmarks.imageWidth(),
        landmarks.imageHeight(),
        100 * landmarks.coverage(LandmarkPart.RIGHT_HAND),
        100 * landmarks.coverage(LandmarkPart.LEFT_HAND),
        100 * landmarks.coverage(LandmarkPart.POSE),
        100 * landmarks.coverage(LandmarkPart.FACE));
  }
}
