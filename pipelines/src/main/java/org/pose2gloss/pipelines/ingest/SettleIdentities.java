package org.pose2gloss.pipelines.ingest;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import org.apache.beam.sdk.coders.KvCoder;
import org.apache.beam.sdk.coders.SerializableCoder;
import org.apache.beam.sdk.coders.StringUtf8Coder;
import org.apache.beam.sdk.transforms.DoFn;
import org.apache.beam.sdk.transforms.Flatten;
import org.apache.beam.sdk.transforms.PTransform;
import org.apache.beam.sdk.transforms.ParDo;
import org.apache.beam.sdk.transforms.WithKeys;
import org.apache.beam.sdk.transforms.join.CoGbkResult;
import org.apache.beam.sdk.transforms.join.CoGroupByKey;
import org.apache.beam.sdk.transforms.join.KeyedPCollectionTuple;
import org.apache.beam.sdk.values.KV;
import org.apache.beam.sdk.values.PCollection;
import org.apache.beam.sdk.values.PCollectionList;
import org.apache.beam.sdk.values.PCollectionTuple;
import org.apache.beam.sdk.values.TupleTag;
import org.apache.beam.sdk.values.TupleTagList;
import org.apache.beam.sdk.values.TypeDescriptors;
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

  /** Out: one for each input that the table has already. */
  static final TupleTag<Tally> UNCHANGED = new TupleTag<>("unchanged") {};

  private static final TupleTag<KV<String, Chosen>> CHOSEN_BY_CONTENT =
      new TupleTag<>("chosen-by-content") {};
  private static final TupleTag<KV<String, String>> KEPT_BY_CONTENT =
      new TupleTag<>("kept-by-content") {};
  private static final TupleTag<Chosen> RIVALS = new TupleTag<>("rivals") {};
  private static final TupleTag<String> KEPT = new TupleTag<>("kept") {};

  @Override
  public PCollectionTuple expand(PCollectionTuple input) {
    PCollectionTuple byId = settleIds(input.get(FOUND), input.get(KNOWN));
    PCollectionTuple byContent =
        settleContents(byId.get(CHOSEN_BY_CONTENT), byId.get(KEPT_BY_CONTENT));
    PCollection<Rejection> rejections =
        PCollectionList.of(byId.get(REJECTIONS))
            .and(byContent.get(REJECTIONS))
            .apply("Rejections", Flatten.pCollections());
    return PCollectionTuple.of(CHOSEN, byContent.get(CHOSEN))
        .and(REPLACED, byId.get(REPLACED))
        .and(UNCHANGED, byId.get(UNCHANGED))
        .and(REJECTIONS, rejections);
  }

  private static PCollectionTuple settleIds(PCollection<Found> found, PCollection<VideoRow> known) {
    PCollectionTuple settled =
        KeyedPCollectionTuple.of(
                FOUND,
                found.apply(
                    "IdOfFound",
                    WithKeys.of((Found one) -> one.row().id())
                        .withKeyType(TypeDescriptors.strings())))
            .and(
                KNOWN,
                known.apply(
                    "IdOfKnown", WithKeys.of(VideoRow::id).withKeyType(TypeDescriptors.strings())))
            .apply("ById", CoGroupByKey.create())
            .apply(
                "SameId",
                ParDo.of(new SameIdFn())
                    .withOutputTags(
                        CHOSEN_BY_CONTENT,
                        TupleTagList.of(KEPT_BY_CONTENT)
                            .and(REPLACED)
                            .and(REJECTIONS)
                            .and(UNCHANGED)));
    settled
        .get(CHOSEN_BY_CONTENT)
        .setCoder(KvCoder.of(StringUtf8Coder.of(), SerializableCoder.of(Chosen.class)));
    settled.get(KEPT_BY_CONTENT).setCoder(KvCoder.of(StringUtf8Coder.of(), StringUtf8Coder.of()));
    settled.get(REPLACED).setCoder(StringUtf8Coder.of());
    settled.get(REJECTIONS).setCoder(SerializableCoder.of(Rejection.class));
    settled.get(UNCHANGED).setCoder(SerializableCoder.of(Tally.class));
    return settled;
  }

  private static PCollectionTuple settleContents(
      PCollection<KV<String, Chosen>> chosen, PCollection<KV<String, String>> kept) {
    PCollectionTuple settled =
        KeyedPCollectionTuple.of(RIVALS, chosen)
            .and(KEPT, kept)
            .apply("ByContent", CoGroupByKey.create())
            .apply(
                "SameContent",
                ParDo.of(new SameContentFn()).withOutputTags(CHOSEN, TupleTagList.of(REJECTIONS)));
    settled.get(CHOSEN).setCoder(SerializableCoder.of(Chosen.class));
    settled.get(REJECTIONS).setCoder(SerializableCoder.of(Rejection.class));
    return settled;
  }

  static final class SameIdFn extends DoFn<KV<String, CoGbkResult>, KV<String, Chosen>> {
    @ProcessElement
    public void settle(@Element KV<String, CoGbkResult> id, MultiOutputReceiver out) {
      Iterator<VideoRow> inTable = id.getValue().getAll(KNOWN).iterator();
      Optional<VideoRow> known = inTable.hasNext() ? Optional.of(inTable.next()) : Optional.empty();
      List<Found> found = new ArrayList<>();
      id.getValue().getAll(FOUND).forEach(found::add);
      if (found.isEmpty()) {
        known.ifPresent(row -> out.get(KEPT_BY_CONTENT).output(KV.of(row.sha256(), row.id())));
        return;
      }
      Decision decision = Identities.sameId(found, known);
      decision.rejections().forEach(out.get(REJECTIONS)::output);
      if (decision.unchanged() != null) {
        VideoRow row = decision.unchanged();
        out.get(KEPT_BY_CONTENT).output(KV.of(row.sha256(), row.id()));
        out.get(UNCHANGED).output(new Tally(row.candidate().source(), Outcome.UNCHANGED));
      }
      if (decision.chosen() != null) {
        out.get(CHOSEN_BY_CONTENT)
            .output(KV.of(decision.chosen().row().sha256(), decision.chosen()));
        if (decision.chosen().outcome() == Outcome.UPDATED) {
          out.get(REPLACED).output(id.getKey());
        }
      }
    }
  }

  static final class SameContentFn extends DoFn<KV<String, CoGbkResult>, Chosen> {
    @ProcessElement
    public void settle(@Element KV<String, CoGbkResult> content, MultiOutputReceiver out) {
      List<Chosen> rivals = new ArrayList<>();
      content.getValue().getAll(RIVALS).forEach(rivals::add);
      List<String> kept = new ArrayList<>();
      content.getValue().getAll(KEPT).forEach(kept::add);
      for (Decision decision : Identities.sameContent(rivals, kept)) {
        decision.rejections().forEach(out.get(REJECTIONS)::output);
        if (decision.chosen() != null) {
          out.get(CHOSEN).output(decision.chosen());
        }
      }
    }
  }
}
