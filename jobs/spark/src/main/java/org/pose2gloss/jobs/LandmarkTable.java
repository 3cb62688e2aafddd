package org.pose2gloss.jobs;

import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import org.apache.iceberg.data.Record;
import org.pose2gloss.features.LandmarkPart;
import org.pose2gloss.features.LandmarkSequence;
import org.pose2gloss.tables.FloatList;
import org.pose2gloss.tables.TableWriter;

/** Rows of the tables of landmarks and failures, as extraction writes them: no number is boxed. */
final class LandmarkTable {
  private LandmarkTable() {}

  /**
   * Writes the landmarks of one content, a row for every id that has it.
   *
   * @return what is told of them
   */
  static Coverage write(TableWriter writer, VideoWork video, LandmarkSequence sequence) {
    Record row = writer.newRow();
    row.setField("source_sha256", video.sha256());
    row.setField("frame_start", video.frameStart());
    row.setField("frame_end", video.frameEnd());
    row.setField("graph", video.graph());
    row.setField("frames", sequence.frames());
    row.setField("frames_per_second", sequence.framesPerSecond());
    row.setField("image_width", sequence.imageWidth());
    row.setField("image_height", sequence.imageHeight());
    Coverage coverage = Coverage.of(sequence);
    for (LandmarkPart part : LandmarkPart.values()) {
      row.setField(part.columnName(), FloatList.of(sequence.part(part)));
      row.setField(part.columnName() + "_coverage", coverage.of(part));
    }
    row.setField("extracted_at", OffsetDateTime.now(ZoneOffset.UTC));
    for (String id : video.ids()) {
      row.setField("id", id);
      writer.write(row);
    }
    return coverage;
  }

  /** Writes a failure, a row for every id that has the content. */
  static void write(TableWriter writer, FailedVideo failed) {
    VideoWork video = failed.video();
    Record row = writer.newRow();
    row.setField("uri", video.name());
    row.setField("source_sha256", video.sha256());
    row.setField("frame_start", video.frameStart());
    row.setField("frame_end", video.frameEnd());
    row.setField("graph", video.graph());
    row.setField("kind", failed.kind().columnValue());
    row.setField("reason", failed.reason());
    row.setField("failed_at", OffsetDateTime.now(ZoneOffset.UTC));
    for (String id : video.ids()) {
      row.setField("id", id);
      writer.write(row);
    }
  }
}
