package org.pose2gloss.benchmarks.generate;

import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.List;
import org.apache.iceberg.Table;
import org.apache.iceberg.data.Record;
import org.pose2gloss.features.LandmarkPart;
import org.pose2gloss.features.LandmarkSequence;
import org.pose2gloss.tables.FloatList;
import org.pose2gloss.tables.TableWriter;
import org.pose2gloss.tables.WrittenFiles;

/** Rows of the tables of videos and landmarks, as ingest and extraction would make them. */
final class GeneratedRows {
  /** Bytes of a frame's landmarks before compression. */
  static final long BYTES_A_FRAME =
      Arrays.stream(LandmarkPart.values()).mapToLong(LandmarkPart::floatsPerFrame).sum()
          * Float.BYTES;

  /** Always the same, so that the same seed gives the same tables. */
  private static final OffsetDateTime WHEN =
      OffsetDateTime.of(2026, 1, 1, 0, 0, 0, 0, ZoneOffset.UTC);

  private final GeneratedLandmarks landmarks;

  GeneratedRows(GeneratedLandmarks landmarks) {
    this.landmarks = landmarks;
  }

  /** Files of the table of videos. */
  WrittenFiles videos(Table table, List<Clip> clips) {
    try (TableWriter writer = TableWriter.open(table)) {
      for (Clip clip : clips) {
        writer.write(video(writer.newRow(), clip));
      }
      return writer.complete();
    }
  }

  private Record video(Record row, Clip clip) {
    int frames = landmarks.frames(clip);
    row.setField("id", clip.id());
    row.setField("gloss", clip.gloss());
    row.setField("split", clip.split());
    row.setField("signer", clip.signer());
    row.setField("source", "generated");
    row.setField("uri", "generated:" + clip.id());
    row.setField("media", "video");
    row.setField("sha256", clip.sha256());
    row.setField("width", GeneratedLandmarks.IMAGE_WIDTH);
    row.setField("height", GeneratedLandmarks.IMAGE_HEIGHT);
    row.setField("frames_per_second", GeneratedLandmarks.FRAMES_PER_SECOND);
    row.setField("frames", frames);
    row.setField("duration_seconds", frames / GeneratedLandmarks.FRAMES_PER_SECOND);
    row.setField("frame_start", 1);
    row.setField("frame_end", -1);
    row.setField("language", "ase");
    row.setField("ingested_at", WHEN);
    return row;
  }

  /** Files of the table of landmarks. */
  WrittenFiles landmarks(Table table, List<Clip> clips) {
    try (TableWriter writer = TableWriter.open(table)) {
      for (Clip clip : clips) {
        writer.write(landmarks(writer.newRow(), clip));
      }
      return writer.complete();
    }
  }

  private Record landmarks(Record row, Clip clip) {
    LandmarkSequence sequence = landmarks.of(clip);
    row.setField("id", clip.id());
    row.setField("source_sha256", clip.sha256());
    row.setField("frame_start", 1);
    row.setField("frame_end", -1);
    row.setField("graph", "generated");
    row.setField("frames", sequence.frames());
    row.setField("frames_per_second", sequence.framesPerSecond());
    row.setField("image_width", sequence.imageWidth());
    row.setField("image_height", sequence.imageHeight());
    for (LandmarkPart part : LandmarkPart.values()) {
      row.setField(part.columnName(), FloatList.of(sequence.part(part)));
      row.setField(part.columnName() + "_coverage", (float) sequence.coverage(part));
    }
    row.setField("extracted_at", WHEN);
    return row;
  }
}
