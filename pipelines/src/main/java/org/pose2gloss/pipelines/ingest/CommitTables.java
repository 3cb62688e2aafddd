package org.pose2gloss.pipelines.ingest;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalLong;
import org.apache.beam.sdk.metrics.Metrics;
import org.apache.beam.sdk.transforms.DoFn;
import org.apache.beam.sdk.values.KV;
import org.apache.hadoop.conf.Configuration;
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
 * its version. Counts leave the pipeline as gauges, which a repeated call sets to the same numbers.
 */
final class CommitTables extends DoFn<KV<Integer, Iterable<CommitTables.Part>>, Void> {
  /** Namespace of the gauges; a gauge's name is the key of its {@link Tally}. */
  static final String GAUGES = "pose2gloss.ingest";

  private final RunContext context;

  CommitTables(RunContext context) {
    this.context = context;
  }

  /** One thing that the run has made. */
  sealed interface Part extends Serializable permits Begin, Files, Replaced, Counted {}

  /** Nothing: makes sure that a run without any input ends like all others. */
  record Begin() implements Part {}

  /** Written files of a table. */
  record Files(Tables table, WrittenFiles written) implements Part {}

  /** An id whose older row goes. */
  record Replaced(String id) implements Part {}

  /** How many inputs of a source had an outcome. */
  record Counted(Tally tally, long count) implements Part {}

  @ProcessElement
  public void commit(@Element KV<Integer, Iterable<Part>> parts) {
    Map<Tables, List<WrittenFiles>> written = new EnumMap<>(Tables.class);
    Map<Outcome, Long> totals = new EnumMap<>(Outcome.class);
    List<String> replaced = new ArrayList<>();
    for (Part part : parts.getValue()) {
      if (part instanceof Files files) {
        written.computeIfAbsent(files.table(), table -> new ArrayList<>()).add(files.written());
      } else if (part instanceof Replaced older) {
        replaced.add(older.id());
      } else if (part instanceof Counted counted) {
        Tally tally = counted.tally();
        totals.merge(tally.outcome(), counted.count(), Long::sum);
        Metrics.gauge(GAUGES, tally.key()).set(counted.count());
      }
    }
    try (Warehouse warehouse = Warehouse.open(context.catalog(), new Configuration())) {
      commit(warehouse, Tables.REJECTED, written, List.of(), totals);
      commit(warehouse, Tables.VIDEOS, written, replaced, totals);
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
              "pose2gloss.ingest." + total.getKey().name().toLowerCase(Locale.ROOT),
              total.getValue().toString());
    }
    Long basis = context.basis(table);
    new Upsert(files, "id", replaced, basis == null ? OptionalLong.empty() : OptionalLong.of(basis))
        .commit(warehouse.existing(table), note);
  }
}
