package org.pose2gloss.tables;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.apache.iceberg.CatalogUtil;
import org.apache.iceberg.ExpireSnapshots;
import org.apache.iceberg.Snapshot;
import org.apache.iceberg.Table;
import org.apache.iceberg.exceptions.CommitFailedException;

/**
 * Which versions of a table go: those committed before a moment, except the newest ones and those
 * with a tag.
 *
 * @param before the moment
 * @param keep how many of the newest versions stay whatever their age, 1 or more
 */
public record Expiry(Instant before, int keep) {

  /** Checks that a version is left. */
  public Expiry {
    if (keep < 1) {
      throw new TableException(
          String.format(
              "%d of the newest versions cannot be kept: the newest always stays.", keep));
    }
  }

  /**
   * What goes, or would go.
   *
   * @param snapshots the versions, oldest first
   * @param files the files that no other version needs
   */
  public record Expired(List<Long> snapshots, VersionFiles files) {
    /** Copies the list. */
    public Expired {
      snapshots = List.copyOf(snapshots);
    }
  }

  /** What would go; changes nothing. */
  public Expired of(Table table) {
    table.refresh();
    List<Snapshot> going = going(table);
    List<Snapshot> staying = new ArrayList<>();
    table.snapshots().forEach(staying::add);
    staying.removeAll(going);
    return expired(table, going, staying);
  }

  /**
   * Takes the versions out of the table, then deletes the files that no other version needs. A
   * program that is killed between the two leaves files that belong to no version.
   *
   * <p>The files are found here and not by Iceberg, which leaves those that the newest version has
   * taken out until that one is expired too.
   *
   * @throws TableException if others change the table all the time; nothing is deleted then
   */
  public Expired apply(Table table) {
    table.refresh();
    List<Snapshot> going = going(table);
    if (going.isEmpty()) {
      return expired(table, going, List.of());
    }
    VersionFiles files = VersionFiles.of(table, going);
    try {
      expiration(table).cleanExpiredFiles(false).commit();
    } catch (CommitFailedException e) {
      throw new TableException(
          String.format(
              "Versions of the table %s cannot be expired while others change it (%s): repeat the"
                  + " command.",
              table.name(), e.getMessage()),
          e);
    }
    table.refresh();
    VersionFiles unneeded = files.without(VersionFiles.of(table, table.snapshots()));
    CatalogUtil.deleteFiles(table.io(), unneeded.bytesOf().keySet(), "expired", true);
    return new Expired(
        going.stream().map(Snapshot::snapshotId).filter(id -> table.snapshot(id) == null).toList(),
        unneeded);
  }

  private List<Snapshot> going(Table table) {
    return table.currentSnapshot() == null ? List.of() : expiration(table).apply();
  }

  private static Expired expired(Table table, List<Snapshot> going, List<Snapshot> staying) {
    return new Expired(
        going.stream().map(Snapshot::snapshotId).toList(),
        VersionFiles.of(table, going)
            .without(VersionFiles.of(table, going.isEmpty() ? List.of() : staying)));
  }

  private ExpireSnapshots expiration(Table table) {
    return table.expireSnapshots().expireOlderThan(before.toEpochMilli()).retainLast(keep);
  }
}
