package org.pose2gloss.pipelines.ingest;

import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.apache.beam.sdk.Pipeline;
import org.apache.beam.sdk.PipelineResult;
import org.apache.beam.sdk.coders.KvCoder;
import org.apache.beam.sdk.coders.SerializableCoder;
import org.apache.beam.sdk.coders.VarIntCoder;
import org.apache.beam.sdk.transforms.Count;
import org.apache.beam.sdk.transforms.Create;
import org.apache.beam.sdk.transforms.Flatten;
import org.apache.beam.sdk.transforms.GroupByKey;
import org.apache.beam.sdk.transforms.MapElements;
import org.apache.beam.sdk.transforms.ParDo;
import org.apache.beam.sdk.transforms.WithKeys;
import org.apache.beam.sdk.values.KV;
import org.apache.beam.sdk.values.PCollection;
import org.apache.beam.sdk.values.PCollectionList;
import org.apache.beam.sdk.values.PCollectionTuple;
import org.apache.beam.sdk.values.TypeDescriptor;
import org.apache.beam.sdk.values.TypeDescriptors;
import org.apache.hadoop.conf.Configuration;
import org.apache.iceberg.SerializableTable;
import org.apache.iceberg.Table;
import org.apache.iceberg.data.Record;
import org.pose2gloss.pipelines.beam.Failures;
import org.pose2gloss.pipelines.beam.Runner;
import org.pose2gloss.pipelines.ingest.CommitTables.Part;
import org.pose2gloss.pipelines.ingest.IngestResult.SourceCounts;
import org.pose2gloss.pipelines.ingest.source.Identities.Chosen;
import org.pose2gloss.pipelines.ingest.source.IngestException;
import org.pose2gloss.pipelines.ingest.source.Rejection;
import org.pose2gloss.pipelines.ingest.source.Source;
import org.pose2gloss.pipelines.ingest.source.Storage;
import org.pose2gloss.pipelines.ingest.source.VideoRow;
import org.pose2gloss.tables.Reasons;
import org.pose2gloss.tables.SnapshotInfo;
import org.pose2gloss.tables.TableException;
import org.pose2gloss.tables.Tables;
import org.pose2gloss.tables.Warehouse;

/**
 * Ingest: takes every sample that the sources list into the table of videos, on any Beam runner.
 *
 * <p>Each file is hashed and probed where it lies, unless the table knows it already; what cannot
 * be used goes to the table of rejections with a reason, and stops nothing. An id stands for one
 * content and a content for one id. A run changes each table in one commit at its very end, or not
 * at all; a run that finds nothing new changes nothing.
 */
public final class Ingest {
  private static final TypeDescriptor<Part> PART = TypeDescriptor.of(Part.class);
  private static final TypeDescriptor<Counted> COUNTED = TypeDescriptor.of(Counted.class);

  /** Namespace of the counters. */
  static final String METRICS = "pose2gloss.ingest";

  private Ingest() {}

  /**
   * Runs ingest and waits until it is done, with progress on stderr.
   *
   * @param options what to do
   * @param runner where to do it, see {@link Runner}
   * @throws IngestException if a source cannot be used at all, or the run fails; no row is then
   *     written to the table of videos
   * @throws TableException if the tables cannot be reached or were changed by someone else
   *     meanwhile
   */
  public static IngestResult run(IngestOptions options, Runner runner) {
    Instant start = Instant.now();
    try (Warehouse warehouse = Warehouse.open(options.catalog(), new Configuration())) {
      Storage storage =
          new Storage(warehouse.options().configuration(new Configuration()), options.limits());
      options.sources().forEach(source -> source.check(storage));
      RunContext context = context(warehouse, options, start);
      try {
        Pipeline pipeline = Pipeline.create(runner.options());
        build(pipeline, options, context);
        runToEnd(pipeline);
        Summary summary = Summary.read(context);
        List<SourceCounts> counts = summary.counts(options.sources());
        return new IngestResult(
            SourceCounts.sum("all", counts),
            counts,
            summary.report(options.sources()),
            snapshotId(warehouse, Tables.VIDEOS),
            snapshotId(warehouse, Tables.REJECTED),
            Duration.between(start, Instant.now()).toMillis() / 1000.0);
      } finally {
        Summary.delete(context);
      }
    }
  }

  private static RunContext context(Warehouse warehouse, IngestOptions options, Instant start) {
    Table videos = warehouse.openOrCreate(Tables.VIDEOS);
    Table rejected = warehouse.openOrCreate(Tables.REJECTED);
    return new RunContext(
        warehouse.options(),
        options.probes(),
        options.limits(),
        options.readAll(),
        "ingest-" + UUID.randomUUID(),
        options.runId(),
        start.truncatedTo(ChronoUnit.MICROS),
        SerializableTable.copyOf(videos),
        SerializableTable.copyOf(rejected),
        currentSnapshotId(videos),
        currentSnapshotId(rejected));
  }

  private static Long currentSnapshotId(Table table) {
    return table.currentSnapshot() == null ? null : table.currentSnapshot().snapshotId();
  }

