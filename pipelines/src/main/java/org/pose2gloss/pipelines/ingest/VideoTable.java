package org.pose2gloss.pipelines.ingest;

import java.time.OffsetDateTime;
import java.util.Locale;
import org.apache.iceberg.data.Record;
import org.pose2gloss.pipelines.ingest.source.Candidate;
import org.pose2gloss.pipelines.ingest.source.Media;
import org.pose2gloss.pipelines.ingest.source.MediaFacts;
import org.pose2gloss.pipelines.ingest.source.Rejection;
import org.pose2gloss.pipelines.ingest.source.SignRange;
import org.pose2gloss.pipelines.ingest.source.VideoRow;

/** Rows of the tables {@code videos} and {@code rejected}, from and to Iceberg's records. */
final class VideoTable {
  private VideoTable() {}

  static VideoRow read(Record row) {
    Candidate candidate =
        new Candidate(
            text(row, "id"),
            text(row, "gloss"),
            text(row, "split"),
            text(row, "signer"),
            text(row, "language"),
            text(row, "source"),
            text(row, "uri"),
            text(row, "entry"),
            Media.valueOf(text(row, "media").toUpperCase(Locale.ROOT)),
            SignRange.ofFrames(
                (Integer) row.getField("frame_start"), (Integer) row.getField("frame_end")));
    MediaFacts facts =
        new MediaFacts(
            text(row, "codec"),
            (Integer) row.getField("width"),
            (Integer) row.getField("height"),
            (Float) row.getField("frames_per_second"),
            (Integer) row.getField("frames"),
            (Float) row.getField("duration_seconds"));
    return new VideoRow(candidate, text(row, "sha256"), (Long) row.getField("bytes"), facts);
  }

  static void write(VideoRow video, OffsetDateTime ingestedAt, Record row) {
    Candidate candidate = video.candidate();
    MediaFacts facts = video.facts();
    row.setField("id", candidate.id());
    row.setField("gloss", candidate.gloss());
    row.setField("split", candidate.split());
    row.setField("signer", candidate.signer());
    row.setField("source", candidate.source());
    row.setField("uri", candidate.uri());
    row.setField("entry", candidate.entry());
    row.setField("media", candidate.media().columnValue());
    row.setField("sha256", video.sha256());
    row.setField("bytes", video.bytes());
    row.setField("codec", facts.codec());
    row.setField("width", facts.width());
    row.setField("height", facts.height());
    row.setField("frames_per_second", facts.framesPerSecond());
    row.setField("frames", facts.frames());
    row.setField("duration_seconds", facts.durationSeconds());
    row.setField("frame_start", candidate.range().firstFrame());
    row.setField("frame_end", candidate.range().lastFrame());
    row.setField("language", candidate.language());
    row.setField("ingested_at", ingestedAt);
  }

  static void write(Rejection rejection, OffsetDateTime rejectedAt, Record row) {
    row.setField("id", rejection.id());
    row.setField("uri", rejection.uri());
    row.setField("source", rejection.source());
    row.setField("reason", rejection.reason());
    row.setField("rejected_at", rejectedAt);
  }

  private static String text(Record row, String column) {
    return (String) row.getField(column);
  }
}
