package org.pose2gloss.tables;

import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.StreamSupport;
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
    if (table.currentSnapshot() == null) {
      return new Expired(List.of(), VersionFiles.of(table, List.of()));
    }
    Set<Long> going = new HashSet<>();
    expiration(table).apply().forEach(snapshot -> going.add(snapshot.snapshotId()));
    List<Snapshot> all = StreamSupport.stream(table.snapshots().spliterator(), false).toList();
    List<Snapshot> gone = all.stream().filter(one -> going.contains(one.snapshotId())).toList();
    List<Snapshot> kept = all.stream().filter(one -> !going.contains(one.snapshotId())).toList();
    VersionFiles files =
        gone.isEmpty()
            ? VersionFiles.of(table, List.of())
            : VersionFiles.of(table, gone).without(VersionFiles.of(table, kept));
    return new Expired(gone.stream().map(Snapshot::snapshotId).toList(), files);
  }

  /**
   * Takes the versions out of the table, then deletes the files that no other version needs.
   *
   * @throws TableException if others change the table all the time; nothing is deleted then
   */
  public Expired apply(Table table) {
    Expired expired = of(table);
    if (expired.snapshots().isEmpty()) {
      return expired;
    }
    try {
      expiration(table).cleanExpiredFiles(true).commit();
    } catch (CommitFailedException e) {
      throw new TableException(
          String.format(
              "Versions of the table %s cannot be expired while others change it (%s): repeat the"
                  + " command.",
              table.name(), e.getMessage()),
          e);
    }
    table.refresh();
    return expired;
  }

  private ExpireSnapshots expiration(Table table) {
    return table.expireSnapshots().expireOlderThan(before.toEpochMilli()).retainLast(keep);
  }
}
