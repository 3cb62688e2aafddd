package org.pose2gloss.pipelines.statistics;

import org.apache.beam.sdk.transforms.DoFn;
import org.apache.beam.sdk.values.KV;
import org.apache.beam.sdk.values.TupleTag;
import org.apache.iceberg.Table;
import org.apache.iceberg.data.Record;
import org.pose2gloss.tables.Rows;
import org.pose2gloss.tables.TableSplit;

/** Counts the rows of a part of the table; their ids go on to meet their labels. */
final class CountPart extends DoFn<TableSplit, LandmarkCounts> {
  static final TupleTag<LandmarkCounts> COUNTS = new TupleTag<>() {};
  static final TupleTag<KV<Integer, String>> IDS = new TupleTag<>() {};

  private static final long serialVersionUID = 1L;

  private final Described described;
  private final Table table;
  private final int buckets;

  CountPart(Described described, Table table, int buckets) {
    this.described = described;
    this.table = table;
    this.buckets = buckets;
  }

  @ProcessElement
  public void count(@Element TableSplit part, MultiOutputReceiver out) {
    LandmarkCounts counts = new LandmarkCounts();
    OutputReceiver<KV<Integer, String>> ids = out.get(IDS);
    try (Rows<Record> rows = part.rows(table)) {
      for (Record row : rows) {
        described.count(row, counts);
        if (described == Described.LANDMARKS) {
          String id = (String) row.getField("id");
          ids.output(KV.of(LabelBuckets.of(id, buckets), id));
        }
      }
    }
    out.get(COUNTS).output(counts);
  }
}
