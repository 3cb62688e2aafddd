package org.pose2gloss.jobs;

import java.io.IOException;
import java.sql.Timestamp;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import org.apache.spark.TaskContext;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.util.CollectionAccumulator;
import org.apache.spark.util.LongAccumulator;
import org.pose2gloss.features.LandmarkSequence;
import org.pose2gloss.landmarks.ExtractorOptions;
import org.pose2gloss.landmarks.LandmarkExtractor;

/**
 * The landmarks of a partition's videos, one after the other: a task holds one extractor, made at
 * its first video, and one sequence at a time.
 */
final class ExtractIterator implements Iterator<Row> {
  private final Iterator<Row> videos;
  private final ExtractorOptions options;
  private final CollectionAccumulator<Row> failures;
  private final LongAccumulator frames;
  private final LongAccumulator done;
  private LandmarkExtractor extractor;
  private Row next;

  ExtractIterator(
      Iterator<Row> videos,
      ExtractorOptions options,
      CollectionAccumulator<Row> failures,
      LongAccumulator frames,
      LongAccumulator done) {
    this.videos = videos;
    this.options = options;
    this.failures = failures;
    this.frames = frames;
    this.done = done;
    TaskContext.get()
        .addTaskCompletionListener(
            context -> {
              if (extractor != null) {
                extractor.close();
              }
            });
  }

  @Override
  public boolean hasNext() {
    while (next == null && videos.hasNext()) {
      Row video = videos.next();
      try {
        next = landmarks(video);
      } catch (IOException e) {
        failures.add(ExtractJob.failure(video, e.getMessage()));
      }
      done.add(1);
    }
    return next != null;
  }

  @Override
  public Row next() {
    if (!hasNext()) {
      throw new NoSuchElementException();
    }
    Row row = next;
    next = null;
    return row;
  }

  private Row landmarks(Row video) throws IOException {
    boolean isPose = video.<String>getAs("media").equals("pose");
    String uri = video.getAs("uri");
    LandmarkSequence sequence =
        isPose ? Extraction.readPose(uri) : Extraction.runGraphs(extractor(), uri);
    frames.add(sequence.frames());
    List<Object> values = new ArrayList<>();
    for (String column : List.of("id", "gloss", "split", "signer", "language", "sha256")) {
      values.add(video.getAs(column));
    }
    values.addAll(LandmarkRows.values(sequence));
    values.add(isPose ? Extraction.POSE_FILE : options.signature());
    values.add(Timestamp.from(Instant.now()));
    return RowFactory.create(values.toArray());
  }

  private LandmarkExtractor extractor() throws IOException {
    if (extractor == null) {
      extractor = LandmarkExtractor.create(options);
    }
    return extractor;
  }
}
