package org.pose2gloss.pipelines.ingest;

import org.apache.beam.sdk.coders.SerializableCoder;
import org.apache.beam.sdk.transforms.DoFn;
import org.apache.beam.sdk.transforms.PTransform;
import org.apache.beam.sdk.transforms.ParDo;
import org.apache.beam.sdk.transforms.Reshuffle;
import org.apache.beam.sdk.values.KV;
import org.apache.beam.sdk.values.PCollection;
import org.apache.beam.sdk.values.PCollectionTuple;
import org.apache.beam.sdk.values.TupleTag;
import org.apache.beam.sdk.values.TupleTagList;
import org.apache.hadoop.conf.Configuration;
import org.pose2gloss.pipelines.ingest.source.Candidate;
import org.pose2gloss.pipelines.ingest.source.Identities.Found;
import org.pose2gloss.pipelines.ingest.source.Inspector;
import org.pose2gloss.pipelines.ingest.source.MediaProbes;
import org.pose2gloss.pipelines.ingest.source.Rejection;
import org.pose2gloss.pipelines.ingest.source.Storage;
import org.pose2gloss.tables.CatalogOptions;

/** Opens every candidate's file, spread over all workers. */
final class InspectFiles extends PTransform<PCollection<KV<Integer, Candidate>>, PCollectionTuple> {
  static final TupleTag<Found> FOUND = new TupleTag<>("found") {};
  static final TupleTag<Rejection> REJECTIONS = new TupleTag<>("rejections") {};

  /**
   * Portions that the files are divided into: enough for every core of a cluster, few enough that a
   * runner which starts each portion anew, as the direct one does, spends its time on files.
   */
  private static final int PORTIONS = 128;

  private final CatalogOptions catalog;
  private final MediaProbes probes;

  InspectFiles(CatalogOptions catalog, MediaProbes probes) {
    this.catalog = catalog;
    this.probes = probes;
  }

  @Override
  public PCollectionTuple expand(PCollection<KV<Integer, Candidate>> candidates) {
    PCollectionTuple inspected =
        candidates
            // One worker has listed them; without this the same one would open them all.
            .apply(
                "Spread", Reshuffle.<KV<Integer, Candidate>>viaRandomKey().withNumBuckets(PORTIONS))
            .apply(
                "Inspect",
                ParDo.of(new InspectFn(catalog, probes))
                    .withOutputTags(FOUND, TupleTagList.of(REJECTIONS)));
    inspected.get(FOUND).setCoder(SerializableCoder.of(Found.class));
    inspected.get(REJECTIONS).setCoder(SerializableCoder.of(Rejection.class));
    return inspected;
  }

  static final class InspectFn extends DoFn<KV<Integer, Candidate>, Found> {
    private final CatalogOptions catalog;
    private final MediaProbes probes;
    private transient Inspector inspector;

    InspectFn(CatalogOptions catalog, MediaProbes probes) {
      this.catalog = catalog;
      this.probes = probes;
    }

    @Setup
    public void setUp() {
      inspector = new Inspector(new Storage(catalog.configuration(new Configuration())), probes);
    }

    @ProcessElement
    public void inspect(@Element KV<Integer, Candidate> candidate, MultiOutputReceiver out) {
      Inspector.Finding finding = inspector.inspect(candidate.getValue());
      if (finding.row() != null) {
        out.get(FOUND).output(new Found(finding.row(), candidate.getKey()));
      } else {
        out.get(REJECTIONS).output(finding.rejection());
      }
    }
  }
}
