package org.pose2gloss.jobs;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.xxhash64;

import java.io.IOException;
import java.nio.channels.SeekableByteChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Timestamp;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
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
 * person to see that they are right, or why a model was not.
 */
final class SkeletonPictures {
  private static final String FOLDER = "overlays";
  private static final int FRAMES_A_SHEET = 8;

  /** Height of the tallest picture without a video, in parts of its width. */
  private static final double TALLEST = 2.0;

  /** Grey of such a picture. */
  private static final byte DARK = 0x28;

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
   * A sheet to be made.
   *
   * @param id of the video
   * @param file name of the picture, without its ending
   * @param title what stands above it, before what is known of every video
   */
  record Wanted(String id, String file, String title) {}

  /**
   * Stores sheets of videos, drawn by lot that falls the same every time, as artifacts of a run.
   *
   * @param count how many videos at most
   * @param since only those whose landmarks were taken since then
   */
  void keep(int count, Instant since, TrackedRun run) throws IOException {
    List<Wanted> wanted =
        drawnByLot(count, since).stream()
            .map(id -> new Wanted(id, id.replaceAll("[^A-Za-z0-9._-]", "_"), id))
            .toList();
    keep(wanted, FOLDER, run);
  }

  /**
   * Stores sheets as artifacts of a run. Where there is no video, or it cannot be read any more,
   * the skeletons stand alone.
   *
   * @param artifactFolder folder of the run
   * @return those that have landmarks, and so a sheet
   */
  List<Wanted> keep(List<Wanted> wanted, String artifactFolder, TrackedRun run) throws IOException {
    Map<String, Row> rows = rows(wanted.stream().map(Wanted::id).toList());
    List<Wanted> kept = wanted.stream().filter(one -> rows.containsKey(one.id())).toList();
    Path folder = Files.createTempDirectory("pose2gloss-overlays-");
    try (StoredFiles videos = new StoredFiles(configuration, ArchiveLimits.DEFAULT)) {
      for (Wanted one : kept) {
        Path file = folder.resolve(one.file() + ".png");
        ContactSheet sheet = sheet(one, rows.get(one.id()), videos);
        ImageIO.write(sheet.picture(), "png", file.toFile());
        run.artifact(file, artifactFolder);
      }
    } finally {
      FileUtils.deleteDirectory(folder.toFile());
    }
    return kept;
  }

  private List<String> drawnByLot(int count, Instant since) {
    // The lot falls on ids first: sorting whole rows would move all landmarks.
    return landmarks()
        .filter(col("extracted_at").geq(Timestamp.from(since)))
        .select("id")
        .join(videos().filter(col("media").equalTo("video")).select("id"), "id")
        .orderBy(xxhash64(col("id")))
        .limit(count)
        .collectAsList()
        .stream()
        .map(row -> row.getString(0))
        .toList();
  }

  private Map<String, Row> rows(List<String> ids) {
    return landmarks()
        .filter(col("id").isin(ids.toArray()))
        .join(videos(), "id")
        .collectAsList()
        .stream()
        .collect(Collectors.toMap(row -> row.getAs("id"), row -> row));
  }

  private Dataset<Row> landmarks() {
    return spark.table(warehouse.sparkName(Tables.LANDMARKS));
  }

  private Dataset<Row> videos() {
    return spark.table(warehouse.sparkName(Tables.VIDEOS)).select("id", "media", "uri", "entry");
  }

  private static ContactSheet sheet(Wanted wanted, Row row, StoredFiles videos) {
    LandmarkSequence landmarks = LandmarkRows.sequence(row);
    String title = title(wanted.title(), landmarks);
    if (row.<String>getAs("media").equals("video")) {
      Segment segment =
          new Segment(row.<Integer>getAs("frame_start"), row.<Integer>getAs("frame_end"));
      try (SeekableByteChannel bytes = videos.open(row.getAs("uri"), row.getAs("entry"))) {
        return sheet(title, bytes, segment, landmarks);
      } catch (IOException e) {
        // What a person looks for are the skeletons.
        return withoutVideo(title + "; no video", landmarks);
      }
    }
    return withoutVideo(title, landmarks);
  }

  private static ContactSheet sheet(
      String title, SeekableByteChannel bytes, Segment segment, LandmarkSequence landmarks)
      throws IOException {
    try (VideoDecoder decoder = VideoDecoder.open(title, bytes)) {
      if (decoder.skipTo(segment.startSeconds())) {
        return sheet(title, decoder, landmarks);
      }
    }
    // A video that ends before its segment has been cut to it already, see LandmarkExtractor.
    try (VideoDecoder decoder = VideoDecoder.open(title, bytes)) {
      return sheet(title, decoder, landmarks);
    }
  }

  private static ContactSheet sheet(String title, VideoDecoder decoder, LandmarkSequence landmarks)
      throws IOException {
    ContactSheet sheet = empty(title, landmarks);
    int drawn = 0;
    Optional<VideoFrame> frame = decoder.next();
    for (int index = 0; frame.isPresent() && drawn < shown(landmarks); index++) {
      if (index == shownFrame(drawn, landmarks)) {
        draw(frame.get(), landmarks, index, sheet);
        drawn++;
      }
      frame = decoder.next();
    }
    return sheet;
  }

  private static ContactSheet withoutVideo(String title, LandmarkSequence landmarks) {
    int width = 2 * ContactSheet.CELL_WIDTH;
    double proportion = landmarks.imageHeight() / (double) landmarks.imageWidth();
    int height = (int) Math.round(width * Math.min(TALLEST, Math.max(1 / TALLEST, proportion)));
    byte[] dark = new byte[width * height * 3];
    Arrays.fill(dark, DARK);
    VideoFrame frame = new VideoFrame(dark, width, height, 0);
    ContactSheet sheet = empty(title, landmarks);
    for (int drawn = 0; drawn < shown(landmarks); drawn++) {
      draw(frame, landmarks, shownFrame(drawn, landmarks), sheet);
    }
    return sheet;
  }

  private static ContactSheet empty(String title, LandmarkSequence landmarks) {
    return new ContactSheet(
        title, shown(landmarks), landmarks.imageWidth(), landmarks.imageHeight());
  }

  private static int shown(LandmarkSequence landmarks) {
    return Math.min(FRAMES_A_SHEET, landmarks.frames());
  }

  /** Evenly over the sequence: the middle of each of its parts. */
  private static int shownFrame(int drawn, LandmarkSequence landmarks) {
    return (2 * drawn + 1) * landmarks.frames() / (2 * shown(landmarks));
  }

  private static void draw(
      VideoFrame frame, LandmarkSequence landmarks, int index, ContactSheet sheet) {
    sheet.add(
        SkeletonPicture.draw(frame, landmarks, index, ContactSheet.CELL_WIDTH),
        String.format(
            Locale.ROOT, "frame %d, %.2f s", index + 1, index / landmarks.framesPerSecond()));
  }

  private static String title(String title, LandmarkSequence landmarks) {
    return String.format(
        Locale.ROOT,
        "%s: %d frames of %d x %d; right hand %.0f %%, left hand %.0f %%, pose %.0f %%, face %.0f %%",
        title,
        landmarks.frames(),
        landmarks.imageWidth(),
        landmarks.imageHeight(),
        100 * landmarks.coverage(LandmarkPart.RIGHT_HAND),
        100 * landmarks.coverage(LandmarkPart.LEFT_HAND),
        100 * landmarks.coverage(LandmarkPart.POSE),
        100 * landmarks.coverage(LandmarkPart.FACE));
  }
}
