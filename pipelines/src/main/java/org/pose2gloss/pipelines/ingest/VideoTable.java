package org.pose2gloss.pipelines.ingest;

import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Locale;
import org.apache.iceberg.data.Record;
import org.pose2gloss.pipelines.ingest.source.FileStamp;
import org.pose2gloss.pipelines.ingest.source.Media;
import org.pose2gloss.pipelines.ingest.source.MediaFacts;
import org.pose2gloss.pipelines.ingest.source.Rejection;
import org.pose2gloss.pipelines.ingest.source.Sample;
import org.pose2gloss.pipelines.ingest.source.SignRange;
import org.pose2gloss.pipelines.ingest.source.VideoRow;

/** Rows of the tables {@code videos} and {@code rejected}, from and to Iceberg's records. */
final class VideoTable {
  private VideoTable() {}

  static VideoRow read(Record row) {
    Sample sample =
        new Sample(
            text(row, "id"),
            text(row, "gloss"),
            text(row, "split"),
            text(row, "signer"),
            text(row, "language"),
            text(row, "source"),
            Media.valueOf(text(row, "media").toUpperCase(Locale.ROOT)),
            SignRange.ofFrames(
                (Integer) row.getField("frame_start"), (Integer) row.getField("frame_end")));
    OffsetDateTime modified = (OffsetDateTime) row.getField("modified_at");
    FileStamp file =
        new FileStamp(
            text(row, "uri"),
            text(row, "entry"),
            (Long) row.getField("bytes"),
            modified == null ? null : Long.valueOf(modified.toInstant().toEpochMilli()),
            (Long) row.getField("crc32"));
    MediaFacts facts =
        new MediaFacts(
            text(row, "codec"),
            (Integer) row.getField("width"),
            (Integer) row.getField("height"),
            (Float) row.getField("frames_per_second"),
            (Integer) row.getField("frames"),
            (Float) row.getField("duration_seconds"));
    return new VideoRow(sample, file, text(row, "sha256"), facts);
  }

  static void write(VideoRow video, OffsetDateTime ingestedAt, Record row) {
    Sample sample = video.sample();
    FileStamp file = video.file();
    MediaFacts facts = video.facts();
    row.setField("id", sample.id());
    row.setField("gloss", sample.gloss());
    row.setField("split", sample.split());
    row.setField("signer", sample.signer());
    row.setField("source", sample.source());
    row.setField("uri", file.uri());
    row.setField("entry", file.entry());
    row.setField("media", sample.media().columnValue());
    row.setField("sha256", video.sha256());
    row.setField("bytes", file.bytes());
    row.setField("codec", facts.codec());
    row.setField("width", facts.width());
    row.setField("height", facts.height());
    row.setField("frames_per_second", facts.framesPerSecond());
    row.setField("frames", facts.frames());
    row.setField("duration_seconds", facts.durationSeconds());
    row.setField("frame_start", sample.range().firstFrame());
    row.setField("frame_end", sample.range().lastFrame());
    row.setField("language", sample.language());
    row.setField("ingested_at", ingestedAt);
    row.setField(
        "modified_at",
        file.modifiedMillis() == null
            ? null
            : Instant.ofEpochMilli(file.modifiedMillis()).atOffset(ZoneOffset.UTC));
    row.setField("crc32", file.crc32());
  }

  static void write(Rejection rejection, OffsetDateTime rejectedAt, Record row) {
    row.setField("id", rejection.id());
    row.setField("uri", rejection.uri());
    row.setField("entry", rejection.entry());
    row.setField("source", rejection.source());
    row.setField("kind", rejection.outcome().columnValue());
    row.setField("reason", rejection.reason());
    row.setField("rejected_at", rejectedAt);
  }

  private static String text(Record row, String column) {
    return (String) row.getField(column);
  }
}
