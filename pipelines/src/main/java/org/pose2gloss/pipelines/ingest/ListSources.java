package org.pose2gloss.pipelines.ingest;

import java.io.IOException;
import java.io.Serializable;
import org.apache.beam.sdk.coders.SerializableCoder;
import org.apache.beam.sdk.metrics.Counter;
import org.apache.beam.sdk.metrics.Metrics;
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
import org.pose2gloss.pipelines.ingest.source.Sample;
import org.pose2gloss.pipelines.ingest.source.Source;
import org.pose2gloss.pipelines.ingest.source.Storage;

/** Lists every source: candidates, missing samples, rejections, skipped inputs. */
final class ListSources extends PTransform<PCollection<KV<Integer, Source>>, PCollectionTuple> {
  static final TupleTag<Listed> LISTED = new TupleTag<>("listed") {};
  static final TupleTag<IngestReport.Missing> MISSING = new TupleTag<>("missing") {};
  static final TupleTag<Rejection> REJECTIONS = new TupleTag<>("rejections") {};
  static final TupleTag<Counted> SKIPPED = new TupleTag<>("skipped") {};

  /** Name of the counter of candidates, which is complete before the first is inspected. */
  static final String CANDIDATES = "candidates";

  private final RunContext context;

  ListSources(RunContext context) {
    this.context = context;
  }

  /**
   * A candidate.
   *
   * @param sourceOrder place of its source in the configuration, from 0
   */
  record Listed(Candidate candidate, int sourceOrder) implements Serializable {}

  @Override
  public PCollectionTuple expand(PCollection<KV<Integer, Source>> sources) {
    PCollectionTuple listed =
        sources.apply(
            "List",
            ParDo.of(new ListFn(context))
                .withOutputTags(LISTED, TupleTagList.of(MISSING).and(REJECTIONS).and(SKIPPED)));
    listed.get(LISTED).setCoder(SerializableCoder.of(Listed.class));
    listed.get(MISSING).setCoder(SerializableCoder.of(IngestReport.Missing.class));
    listed.get(REJECTIONS).setCoder(SerializableCoder.of(Rejection.class));
    listed.get(SKIPPED).setCoder(SerializableCoder.of(Counted.class));
    return listed;
  }

  static final class ListFn extends DoFn<KV<Integer, Source>, Listed> {
    private final Counter candidates = Metrics.counter(Ingest.METRICS, CANDIDATES);
    private final RunContext context;

    ListFn(RunContext context) {
      this.context = context;
    }

    @ProcessElement
    public void list(@Element KV<Integer, Source> source, MultiOutputReceiver out)
        throws IOException {
      Listing listing =
          new Listing() {
            @Override
            public void candidate(Candidate candidate) {
              out.get(LISTED).output(new Listed(candidate, source.getKey()));
              candidates.inc();
            }

            @Override
            public void missing(Sample sample, Rejection rejection) {
              out.get(REJECTIONS).output(rejection);
              out.get(MISSING)
                  .output(
                      new IngestReport.Missing(
                          sample.source(), sample.id(), sample.gloss(), sample.split()));
            }

            @Override
            public void rejected(Rejection rejection) {
              out.get(REJECTIONS).output(rejection);
            }

            @Override
            public void skipped() {
              out.get(SKIPPED).output(new Counted.Ended(source.getValue().name(), Outcome.SKIPPED));
            }
          };
      Storage storage =
          new Storage(context.catalog().configuration(new Configuration()), context.limits());
      source.getValue().list(storage, listing);
    }
  }
}
