package org.pose2gloss.pipelines.ingest;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.apache.beam.sdk.coders.SerializableCoder;
import org.apache.beam.sdk.coders.StringUtf8Coder;
import org.apache.beam.sdk.transforms.DoFn;
import org.apache.beam.sdk.transforms.Flatten;
import org.apache.beam.sdk.transforms.PTransform;
import org.apache.beam.sdk.transforms.ParDo;
import org.apache.beam.sdk.transforms.join.CoGbkResult;
import org.apache.beam.sdk.transforms.join.CoGroupByKey;
import org.apache.beam.sdk.transforms.join.KeyedPCollectionTuple;
import org.apache.beam.sdk.values.KV;
import org.apache.beam.sdk.values.PCollection;
import org.apache.beam.sdk.values.PCollectionList;
import org.apache.beam.sdk.values.PCollectionTuple;
import org.apache.beam.sdk.values.TupleTag;
import org.apache.beam.sdk.values.TupleTagList;
import org.pose2gloss.pipelines.ingest.source.Identities;
import org.pose2gloss.pipelines.ingest.source.Identities.Chosen;
import org.pose2gloss.pipelines.ingest.source.Identities.Decision;
import org.pose2gloss.pipelines.ingest.source.Identities.Found;
import org.pose2gloss.pipelines.ingest.source.Outcome;
import org.pose2gloss.pipelines.ingest.source.Rejection;
import org.pose2gloss.pipelines.ingest.source.VideoRow;

/** Brings rows of one id together, then rows of one content, and lets {@link Identities} decide. */
final class SettleIdentities extends PTransform<PCollectionTuple, PCollectionTuple> {
  /** In: what this run found. */
  static final TupleTag<Found> FOUND = new TupleTag<>("found") {};

  /** In: what the table holds. */
  static final TupleTag<VideoRow> KNOWN = new TupleTag<>("known") {};

  /** Out: rows to be written. */
  static final TupleTag<Chosen> CHOSEN = new TupleTag<>("chosen") {};

  /** Out: ids whose older rows go. */
  static final TupleTag<String> REPLACED = new TupleTag<>("replaced") {};

  /** Out: inputs that are not taken. */
  static final TupleTag<Rejection> REJECTIONS = new TupleTag<>("rejections") {};

  /** Out: what is counted of inputs that the table has already. */
  static final TupleTag<Counted> UNCHANGED = new TupleTag<>("unchanged") {};

  private static final TupleTag<Chosen> CHOSEN_BY_ID = new TupleTag<>("chosen-by-id") {};
  private static final TupleTag<Kept> KEPT = new TupleTag<>("kept") {};

  @Override
  public PCollectionTuple expand(PCollectionTuple input) {
    PCollectionTuple byId = settleIds(input.get(FOUND), input.get(KNOWN));
    PCollectionTuple byContent = settleContents(byId.get(CHOSEN_BY_ID), byId.get(KEPT));
    PCollection<Rejection> rejections =
        PCollectionList.of(byId.get(REJECTIONS))
            .and(byContent.get(REJECTIONS))
            .apply("Rejections", Flatten.pCollections());
    return PCollectionTuple.of(CHOSEN, byContent.get(CHOSEN))
        .and(REPLACED, byId.get(REPLACED))
        .and(UNCHANGED, byId.get(UNCHANGED))
        .and(REJECTIONS, rejections);
  }

  /** An id that the table holds and keeps, with its content. */
  record Kept(String content, String id) implements Serializable {}

  private static PCollectionTuple settleIds(PCollection<Found> found, PCollection<VideoRow> known) {
    PCollectionTuple settled =
        KeyedPCollectionTuple.of(FOUND, found.apply("IdOfFound", Buckets.by(one -> one.row().id())))
            .and(KNOWN, known.apply("IdOfKnown", Buckets.by(VideoRow::id)))
            .apply("ById", CoGroupByKey.create())
            .apply(
                "SameId",
                ParDo.of(new SameIdFn())
                    .withOutputTags(
                        CHOSEN_BY_ID,
                        TupleTagList.of(KEPT).and(REPLACED).and(REJECTIONS).and(UNCHANGED)));
    settled.get(CHOSEN_BY_ID).setCoder(SerializableCoder.of(Chosen.class));
    settled.get(KEPT).setCoder(SerializableCoder.of(Kept.class));
    settled.get(REPLACED).setCoder(StringUtf8Coder.of());
    settled.get(REJECTIONS).setCoder(SerializableCoder.of(Rejection.class));
    settled.get(UNCHANGED).setCoder(SerializableCoder.of(Counted.class));
    return settled;
  }

