package org.pose2gloss.jobs;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.iceberg.data.Record;
import org.pose2gloss.tables.Rows;
import org.pose2gloss.tables.SnapshotInfo;
import org.pose2gloss.tables.TableReader;
import org.pose2gloss.tables.TableWriter;
import org.pose2gloss.tables.Tables;

/**
 * Chooses the samples of a preparation and puts each into one split.
 *
 * <p>Labels are those of the table of videos now; only what has landmarks counts. Reads no
 * landmark: only ids, labels and numbers of frames, some hundred bytes a video, for which no Spark
 * is needed. Replaces what the table held of the same preparation, in one commit.
 */
final class SplitJob {
  /**
   * What was done.
   *
   * @param train training samples
   * @param validation validation samples
   * @param test test samples
   * @param glosses different glosses
   * @param leftOut videos with landmarks that are in no split
   * @param sameContent those of them whose content is in another split already
   */
  record Result(
      long train, long validation, long test, long glosses, long leftOut, long sameContent) {}

  /** What the table of landmarks says of a video. */
  private record Extracted(String sha256, int frameStart, int frameEnd, int frames) {}

  private final PreparationTables tables;
  private final SplitOptions options;

  SplitJob(PreparationTables tables, SplitOptions options) {
    this.tables = tables;
    this.options = options;
  }

  /**
   * Splits.
   *
   * @param landmarks version of the table of landmarks
   * @throws org.pose2gloss.command.UserException as {@link SplitPlan#of}
   */
  Result run(SnapshotInfo landmarks) {
    List<LabelledVideo> videos = labelled(landmarks);
    SplitPlan plan = SplitPlan.of(videos, options);
    plan.notices().forEach(System.err::println);
    try (TableWriter writer = TableWriter.open(tables.warehouse().openOrCreate(Tables.SAMPLES))) {
      for (SplitPlan.Sample sample : plan.samples()) {
        writer.write(row(writer, sample));
      }
      writer.replacePreparation(tables.preparation(), tables.note());
    }
    return new Result(
        plan.count(SplitPlan.TRAIN),
        plan.count(SplitPlan.VALIDATION),
        plan.count(SplitPlan.TEST),
        plan.glosses(),
        videos.size() - plan.samples().size(),
        plan.sameContent());
  }

  /** Every video whose present content has landmarks. */
  private List<LabelledVideo> labelled(SnapshotInfo version) {
    Map<String, Extracted> extracted = new HashMap<>();
    TableReader landmarks =
        tables
            .landmarks(version)
            .select("id", "source_sha256", "frame_start", "frame_end", "frames");
    try (Rows<Record> rows = landmarks.rows()) {
      for (Record row : rows) {
        extracted.put(
            (String) row.getField("id"),
            new Extracted(
                (String) row.getField("source_sha256"),
                number(row, "frame_start", 1),
                number(row, "frame_end", -1),
                number(row, "frames", 0)));
      }
    }
    List<LabelledVideo> videos = new ArrayList<>();
    TableReader labels =
        TableReader.of(tables.warehouse().existing(Tables.VIDEOS))
            .select("id", "gloss", "split", "signer", "language", "sha256");
    try (Rows<Record> rows = labels.rows()) {
      for (Record row : rows) {
        Extracted found = extracted.get((String) row.getField("id"));
        if (found != null && found.sha256().equals(row.getField("sha256"))) {
          videos.add(video(row, found));
        }
      }
    }
    return videos;
  }

  private static LabelledVideo video(Record row, Extracted found) {
    return new LabelledVideo(
        (String) row.getField("id"),
        (String) row.getField("gloss"),
        (String) row.getField("split"),
        (String) row.getField("signer"),
        (String) row.getField("language"),
        found.sha256(),
        found.frameStart(),
        found.frameEnd(),
        found.frames());
  }

  private static int number(Record row, String column, int otherwise) {
    Integer number = (Integer) row.getField(column);
    return number == null ? otherwise : number;
  }

  private Record row(TableWriter writer, SplitPlan.Sample sample) {
    LabelledVideo video = sample.video();
    Record row = writer.newRow();
    row.setField(Tables.PREPARATION, tables.preparation());
    row.setField("id", video.id());
    row.setField("gloss", video.gloss());
    row.setField("split", sample.split());
    row.setField("signer", video.signer());
    row.setField("language", video.language());
    row.setField("sha256", video.sha256());
    row.setField("frames", video.frames());
    return row;
  }
}
