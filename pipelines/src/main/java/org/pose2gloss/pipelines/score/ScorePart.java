package org.pose2gloss.pipelines.score;

import java.io.IOException;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.apache.beam.sdk.transforms.DoFn;
import org.apache.iceberg.Table;
import org.apache.iceberg.data.Record;
import org.pose2gloss.classifier.Example;
import org.pose2gloss.classifier.evaluation.Answer;
import org.pose2gloss.command.NativeCache;
import org.pose2gloss.features.LandmarkPart;
import org.pose2gloss.serving.model.ServedModel;
import org.pose2gloss.tables.FloatList;
import org.pose2gloss.tables.Rows;
import org.pose2gloss.tables.TableSplit;
import org.pose2gloss.tables.TableWriter;
import org.pose2gloss.tables.WrittenFiles;

/** Predicts for the rows of a part of the table of landmarks, into a file that nobody sees yet. */
final class ScorePart extends DoFn<TableSplit, WrittenFiles> {
  /** Rows that go through the network together. */
  private static final int TOGETHER = 32;

  private static final long serialVersionUID = 1L;

  private final Table landmarks;
  private final Table predictions;
  private final ScoredModel scored;
  private final String runId;
  private transient ServedModel model;

  ScorePart(Table landmarks, Table predictions, ScoredModel scored, String runId) {
    this.landmarks = landmarks;
    this.predictions = predictions;
    this.scored = scored;
    this.runId = runId;
  }

  @Setup
  public void load() throws IOException {
    NativeCache.prepare();
    model = scored.load();
  }

  @Teardown
  public void release() {
    if (model != null) {
      model.release();
      model = null;
    }
  }

  @ProcessElement
  public void score(@Element TableSplit part, OutputReceiver<WrittenFiles> out) {
    try (Rows<Record> rows = part.rows(landmarks);
        TableWriter writer = TableWriter.open(predictions)) {
      List<Example> clips = new ArrayList<>();
      for (Record row : rows) {
        clips.add(clip(row));
        if (clips.size() == TOGETHER) {
          predict(clips, writer);
          clips.clear();
        }
      }
      predict(clips, writer);
      out.output(writer.complete());
    }
  }

  private Example clip(Record row) {
    Map<LandmarkPart, float[]> parts = new EnumMap<>(LandmarkPart.class);
    for (LandmarkPart part : LandmarkPart.values()) {
      parts.put(part, FloatList.toArray(row.getField(part.columnName())));
    }
    return model
        .preparation()
        .clip((String) row.getField("id"), (Integer) row.getField("frames"), parts);
  }

  private void predict(List<Example> clips, TableWriter writer) {
    float[][] probabilities = model.predict(clips);
    for (int i = 0; i < clips.size(); i++) {
      int best = Answer.mostProbable(probabilities[i]);
      Record row = writer.newRow();
      row.setField("run_id", runId);
      row.setField("id", clips.get(i).id());
      row.setField("predicted", model.glosses().get(best));
      row.setField("probability", probabilities[i][best]);
      row.setField("frames", clips.get(i).frames());
      writer.write(row);
    }
  }
}
