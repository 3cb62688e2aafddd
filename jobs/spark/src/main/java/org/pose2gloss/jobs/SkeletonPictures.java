package org.pose2gloss.jobs;

import static org.apache.spark.sql.functions.col;

import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import javax.imageio.ImageIO;
import org.apache.commons.io.FileUtils;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.pose2gloss.features.LandmarkSequence;
import org.pose2gloss.landmarks.SkeletonPicture;
import org.pose2gloss.landmarks.video.VideoDecoder;
import org.pose2gloss.landmarks.video.VideoFrame;
import org.pose2gloss.tables.Tables;
import org.pose2gloss.tables.Warehouse;
import org.pose2gloss.tracking.TrackedRun;

/**
 * Keeps pictures of some videos with their landmarks on a run, for a person to see that they are
 * right.
 */
final class SkeletonPictures {
  private static final String FOLDER = "pictures";

  private final SparkSession spark;
  private final Warehouse warehouse;

  SkeletonPictures(SparkSession spark, Warehouse warehouse) {
    this.spark = spark;
    this.warehouse = warehouse;
  }

  /** Draws the middle frame of the first videos, by id, and stores them as the run's artifacts. */
  void keep(int count, TrackedRun run) throws IOException {
    Path folder = Files.createTempDirectory("pose2gloss-pictures-");
    try {
      for (Row row : videos(count)) {
        Optional<BufferedImage> picture =
            Extraction.onThisMachine(
                row.getAs("uri"), file -> middleFrame(file, LandmarkRows.sequence(row)));
        if (picture.isPresent()) {
          String name = row.<String>getAs("id").replaceAll("[^A-Za-z0-9._-]", "_") + ".png";
          Path file = folder.resolve(name);
          ImageIO.write(picture.get(), "png", file.toFile());
          run.artifact(file, FOLDER);
        }
      }
    } finally {
      FileUtils.deleteDirectory(folder.toFile());
    }
  }

  private List<Row> videos(int count) {
    Dataset<Row> videos =
        spark
            .table(warehouse.sparkName(Tables.VIDEOS))
            .filter(col("media").equalTo("video"))
            .select("id", "uri");
    return spark
        .table(warehouse.sparkName(Tables.LANDMARKS))
        .join(videos, "id")
        .orderBy("id")
        .limit(count)
        .collectAsList();
  }

  private static Optional<BufferedImage> middleFrame(Path file, LandmarkSequence landmarks)
      throws IOException {
    int middle = landmarks.frames() / 2;
    try (VideoDecoder decoder = VideoDecoder.open(file)) {
      for (Optional<VideoFrame> frame = decoder.next(); frame.isPresent(); frame = decoder.next()) {
        if (frame.get().index() == middle) {
          return Optional.of(SkeletonPicture.draw(frame.get(), landmarks, middle));
        }
      }
    }
    return Optional.empty();
  }
}
