package org.pose2gloss.pipelines.trigger;

import java.util.List;
import java.util.Optional;
import org.apache.iceberg.DataOperations;
import org.apache.iceberg.Snapshot;
import org.apache.iceberg.Table;
import org.apache.iceberg.util.SnapshotUtil;
import org.pose2gloss.command.Settings;
import org.pose2gloss.pipelines.pipeline.RunTags;
import org.pose2gloss.tables.SnapshotInfo;
import org.pose2gloss.tables.TableVersions;
import org.pose2gloss.tables.Tables;
import org.pose2gloss.tables.Warehouse;
import org.pose2gloss.tracking.FoundRun;

/** Watches which version of a table is meant to be trained on. */
final class NewData implements Trigger {
  static final String NAME = "new-data";

  private final Warehouse warehouse;
  private final Tables table;
  private final String tag;
  private final FoundRun production;

  NewData(Settings settings, Warehouse warehouse, FoundRun production) {
    this.warehouse = warehouse;
    this.table = table(settings);
    this.tag = settings.text("triggers.tag");
    this.production = production;
  }

  private static Tables table(Settings settings) {
    return settings.text("triggers.table").equals(Tables.VIDEOS.tableName())
        ? Tables.VIDEOS
        : Tables.LANDMARKS;
  }

  @Override
  public Sight look() {
    Table opened = warehouse.existing(table);
    if (!tag.isBlank() && opened.refs().get(tag) == null) {
      return Sight.nothing(
          NAME, "No version of %s has the tag '%s'.".formatted(table.tableName(), tag));
    }
    SnapshotInfo meant = TableVersions.find(opened, tag);
    String trained = production.tag(RunTags.SNAPSHOT + table.tableName());
    if (trained.isEmpty()) {
      return Sight.unknown(
          NAME,
          "The run %s, whose model is served, does not tell which version of %s it was trained on."
              .formatted(production.id(), table.tableName()));
    }
    Optional<String> old = notNew(opened, meant.snapshotId(), Long.parseLong(trained));
    if (old.isPresent()) {
      return Sight.nothing(NAME, old.get());
    }
    return Sight.of(
        new Event(
            NAME,
            "%s:%s:%d".formatted(NAME, table.tableName(), meant.snapshotId()),
            "Version %d of %s (%,d rows) is new; what is served was trained on version %s."
                .formatted(meant.snapshotId(), table.tableName(), meant.rows(), trained),
            assignments(table, meant.snapshotId())));
  }

  /** The configuration of a run on a version of the data. */
  private static List<String> assignments(Tables table, long snapshot) {
    return table == Tables.LANDMARKS
        ? List.of("preparation.landmarks-version=" + snapshot)
        : List.of();
  }

  /** The version that is meant, for whoever runs the pipeline for another reason. */
  static List<String> assignments(Settings settings, Warehouse warehouse) {
    Tables table = table(settings);
    String tag = settings.text("triggers.tag");
    Table opened = warehouse.existing(table);
    return !tag.isBlank() && opened.refs().get(tag) == null
        ? List.of()
        : assignments(table, TableVersions.find(opened, tag).snapshotId());
  }

  /** Why a version holds nothing new, if it does not. */
  static Optional<String> notNew(Table table, long meant, long trained) {
    if (meant == trained) {
      return Optional.of("What is served was trained on version %d.".formatted(meant));
    }
    if (table.snapshot(trained) == null) {
      return Optional.empty();
    }
    if (SnapshotUtil.isAncestorOf(table, trained, meant)) {
      return Optional.of(
          "Version %d is older than version %d, which what is served was trained on."
              .formatted(meant, trained));
    }
    if (!SnapshotUtil.isAncestorOf(table, meant, trained)) {
      return Optional.empty();
    }
    for (Snapshot since : SnapshotUtil.ancestorsBetween(meant, trained, table::snapshot)) {
      if (!DataOperations.REPLACE.equals(since.operation())) {
        return Optional.empty();
      }
    }
    return Optional.of(
        "Version %d has the same rows as version %d, in other files.".formatted(meant, trained));
  }
}
