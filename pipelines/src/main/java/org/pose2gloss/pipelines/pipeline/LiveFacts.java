package org.pose2gloss.pipelines.pipeline;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.iceberg.Snapshot;
import org.apache.iceberg.Table;
import org.apache.iceberg.util.SnapshotUtil;
import org.pose2gloss.tables.CommitNote;
import org.pose2gloss.tables.TableVersions;
import org.pose2gloss.tables.Tables;
import org.pose2gloss.tables.Warehouse;
import org.pose2gloss.tracking.FoundRun;
import org.pose2gloss.tracking.RegisteredVersion;
import org.pose2gloss.tracking.Tracking;

/** Facts of a catalog and a tracking server. */
final class LiveFacts implements Facts {
  private final Warehouse warehouse;
  private final Tracking tracking;
  private final String experiment;

  /**
   * Asks anew each time.
   *
   * @param experiment name of the experiment whose runs count
   */
  LiveFacts(Warehouse warehouse, Tracking tracking, String experiment) {
    this.warehouse = warehouse;
    this.tracking = tracking;
    this.experiment = experiment;
  }

  @Override
  public Optional<Long> snapshot(Tables table, String version) {
    if (!warehouse.exists(table)) {
      return Optional.empty();
    }
    Table opened = warehouse.existing(table);
    return opened.currentSnapshot() == null
        ? Optional.empty()
        : Optional.of(TableVersions.find(opened, version).snapshotId());
  }

  @Override
  public Optional<String> lastWriter(Tables table, String preparation) {
    if (!warehouse.exists(table)) {
      return Optional.empty();
    }
    Table opened = warehouse.existing(table);
    for (Snapshot snapshot : SnapshotUtil.currentAncestors(opened)) {
      Map<String, String> summary = snapshot.summary() == null ? Map.of() : snapshot.summary();
      if (preparation.equals(summary.get(CommitNote.PREPARATION))) {
        return Optional.ofNullable(summary.get(CommitNote.RUN_ID));
      }
    }
    return Optional.empty();
  }

  @Override
  public List<FoundRun> finished(String key) {
    return tracking.runs(experiment, Map.of(RunTags.KEY, key)).stream()
        .filter(run -> run.status() == FoundRun.Status.FINISHED)
        .toList();
  }

  @Override
  public Optional<RegisteredVersion> version(String model, int version) {
    return tracking.registry().byVersion(model, version);
  }

  @Override
  public Optional<RegisteredVersion> alias(String model, String alias) {
    return tracking.registry().byAlias(model, alias);
  }
}
