package org.pose2gloss.jobs;

import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import org.apache.iceberg.Table;
import org.apache.iceberg.data.Record;
import org.apache.spark.api.java.function.FlatMapFunction;
import org.apache.spark.util.CollectionAccumulator;
import org.pose2gloss.features.LabelEncoder;
import org.pose2gloss.features.SelectedPoints;
import org.pose2gloss.tables.FloatList;
import org.pose2gloss.tables.TableWriter;
import org.pose2gloss.tables.Tables;
import org.pose2gloss.tables.WrittenFiles;
import scala.Tuple2;

/**
 * Writes a part of the examples in the order in which they come. Holds one example at a time.
 *
 * @param options what to do
 * @param labels number of each gloss
 * @param examples the table whose files are written
 * @param written takes the files
 */
record WriteExamples(
    TransformJob.Options options,
    LabelEncoder labels,
    Table examples,
    CollectionAccumulator<WrittenFiles> written)
    implements FlatMapFunction<Iterator<Tuple2<ExamplePlace, AugmentedSequence>>, WrittenFiles> {
  @Override
  public Iterator<WrittenFiles> call(Iterator<Tuple2<ExamplePlace, AugmentedSequence>> rows) {
    try (TableWriter writer = TableWriter.open(examples)) {
      Record row = writer.newRow();
      row.setField(Tables.PREPARATION, options.preparation());
      while (rows.hasNext()) {
        Tuple2<ExamplePlace, AugmentedSequence> next = rows.next();
        fill(row, next._1(), next._2());
        writer.write(row);
      }
      WrittenFiles files = writer.complete();
      written.add(files);
      return List.of(files).iterator();
    }
  }

  private void fill(Record row, ExamplePlace place, AugmentedSequence sequence) {
    row.setField("id", place.id());
    row.setField("copy", place.copy());
    row.setField("split", sequence.split());
    row.setField("gloss", sequence.gloss());
    row.setField("label", labels.label(sequence.gloss()));
    row.setField("frames", sequence.frames());
    row.setField("points", sequence.points());
    row.setField("landmarks", sequence.landmarks());
    row.setField("xyz", FloatList.of(options.pad() ? padded(sequence) : sequence.xyz()));
  }

  private float[] padded(AugmentedSequence sequence) {
    int real = sequence.xyz().length;
    float[] all =
        Arrays.copyOf(
            sequence.xyz(),
            Math.multiplyExact(options.maxFrames(), sequence.points() * SelectedPoints.CHANNELS));
    Arrays.fill(all, real, all.length, options.padValue());
    return all;
  }
}
