package org.pose2gloss.pipelines.score;

import org.apache.beam.sdk.transforms.DoFn;
import org.apache.beam.sdk.values.KV;
import org.apache.hadoop.conf.Configuration;
import org.pose2gloss.tables.CatalogOptions;
import org.pose2gloss.tables.CommitNote;
import org.pose2gloss.tables.Tables;
import org.pose2gloss.tables.Warehouse;
import org.pose2gloss.tables.WrittenFiles;

/** Puts everything that a run has predicted into the table at once; repeated, it does so once. */
final class CommitPredictions extends DoFn<KV<Integer, Iterable<WrittenFiles>>, Void> {
  private static final long serialVersionUID = 1L;

  private final CatalogOptions catalog;
  private final CommitNote note;

  CommitPredictions(CatalogOptions catalog, CommitNote note) {
    this.catalog = catalog;
    this.note = note;
  }

  @ProcessElement
  public void commit(@Element KV<Integer, Iterable<WrittenFiles>> written) {
    try (Warehouse warehouse = Warehouse.open(catalog, new Configuration())) {
      WrittenFiles.union(written.getValue()).append(warehouse.existing(Tables.PREDICTIONS), note);
    }
  }
}
