package org.pose2gloss.pipelines.ingest;

import java.io.IOException;
import org.apache.beam.sdk.coders.KvCoder;
import org.apache.beam.sdk.coders.SerializableCoder;
import org.apache.beam.sdk.coders.VarIntCoder;
import org.apache.beam.sdk.transforms.DoFn;
import org.apache.beam.sdk.transforms.PTransform;
import org.apache.beam.sdk.transforms.ParDo;
import org.apache.beam.sdk.values.KV;
import org.apache.beam.sdk.values.PCollection;
import org.apache.beam.sdk.values.PCollectionTuple;
import org.apache.beam.sdk.values.TupleTag;
import org.apache.beam.sdk.values.TupleTagList;
import org.apache.hadoop.conf.Configuration;
import org.pose2gloss.pipelines.ingest.source.Candidate;
import org.pose2gloss.pipelines.ingest.source.Listing;
import org.pose2gloss.pipelines.ingest.source.Outcome;
import org.pose2gloss.pipelines.ingest.source.Rejection;
import org.pose2gloss.pipelines.ingest.source.Source;
import org.pose2gloss.pipelines.ingest.source.Storage;
import org.pose2gloss.tables.CatalogOptions;

/** Lists every source: candidates with the place of their source, rejections, skipped inputs. */
final class ListSources extends PTransform<PCollection<KV<Integer, Source>>, PCollectionTuple> {
  static final TupleTag<KV<Integer, Candidate>> CANDIDATES = new TupleTag<>("candidates") {};
  static final TupleTag<Rejection> REJECTIONS = new TupleTag<>("rejections") {};
  static final TupleTag<Tally> SKIPPED = new TupleTag<>("skipped") {};

  private final CatalogOptions catalog;

  ListSources(CatalogOptions catalog) {
    this.catalog = catalog;
  }

  @Override
  public PCollectionTuple expand(PCollection<KV<Integer, Source>> sources) {
    PCollectionTuple listed =
        sources.apply(
            "List",
            ParDo.of(new ListFn(catalog))
                .withOutputTags(CANDIDATES, TupleTagList.of(REJECTIONS).and(SKIPPED)));
    listed
        .get(CANDIDATES)
        .setCoder(KvCoder.of(VarIntCoder.of(), SerializableCoder.of(Candidate.class)));
    listed.get(REJECTIONS).setCoder(SerializableCoder.of(Rejection.class));
    listed.get(SKIPPED).setCoder(SerializableCoder.of(Tally.class));
    return listed;
  }

  static final class ListFn extends DoFn<KV<Integer, Source>, KV<Integer, Candidate>> {
    private final CatalogOptions catalog;

    ListFn(CatalogOptions catalog) {
      this.catalog = catalog;
    }

    @ProcessElement
    public void list(@Element KV<Integer, Source> source, MultiOutputReceiver out)
        throws IOException {
      Listing listing =
          new Listing() {
            @Override
            public void candidate(Candidate candidate) {
              out.get(CANDIDATES).output(KV.of(source.getKey(), candidate));
            }

            @Override
            public void rejected(Rejection rejection) {
              out.get(REJECTIONS).output(rejection);
            }

            @Override
            public void skipped() {
              out.get(SKIPPED).output(new Tally(source.getValue().name(), Outcome.SKIPPED));
            }
          };
      source.getValue().list(new Storage(catalog.configuration(new Configuration())), listing);
    }
  }
}
