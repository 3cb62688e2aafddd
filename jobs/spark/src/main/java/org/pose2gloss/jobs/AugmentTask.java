package org.pose2gloss.jobs;

import java.util.EnumMap;
import java.util.Map;
import org.apache.iceberg.Table;
import org.apache.iceberg.data.Record;
import org.apache.spark.api.java.function.Function;
import org.apache.spark.broadcast.Broadcast;
import org.apache.spark.util.CollectionAccumulator;
import org.apache.spark.util.LongAccumulator;
import org.pose2gloss.command.UserException;
import org.pose2gloss.features.Augmenter;
import org.pose2gloss.features.LandmarkPart;
import org.pose2gloss.features.PointSelection;
import org.pose2gloss.features.SelectedPoints;
import org.pose2gloss.tables.FloatList;
import org.pose2gloss.tables.Rows;
import org.pose2gloss.tables.TableSplit;
import org.pose2gloss.tables.TableWriter;
import org.pose2gloss.tables.Tables;
import org.pose2gloss.tables.WrittenFiles;

/**
 * Writes the rows of some samples: the chosen landmarks, and of training samples changed copies.
 * Holds one sample at a time.
 *
 * @param options what to do
 * @param landmarks the table that is read
 * @param augmented the table whose files are written
 * @param samples the samples of the preparation
 * @param done counts the samples
 * @param written takes the files
 */
record AugmentTask(
    AugmentJob.Options options,
    Table landmarks,
    Table augmented,
    Broadcast<Map<String, PreparationTables.Sample>> samples,
    LongAccumulator done,
    CollectionAccumulator<WrittenFiles> written)
    implements Function<TableSplit, WrittenFiles> {
  @Override
  public WrittenFiles call(TableSplit split) {
    PointSelection selection = PointSelection.of(options.landmarks());
    Augmenter augmenter = options.augmenter();
    try (Rows<Record> rows = split.rows(landmarks);
        TableWriter writer = TableWriter.open(augmented)) {
      for (Record row : rows) {
        PreparationTables.Sample sample = samples.value().get((String) row.getField("id"));
        if (sample != null) {
          write(sample, picked(row, selection), augmenter, writer);
          done.add(1);
        }
      }
      WrittenFiles files = writer.complete();
      written.add(files);
      return files;
    }
  }

  private void write(
      PreparationTables.Sample sample,
      SelectedPoints original,
      Augmenter augmenter,
      TableWriter writer) {
    Record row = writer.newRow();
    row.setField(Tables.PREPARATION, options.preparation());
    row.setField("id", sample.id());
    row.setField("gloss", sample.gloss());
    row.setField("split", sample.split());
    row.setField("points", original.points());
    row.setField("landmarks", options.landmarks());
    int copies = sample.split().equals(SplitPlan.TRAIN) ? options.copies() : 0;
    long seed = Augmenter.seedFor(options.seed(), sample.id());
    for (int copy = 0; copy <= copies; copy++) {
      SelectedPoints points = copy == 0 ? original : augmenter.copy(original, copy - 1, seed);
      row.setField("copy", copy);
      row.setField("frames", points.frames());
      row.setField("xyz", FloatList.of(points.xyz()));
      writer.write(row);
    }
  }

  private static SelectedPoints picked(Record row, PointSelection selection) {
    Map<LandmarkPart, float[]> parts = new EnumMap<>(LandmarkPart.class);
    for (LandmarkPart part : selection.parts()) {
      parts.put(part, FloatList.toArray(row.getField(part.columnName())));
    }
    try {
      return selection.pick((Integer) row.getField("frames"), parts);
    } catch (IllegalArgumentException e) {
      throw new UserException(
          String.format(
              "The landmarks of the sample '%s' cannot be used: %s; extract it again, or take it out"
                  + " of the table landmarks.",
              row.getField("id"), e.getMessage()),
          e);
    }
  }
}