  private static PCollectionTuple settleContents(
      PCollection<Chosen> chosen, PCollection<Kept> kept) {
    PCollectionTuple settled =
        KeyedPCollectionTuple.of(
                CHOSEN_BY_ID,
                chosen.apply("ContentOfChosen", Buckets.by(one -> one.row().content())))
            .and(KEPT, kept.apply("ContentOfKept", Buckets.by(Kept::content)))
            .apply("ByContent", CoGroupByKey.create())
            .apply(
                "SameContent",
                ParDo.of(new SameContentFn()).withOutputTags(CHOSEN, TupleTagList.of(REJECTIONS)));
    settled.get(CHOSEN).setCoder(SerializableCoder.of(Chosen.class));
    settled.get(REJECTIONS).setCoder(SerializableCoder.of(Rejection.class));
    return settled;
  }

  static final class SameIdFn extends DoFn<KV<Integer, CoGbkResult>, Chosen> {
    @ProcessElement
    public void settle(@Element KV<Integer, CoGbkResult> bucket, MultiOutputReceiver out) {
      Map<String, VideoRow> known = new TreeMap<>();
      bucket.getValue().getAll(KNOWN).forEach(row -> known.put(row.id(), row));
      Map<String, List<Found>> found = new TreeMap<>();
      bucket
          .getValue()
          .getAll(FOUND)
          .forEach(one -> found.computeIfAbsent(one.row().id(), id -> new ArrayList<>()).add(one));
      found.forEach((id, rows) -> settle(rows, Optional.ofNullable(known.remove(id)), out));
      known.values().forEach(row -> out.get(KEPT).output(new Kept(row.content(), row.id())));
    }

    private static void settle(
        List<Found> found, Optional<VideoRow> known, MultiOutputReceiver out) {
      Decision decision = Identities.sameId(found, known);
      decision.rejections().forEach(out.get(REJECTIONS)::output);
      if (decision.unchanged() != null) {
        VideoRow row = decision.unchanged().row();
        out.get(KEPT).output(new Kept(row.content(), row.id()));
        out.get(UNCHANGED).output(new Counted.Ended(row.sample().source(), Outcome.UNCHANGED));
        out.get(UNCHANGED)
            .output(new Counted.Taken(row.sample().source(), decision.unchanged().place()));
      }
      if (decision.chosen() != null) {
        out.get(CHOSEN_BY_ID).output(decision.chosen());
        if (decision.chosen().outcome() == Outcome.UPDATED) {
          out.get(REPLACED).output(decision.chosen().row().id());
        }
      }
    }
  }

  static final class SameContentFn extends DoFn<KV<Integer, CoGbkResult>, Chosen> {
    @ProcessElement
    public void settle(@Element KV<Integer, CoGbkResult> bucket, MultiOutputReceiver out) {
      Map<String, List<String>> kept = new HashMap<>();
      bucket
          .getValue()
          .getAll(KEPT)
          .forEach(
              one ->
                  kept.computeIfAbsent(one.content(), content -> new ArrayList<>()).add(one.id()));
      Map<String, List<Chosen>> rivals = new TreeMap<>();
      bucket
          .getValue()
          .getAll(CHOSEN_BY_ID)
          .forEach(
              one ->
                  rivals
                      .computeIfAbsent(one.row().content(), content -> new ArrayList<>())
                      .add(one));
      rivals.forEach(
          (content, rows) -> {
            for (Decision decision :
                Identities.sameContent(rows, kept.getOrDefault(content, List.of()))) {
              decision.rejections().forEach(out.get(REJECTIONS)::output);
              if (decision.chosen() != null) {
                out.get(CHOSEN).output(decision.chosen());
              }
            }
          });
    }
  }
}
