package org.pose2gloss.pipelines.statistics;

import org.apache.beam.sdk.transforms.DoFn;
import org.apache.beam.sdk.values.KV;
import org.apache.beam.sdk.values.TupleTag;
import org.apache.iceberg.CombinedScanTask;
import org.apache.iceberg.Table;
import org.pose2gloss.tables.TableParts;

/** Counts the rows of a part of the table; their ids go on to meet their labels. */
final class CountPart extends DoFn<CombinedScanTask, LandmarkCounts> {
  static final TupleTag<LandmarkCounts> COUNTS = new TupleTag<>() {};
  static final TupleTag<KV<Integer, String>> IDS = new TupleTag<>() {};

  private static final long serialVersionUID = 1L;

  private final Table landmarks;
  private final int buckets;

  CountPart(Table landmarks, int buckets) {
    this.landmarks = landmarks;
    this.buckets = buckets;
  }

  @ProcessElement
  public void count(@Element CombinedScanTask part, MultiOutputReceiver out) {
    LandmarkCounts counts = new LandmarkCounts();
    OutputReceiver<KV<Integer, String>> ids = out.get(IDS);
    TableParts.forEach(
        landmarks,
        part,
        row -> {
          counts.add(row);
          String id = (String) row.getField("id");
          ids.output(KV.of(LabelBuckets.of(id, buckets), id));
        },
        LandmarkCounts.columns());
    out.get(COUNTS).output(counts);
  }
}
