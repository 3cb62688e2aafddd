package org.pose2gloss.pipelines.ingest;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import org.apache.beam.sdk.transforms.DoFn;
import org.apache.beam.sdk.values.KV;
import org.apache.hadoop.conf.Configuration;
import org.pose2gloss.pipelines.ingest.IngestReport.Missing;
import org.pose2gloss.pipelines.ingest.IngestReport.Unusable;
import org.pose2gloss.pipelines.ingest.source.Outcome;
import org.pose2gloss.tables.CommitNote;
import org.pose2gloss.tables.Tables;
import org.pose2gloss.tables.Upsert;
import org.pose2gloss.tables.Warehouse;
import org.pose2gloss.tables.WrittenFiles;

/**
 * The one step that changes the tables, called once a run with everything that the run has made.
 *
 * <p>Rejections are committed first and videos last, each in one commit whose name is the run's: a
 * repeated call finds its earlier commits and makes none twice. Where nothing is new, a table keeps
 * its version. What the run has found leaves the pipeline as a {@link Summary}.
 */
final class CommitTables extends DoFn<KV<Integer, Iterable<CommitTables.Part>>, Void> {
  private final RunContext context;

  CommitTables(RunContext context) {
    this.context = context;
  }

  /** One thing that the run has made. */
  sealed interface Part extends Serializable
      permits Begin, Files, Replaced, Count, Missed, Refused {}

  /** Nothing: makes sure that a run without any input ends like all others. */
  record Begin() implements Part {}

  /** Written files of a table. */
  record Files(Tables table, WrittenFiles written) implements Part {}

  /** An id whose older row goes. */
  record Replaced(String id) implements Part {}

  /** How often something was counted. */
  record Count(Counted counted, long count) implements Part {}

  /** A video that is nowhere. */
  record Missed(IngestReport.Missing missing) implements Part {}

  /** A file that could not be used. */
  record Refused(IngestReport.Unusable unusable) implements Part {}

  @ProcessElement
  public void commit(@Element KV<Integer, Iterable<Part>> parts) {
    Map<Tables, List<WrittenFiles>> written = new EnumMap<>(Tables.class);
    Map<Outcome, Long> totals = new EnumMap<>(Outcome.class);
    List<String> replaced = new ArrayList<>();
    Summary summary =
        new Summary(new ArrayList<>(), new ArrayList<>(), new ArrayList<>(), new ArrayList<>());
    for (Part part : parts.getValue()) {
      if (part instanceof Files files) {
        written.computeIfAbsent(files.table(), table -> new ArrayList<>()).add(files.written());
      } else if (part instanceof Replaced older) {
        replaced.add(older.id());
      } else if (part instanceof Missed missed) {
        summary.missing().add(missed.missing());
      } else if (part instanceof Refused refused) {
        summary.unusable().add(refused.unusable());
      } else if (part instanceof Count count) {
        add(count, totals, summary);
      }
    }
    summary.missing().sort(Comparator.comparing(Missing::source).thenComparing(Missing::id));
    summary.unusable().sort(Comparator.comparing(Unusable::source).thenComparing(Unusable::id));
    try (Warehouse warehouse = Warehouse.open(context.catalog(), new Configuration())) {
      commit(warehouse, Tables.REJECTED, written, List.of(), totals);
      commit(warehouse, Tables.VIDEOS, written, replaced, totals);
    }
    summary.write(context);
  }

  private static void add(Count count, Map<Outcome, Long> totals, Summary summary) {
    if (count.counted() instanceof Counted.Ended ended) {
      totals.merge(ended.outcome(), count.count(), Long::sum);
      summary.ended().add(new Summary.Ended(ended.source(), ended.outcome(), count.count()));
    } else if (count.counted() instanceof Counted.Taken taken) {
      summary.taken().add(new Summary.Taken(taken.source(), taken.place(), count.count()));
    }
  }

  private void commit(
      Warehouse warehouse,
      Tables table,
      Map<Tables, List<WrittenFiles>> written,
      List<String> replaced,
      Map<Outcome, Long> totals) {
    WrittenFiles files = WrittenFiles.union(written.getOrDefault(table, List.of()));
    if (files.files().isEmpty() && replaced.isEmpty()) {
      return;
    }
    CommitNote note = context.note(table);
    for (Map.Entry<Outcome, Long> total : totals.entrySet()) {
      note =
          note.with(
              "pose2gloss.ingest." + total.getKey().columnValue(), total.getValue().toString());
    }
    Long basis = context.basis(table);
    new Upsert(files, "id", replaced, basis == null ? OptionalLong.empty() : OptionalLong.of(basis))
        .commit(warehouse.existing(table), note);
  }
}
