package org.pose2gloss.pipelines.statistics;

import java.io.Serializable;
import java.util.HashMap;
import java.util.Map;
import org.apache.beam.sdk.Pipeline;
import org.apache.beam.sdk.coders.KvCoder;
import org.apache.beam.sdk.coders.SerializableCoder;
import org.apache.beam.sdk.coders.StringUtf8Coder;
import org.apache.beam.sdk.coders.VarIntCoder;
import org.apache.beam.sdk.transforms.Create;
import org.apache.beam.sdk.transforms.DoFn;
import org.apache.beam.sdk.transforms.ParDo;
import org.apache.beam.sdk.transforms.join.CoGbkResult;
import org.apache.beam.sdk.transforms.join.CoGroupByKey;
import org.apache.beam.sdk.transforms.join.KeyedPCollectionTuple;
import org.apache.beam.sdk.values.KV;
import org.apache.beam.sdk.values.PCollection;
import org.apache.beam.sdk.values.TupleTag;
import org.apache.iceberg.Table;
import org.apache.iceberg.data.Record;
import org.pose2gloss.tables.Rows;
import org.pose2gloss.tables.TableReader;

/**
 * Brings the ids of landmarks and the labels of videos together in buckets of ids, some thousands
 * each: a group for every id would cost Beam's direct runner ten milliseconds each.
 */
final class LabelBuckets {
  private static final long IDS_A_BUCKET = 5_000;
  private static final int MOST = 4_096;
  private static final TupleTag<String> ID = new TupleTag<>() {};
  private static final TupleTag<Label> LABEL = new TupleTag<>() {};

  private LabelBuckets() {}

  /** What a video shows. */
  record Label(String id, String gloss, String split) implements Serializable {}

  /** How many buckets a table wants. */
  static int count(long rows) {
    return (int) Math.max(1, Math.min(MOST, rows / IDS_A_BUCKET));
  }

  /** The bucket of an id. */
  static int of(String id, int buckets) {
    return Math.floorMod(id.hashCode(), buckets);
  }

  /**
   * Labels of a version of the table of videos, in their buckets.
   *
   * @param videos the table, null if there is none
   */
  static PCollection<KV<Integer, Label>> labels(
      Pipeline pipeline, Table videos, Long snapshot, int buckets) {
    KvCoder<Integer, Label> coder = KvCoder.of(VarIntCoder.of(), SerializableCoder.of(Label.class));
    return videos == null
        ? pipeline.apply("NoLabels", Create.empty(coder))
        : pipeline
            .apply("Videos", Create.of(snapshot))
            .apply("Labels", ParDo.of(new ReadLabels(videos, buckets)))
            .setCoder(coder);
  }

  /** Counts of the labels that the ids have. */
  static PCollection<LandmarkCounts> counts(
      PCollection<KV<Integer, String>> ids, PCollection<KV<Integer, Label>> labels) {
    return KeyedPCollectionTuple.of(
            ID, ids.setCoder(KvCoder.of(VarIntCoder.of(), StringUtf8Coder.of())))
        .and(LABEL, labels)
        .apply("Meet", CoGroupByKey.create())
        .apply("CountLabels", ParDo.of(new CountLabels()));
  }

  private static final class ReadLabels extends DoFn<Long, KV<Integer, Label>> {
    private static final long serialVersionUID = 1L;

    private final Table videos;
    private final int buckets;

    ReadLabels(Table videos, int buckets) {
      this.videos = videos;
      this.buckets = buckets;
    }

    @ProcessElement
    public void read(@Element Long snapshot, OutputReceiver<KV<Integer, Label>> out) {
      TableReader reader = TableReader.of(videos).at(snapshot).select("id", "gloss", "split");
      try (Rows<Record> rows = reader.rows()) {
        for (Record row : rows) {
          String id = (String) row.getField("id");
          out.output(
              KV.of(
                  of(id, buckets),
                  new Label(id, (String) row.getField("gloss"), (String) row.getField("split"))));
        }
      }
    }
  }

  private static final class CountLabels extends DoFn<KV<Integer, CoGbkResult>, LandmarkCounts> {
    private static final long serialVersionUID = 1L;

    @ProcessElement
    public void count(
        @Element KV<Integer, CoGbkResult> bucket, OutputReceiver<LandmarkCounts> out) {
      Map<String, Integer> seen = new HashMap<>();
      for (String id : bucket.getValue().getAll(ID)) {
        seen.merge(id, 1, Integer::sum);
      }
      LandmarkCounts counts = new LandmarkCounts();
      for (Label label : bucket.getValue().getAll(LABEL)) {
        Integer rows = seen.remove(label.id());
        if (rows != null) {
          counts.addLabel(label.gloss(), label.split());
          counts.addDuplicates(rows - 1);
        }
      }
      seen.forEach(
          (id, rows) -> {
            counts.addLabel(null, null);
            counts.addDuplicates(rows - 1);
          });
      out.output(counts);
    }
  }
}
