package org.pose2gloss.pipelines.ingest;

import java.util.Arrays;
import java.util.HashSet;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import org.apache.beam.sdk.coders.SerializableCoder;
import org.apache.beam.sdk.coders.StringUtf8Coder;
import org.apache.beam.sdk.transforms.DoFn;
import org.apache.beam.sdk.transforms.PTransform;
import org.apache.beam.sdk.transforms.ParDo;
import org.apache.beam.sdk.transforms.join.CoGbkResult;
import org.apache.beam.sdk.transforms.join.CoGroupByKey;
import org.apache.beam.sdk.transforms.join.KeyedPCollectionTuple;
import org.apache.beam.sdk.values.KV;
import org.apache.beam.sdk.values.PCollection;
import org.apache.beam.sdk.values.TupleTag;
import org.apache.iceberg.data.Record;
import org.pose2gloss.pipelines.ingest.source.Rejection;
import org.pose2gloss.tables.Tables;

/** Leaves out the rejections that the table holds already, word for word. */
final class NewRejections extends PTransform<PCollection<Rejection>, PCollection<Rejection>> {
  private static final TupleTag<Rejection> FOUND = new TupleTag<>("found") {};
  private static final TupleTag<String> KNOWN = new TupleTag<>("known") {};

  private final RunContext context;

  NewRejections(RunContext context) {
    this.context = context;
  }

  @Override
  public PCollection<Rejection> expand(PCollection<Rejection> rejections) {
    PCollection<KV<Integer, String>> known =
        rejections
            .getPipeline()
            .apply(
                "Known",
                new ReadRows<>(context, Tables.REJECTED, NewRejections::key, StringUtf8Coder.of()))
            .apply("KeyOfKnown", Buckets.by(key -> key));
    return KeyedPCollectionTuple.of(
            FOUND, rejections.apply("KeyOfFound", Buckets.by(NewRejections::key)))
        .and(KNOWN, known)
        .apply("ByKey", CoGroupByKey.create())
        .apply("New", ParDo.of(new NewFn()))
        .setCoder(SerializableCoder.of(Rejection.class));
  }

  private static String key(Rejection rejection) {
    return key(
        rejection.id(), rejection.uri(), rejection.entry(), rejection.source(), rejection.reason());
  }

  private static String key(Record row) {
    return key(
        row.getField("id"),
        row.getField("uri"),
        row.getField("entry"),
        row.getField("source"),
        row.getField("reason"));
  }

  private static String key(Object... parts) {
    return Arrays.stream(parts).map(Objects::toString).collect(Collectors.joining("\n"));
  }

  static final class NewFn extends DoFn<KV<Integer, CoGbkResult>, Rejection> {
    @ProcessElement
    public void choose(@Element KV<Integer, CoGbkResult> bucket, OutputReceiver<Rejection> out) {
      Set<String> known = new HashSet<>();
      bucket.getValue().getAll(KNOWN).forEach(known::add);
      for (Rejection rejection : bucket.getValue().getAll(FOUND)) {
        if (known.add(key(rejection))) {
          out.output(rejection);
        }
      }
    }
  }
}
