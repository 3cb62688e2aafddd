package org.pose2gloss.pipelines.ingest;

import java.util.HashMap;
import java.util.Map;
import org.apache.beam.sdk.coders.SerializableCoder;
import org.apache.beam.sdk.metrics.Counter;
import org.apache.beam.sdk.metrics.Metrics;
import org.apache.beam.sdk.transforms.DoFn;
import org.apache.beam.sdk.transforms.PTransform;
import org.apache.beam.sdk.transforms.ParDo;
import org.apache.beam.sdk.transforms.join.CoGbkResult;
import org.apache.beam.sdk.transforms.join.CoGroupByKey;
import org.apache.beam.sdk.transforms.join.KeyedPCollectionTuple;
import org.apache.beam.sdk.values.KV;
import org.apache.beam.sdk.values.PCollectionTuple;
import org.apache.beam.sdk.values.TupleTag;
import org.apache.beam.sdk.values.TupleTagList;
import org.apache.hadoop.conf.Configuration;
import org.pose2gloss.command.NativeCache;
import org.pose2gloss.pipelines.ingest.ListSources.Listed;
import org.pose2gloss.pipelines.ingest.source.Identities.Found;
import org.pose2gloss.pipelines.ingest.source.Inspector;
import org.pose2gloss.pipelines.ingest.source.Rejection;
import org.pose2gloss.pipelines.ingest.source.Storage;
import org.pose2gloss.pipelines.ingest.source.VideoRow;

/**
 * Opens the files of every candidate, spread over all workers, unless the table knows them already.
 */
final class InspectFiles extends PTransform<PCollectionTuple, PCollectionTuple> {
  /** In: what the sources list. */
  static final TupleTag<Listed> LISTED = new TupleTag<>("listed") {};

  /** In: what the table holds. */
  static final TupleTag<VideoRow> KNOWN = new TupleTag<>("known") {};

  /** Out: rows. */
  static final TupleTag<Found> FOUND = new TupleTag<>("found") {};

  /** Out: candidates of which no file can be used. */
  static final TupleTag<Rejection> REJECTIONS = new TupleTag<>("rejections") {};

  /** Out: files that cannot be used. */
  static final TupleTag<IngestReport.Unusable> UNUSABLE = new TupleTag<>("unusable") {};

  /** Name of the counter that says how far a run has come. */
  static final String INSPECTED = "inspected";

  private final RunContext context;

  InspectFiles(RunContext context) {
    this.context = context;
  }

  @Override
  public PCollectionTuple expand(PCollectionTuple input) {
    PCollectionTuple inspected =
        // One worker has listed them; in buckets they go to all.
        KeyedPCollectionTuple.of(
                LISTED,
                input
                    .get(LISTED)
                    .apply(
                        "IdOfListed",
                        Buckets.by(one -> one.candidate().sample().id(), Buckets.FOR_FILES)))
            .and(
                KNOWN,
                input.get(KNOWN).apply("IdOfKnown", Buckets.by(VideoRow::id, Buckets.FOR_FILES)))
            .apply("ById", CoGroupByKey.create())
            .apply(
                "Inspect",
                ParDo.of(new InspectFn(context))
                    .withOutputTags(FOUND, TupleTagList.of(REJECTIONS).and(UNUSABLE)));
    inspected.get(FOUND).setCoder(SerializableCoder.of(Found.class));
    inspected.get(REJECTIONS).setCoder(SerializableCoder.of(Rejection.class));
    inspected.get(UNUSABLE).setCoder(SerializableCoder.of(IngestReport.Unusable.class));
    return inspected;
  }

  static final class InspectFn extends DoFn<KV<Integer, CoGbkResult>, Found> {
    private final Counter done = Metrics.counter(Ingest.METRICS, INSPECTED);
    private final RunContext context;
    private transient Inspector inspector;

    InspectFn(RunContext context) {
      this.context = context;
    }

    @Setup
    public void setUp() {
      NativeCache.prepare();
      Storage storage =
          new Storage(context.catalog().configuration(new Configuration()), context.limits());
      inspector = new Inspector(storage, context.probes());
    }

    @Teardown
    public void tearDown() {
      if (inspector != null) {
        inspector.close();
      }
    }

    @ProcessElement
    public void inspect(@Element KV<Integer, CoGbkResult> bucket, MultiOutputReceiver out) {
      Map<String, VideoRow> known = new HashMap<>();
      if (!context.readAll()) {
        bucket.getValue().getAll(KNOWN).forEach(row -> known.put(row.id(), row));
      }
      for (Listed listed : bucket.getValue().getAll(LISTED)) {
        inspect(listed, known.get(listed.candidate().sample().id()), out);
        done.inc();
      }
    }

    private void inspect(Listed listed, VideoRow known, MultiOutputReceiver out) {
      Inspector.Finding finding = inspector.inspect(listed.candidate(), known);
      String id = listed.candidate().sample().id();
      String source = listed.candidate().sample().source();
      String takenFrom = null;
      if (finding.row() == null) {
        out.get(REJECTIONS).output(finding.rejection());
      } else {
        takenFrom = finding.row().file().uri();
        out.get(FOUND).output(new Found(finding.row(), listed.sourceOrder(), finding.place()));
      }
      for (Inspector.Unusable one : finding.unusable()) {
        out.get(UNUSABLE)
            .output(
                new IngestReport.Unusable(
                    source, id, one.file().uri(), one.file().entry(), one.reason(), takenFrom));
      }
    }
  }
}