  private static void build(Pipeline pipeline, IngestOptions options, RunContext context) {
    PCollectionTuple listed =
        pipeline
            .apply("Sources", sources(options.sources()))
            .apply("ListSources", new ListSources(context));
    PCollection<VideoRow> known =
        pipeline.apply(
            "KnownVideos",
            new ReadRows<>(
                context, Tables.VIDEOS, VideoTable::read, SerializableCoder.of(VideoRow.class)));
    PCollectionTuple inspected =
        PCollectionTuple.of(InspectFiles.LISTED, listed.get(ListSources.LISTED))
            .and(InspectFiles.KNOWN, known)
            .apply("InspectFiles", new InspectFiles(context));
    PCollectionTuple settled =
        PCollectionTuple.of(SettleIdentities.FOUND, inspected.get(InspectFiles.FOUND))
            .and(SettleIdentities.KNOWN, known)
            .apply("SettleIdentities", new SettleIdentities());
    PCollection<Chosen> chosen = settled.get(SettleIdentities.CHOSEN);
    PCollection<Rejection> rejections =
        PCollectionList.of(listed.get(ListSources.REJECTIONS))
            .and(inspected.get(InspectFiles.REJECTIONS))
            .and(settled.get(SettleIdentities.REJECTIONS))
            .apply("Rejections", Flatten.pCollections());

    PCollection<Counted> counted =
        PCollectionList.of(listed.get(ListSources.SKIPPED))
            .and(settled.get(SettleIdentities.UNCHANGED))
            .and(
                chosen.apply(
                    "CountChosen",
                    MapElements.into(COUNTED)
                        .via(one -> new Counted.Ended(one.row().sample().source(), one.outcome()))))
            .and(
                chosen.apply(
                    "CountPlaces",
                    MapElements.into(COUNTED)
                        .via(one -> new Counted.Taken(one.row().sample().source(), one.place()))))
            .and(
                rejections.apply(
                    "CountRejections",
                    MapElements.into(COUNTED)
                        .via(one -> new Counted.Ended(one.source(), one.outcome()))))
            .apply("Counted", Flatten.pCollections())
            .setCoder(SerializableCoder.of(Counted.class));

    PCollectionList.of(
            pipeline.apply(
                "Begin",
                Create.<Part>of(new CommitTables.Begin())
                    .withCoder(SerializableCoder.of(Part.class))))
        .and(
            chosen
                .apply("WriteVideos", new WriteRows<>(context, Tables.VIDEOS, Ingest::writeChosen))
                .apply(
                    "VideoFiles",
                    MapElements.into(PART)
                        .via(files -> new CommitTables.Files(Tables.VIDEOS, files))))
        .and(
            rejections
                .apply("NewRejections", new NewRejections(context))
                .apply(
                    "WriteRejections", new WriteRows<>(context, Tables.REJECTED, VideoTable::write))
                .apply(
                    "RejectionFiles",
                    MapElements.into(PART)
                        .via(files -> new CommitTables.Files(Tables.REJECTED, files))))
        .and(
            settled
                .get(SettleIdentities.REPLACED)
                .apply("ReplacedIds", MapElements.into(PART).via(CommitTables.Replaced::new)))
        .and(
            counted
                .apply("Key", MapElements.into(TypeDescriptors.strings()).via(Counted::key))
                .apply("Count", Count.perElement())
                .apply(
                    "Counts",
                    MapElements.into(PART)
                        .via(
                            one ->
                                new CommitTables.Count(
                                    Counted.ofKey(one.getKey()), one.getValue()))))
        .and(
            listed
                .get(ListSources.MISSING)
                .apply("Missing", MapElements.into(PART).via(CommitTables.Missed::new)))
        .and(
            inspected
                .get(InspectFiles.UNUSABLE)
                .apply("Unusable", MapElements.into(PART).via(CommitTables.Refused::new)))
        .apply("All", Flatten.pCollections())
        .apply("OneCommit", WithKeys.<Integer, Part>of(0).withKeyType(TypeDescriptors.integers()))
        .apply("Gather", GroupByKey.create())
        .apply("CommitTables", ParDo.of(new CommitTables(context)));
  }

  private static void writeChosen(Chosen chosen, OffsetDateTime at, Record row) {
    VideoTable.write(chosen.row(), at, row);
  }

  private static Create.Values<KV<Integer, Source>> sources(List<Source> sources) {
    List<KV<Integer, Source>> ordered = new ArrayList<>();
    for (Source source : sources) {
      ordered.add(KV.of(ordered.size(), source));
    }
    return Create.of(ordered)
        .withCoder(KvCoder.of(VarIntCoder.of(), SerializableCoder.of(Source.class)));
  }

  private static void runToEnd(Pipeline pipeline) {
    try {
      PipelineResult.State state = RunProgress.follow(pipeline.run());
      if (state != PipelineResult.State.DONE) {
        throw new IngestException(
            String.format("Ingest ended as %s: look at the runner's log.", state));
      }
    } catch (RuntimeException e) {
      throw Failures.find(e, TableException.class, IngestException.class)
          .orElseGet(
              () ->
                  new IngestException(
                      String.format(
                          "Ingest failed and has changed no table of videos: %s",
                          Reasons.firstLine(Reasons.innermost(e))),
                      e));
    }
  }

  private static Long snapshotId(Warehouse warehouse, Tables table) {
    return warehouse.currentSnapshot(table).map(SnapshotInfo::snapshotId).orElse(null);
  }
}
