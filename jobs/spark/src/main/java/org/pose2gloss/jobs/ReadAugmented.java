package org.pose2gloss.jobs;

import java.util.Arrays;
import java.util.Iterator;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.apache.iceberg.Table;
import org.apache.iceberg.data.Record;
import org.apache.spark.TaskContext;
import org.apache.spark.api.java.function.PairFlatMapFunction;
import org.apache.spark.broadcast.Broadcast;
import org.apache.spark.util.TaskCompletionListener;
import org.pose2gloss.features.SelectedPoints;
import org.pose2gloss.tables.FloatList;
import org.pose2gloss.tables.Rows;
import org.pose2gloss.tables.TableSplit;
import scala.Tuple2;

/**
 * Reads a part of the table of augmented sequences: those that may be used, cut, each with its
 * place among the examples. Holds one row at a time.
 *
 * @param maxFrames frames that are kept
 * @param augmented the table
 * @param samples the samples whose sequences are used; they tell gloss and split, since what
 *     augment has read of them may be older than they are
 */
record ReadAugmented(
    int maxFrames, Table augmented, Broadcast<Map<String, PreparationTables.Sample>> samples)
    implements PairFlatMapFunction<TableSplit, ExamplePlace, AugmentedSequence> {
  static final String[] COLUMNS = {"id", "copy", "frames", "points", "landmarks", "xyz"};

  @Override
  public Iterator<Tuple2<ExamplePlace, AugmentedSequence>> call(TableSplit split) {
    Rows<Record> rows = split.rows(augmented);
    TaskCompletionListener closing = context -> rows.close();
    TaskContext.get().addTaskCompletionListener(closing);
    Stream<Tuple2<ExamplePlace, AugmentedSequence>> used =
        rows.stream().flatMap(row -> used(row).stream());
    return used.iterator();
  }

  private Optional<Tuple2<ExamplePlace, AugmentedSequence>> used(Record row) {
    String id = (String) row.getField("id");
    int copy = (Integer) row.getField("copy");
    PreparationTables.Sample sample = samples.value().get(id);
    if (sample == null || !sample.uses(copy)) {
      return Optional.empty();
    }
    int points = (Integer) row.getField("points");
    int frames = Math.min((Integer) row.getField("frames"), maxFrames);
    float[] xyz = FloatList.toArray(row.getField("xyz"));
    int numbers = frames * points * SelectedPoints.CHANNELS;
    return Optional.of(
        new Tuple2<>(
            ExamplePlace.of(id, copy),
            new AugmentedSequence(
                sample.split(),
                sample.gloss(),
                frames,
                points,
                (String) row.getField("landmarks"),
                xyz.length == numbers ? xyz : Arrays.copyOf(xyz, numbers))));
  }
}
