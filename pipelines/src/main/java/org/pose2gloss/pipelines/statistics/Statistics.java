package org.pose2gloss.pipelines.statistics;

import java.io.BufferedInputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.apache.beam.sdk.Pipeline;
import org.apache.beam.sdk.PipelineResult;
import org.apache.beam.sdk.coders.SerializableCoder;
import org.apache.beam.sdk.transforms.Combine;
import org.apache.beam.sdk.transforms.Create;
import org.apache.beam.sdk.transforms.Flatten;
import org.apache.beam.sdk.transforms.ParDo;
import org.apache.beam.sdk.transforms.Reshuffle;
import org.apache.beam.sdk.values.PCollection;
import org.apache.beam.sdk.values.PCollectionList;
import org.apache.beam.sdk.values.PCollectionTuple;
import org.apache.beam.sdk.values.TupleTagList;
import org.apache.iceberg.HistoryEntry;
import org.apache.iceberg.SerializableTable;
import org.apache.iceberg.Table;
import org.pose2gloss.pipelines.beam.Failures;
import org.pose2gloss.pipelines.beam.Runner;
import org.pose2gloss.tables.Reasons;
import org.pose2gloss.tables.SnapshotInfo;
import org.pose2gloss.tables.TableException;
import org.pose2gloss.tables.TableReader;
import org.pose2gloss.tables.TableSplit;
import org.pose2gloss.tables.TableVersions;
import org.pose2gloss.tables.Tables;
import org.pose2gloss.tables.Warehouse;

/**
 * Makes the statistics of a version of the table of landmarks or of traces, on any Beam runner.
 *
 * <p>Every column of floats is read once, part by part of the table; the same version gives the
 * same statistics whatever the runner and however it divides the work. Memory does not grow with
 * the table: a part's counts take a megabyte, and there are at most about {@value #MOST_PARTS} of
 * them.
 */
public final class Statistics {
  private static final int MOST_PARTS = 64;

  private static final long SMALLEST_PART = 8 << 20;

  private Statistics() {}

  /**
   * Runs the pipeline and waits until it is done.
   *
   * <p>Labels are those of the table of videos: as it is now for the newest version of the
   * landmarks, and for an older one as it was when that was committed.
   *
   * @param described which table
   * @param version tag or number of a snapshot; blank = the newest
   * @param runner where to do it
   * @throws TableException if there is no such table or version, or a file cannot be read
   * @throws StatisticsException if the run fails
   */
  public static TableStatistics of(
      Warehouse warehouse, Described described, String version, Runner runner) {
    Table landmarks = warehouse.existing(described.table());
    SnapshotInfo snapshot = TableVersions.find(landmarks, version);
    Optional<Table> videos =
        described == Described.LANDMARKS && warehouse.exists(Tables.VIDEOS)
            ? Optional.of(warehouse.existing(Tables.VIDEOS))
            : Optional.empty();
    Long labels = videos.map(table -> labelsSnapshot(table, landmarks, snapshot)).orElse(null);
    String result =
        landmarks.locationProvider().newDataLocation("statistics-" + UUID.randomUUID() + ".tmp");
    try {
      Pipeline pipeline = Pipeline.create(runner.options());
      build(
          pipeline,
          described,
          landmarks,
          snapshot,
          labels == null ? null : videos.get(),
          labels,
          result);
      runToEnd(pipeline);
      return read(landmarks, result).statistics(source(landmarks, snapshot, labels));
    } finally {
      landmarks.io().deleteFile(result);
    }
  }

  private static TableStatistics.Source source(Table table, SnapshotInfo snapshot, Long labels) {
    return new TableStatistics.Source(
        table.name(),
        snapshot.snapshotId(),
        snapshot.timestamp().toString(),
        snapshot.bytes(),
        labels,
        table.schemas().get(table.snapshot(snapshot.snapshotId()).schemaId()).columns().stream()
            .map(column -> new TableStatistics.Column(column.name(), column.type().toString()))
            .toList());
  }

  /** Version of the labels for a version of the landmarks, null if there is none. */
  private static Long labelsSnapshot(Table videos, Table landmarks, SnapshotInfo snapshot) {
    if (videos.currentSnapshot() == null) {
      return null;
    }
    if (landmarks.currentSnapshot().snapshotId() == snapshot.snapshotId()) {
      return videos.currentSnapshot().snapshotId();
    }
    Long found = null;
    for (HistoryEntry entry : videos.history()) {
      boolean earlyEnough =
          !Instant.ofEpochMilli(entry.timestampMillis()).isAfter(snapshot.timestamp());
      // The oldest that is left, if all that were there then have been expired.
      if (videos.snapshot(entry.snapshotId()) != null && (earlyEnough || found == null)) {
        found = entry.snapshotId();
      }
    }
    return found;
  }

  private static void build(
      Pipeline pipeline,
      Described described,
      Table landmarks,
      SnapshotInfo snapshot,
      Table videos,
      Long labelsSnapshot,
      String result) {
    Table sent = SerializableTable.copyOf(landmarks);
    int buckets = LabelBuckets.count(snapshot.rows());
    List<TableSplit> parts =
        TableReader.of(landmarks)
            .at(snapshot.snapshotId())
            .select(described.columns())
            .splits(Math.max(SMALLEST_PART, snapshot.bytes() / MOST_PARTS + 1));
    PCollectionTuple counted =
        pipeline
            .apply("Parts", Create.of(parts).withCoder(SerializableCoder.of(TableSplit.class)))
            .apply("Spread", Reshuffle.viaRandomKey())
            .apply(
                "Count",
                ParDo.of(new CountPart(described, sent, buckets))
                    .withOutputTags(CountPart.COUNTS, TupleTagList.of(CountPart.IDS)));
    PCollection<LandmarkCounts> labelled =
        LabelBuckets.counts(
            counted.get(CountPart.IDS),
            LabelBuckets.labels(
                pipeline,
                videos == null ? null : SerializableTable.copyOf(videos),
                labelsSnapshot,
                buckets));
    PCollectionList.of(counted.get(CountPart.COUNTS).setCoder(new LandmarkCountsCoder()))
        .and(labelled.setCoder(new LandmarkCountsCoder()))
        // Nothing: so that a table without rows has counts too.
        .and(
            pipeline.apply(
                "Nothing", Create.of(new LandmarkCounts()).withCoder(new LandmarkCountsCoder())))
        .apply("All", Flatten.pCollections())
        .apply("Add", Combine.globally(new AddCounts()).withoutDefaults())
        .apply("Keep", ParDo.of(new KeepCounts(sent, result)));
  }

  private static void runToEnd(Pipeline pipeline) {
    try {
      PipelineResult.State state = pipeline.run().waitUntilFinish();
      if (state != null && state != PipelineResult.State.DONE) {
        throw new StatisticsException(
            String.format("Statistics ended as %s: look at the runner's log.", state));
      }
    } catch (RuntimeException e) {
      throw Failures.find(e, TableException.class, StatisticsException.class)
          .orElseGet(
              () ->
                  new StatisticsException(
                      String.format(
                          "Statistics could not be made: %s",
                          Reasons.firstLine(Reasons.innermost(e))),
                      e));
    }
  }

  private static LandmarkCounts read(Table table, String file) {
    try (InputStream in = table.io().newInputFile(file).newStream()) {
      return LandmarkCounts.read(new DataInputStream(new BufferedInputStream(in)));
    } catch (IOException e) {
      throw new StatisticsException(
          String.format("What was counted cannot be read from %s (%s).", file, e.getMessage()), e);
    }
  }
}
