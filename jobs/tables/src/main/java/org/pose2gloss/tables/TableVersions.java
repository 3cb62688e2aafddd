package org.pose2gloss.tables;

import java.util.TreeSet;
import org.apache.iceberg.Snapshot;
import org.apache.iceberg.SnapshotRef;
import org.apache.iceberg.Table;

/** Finds a version of a table by what people call it. */
public final class TableVersions {
  private TableVersions() {}

  /**
   * The version of a name: a tag or branch, or else the number of a snapshot.
   *
   * @param version name or number; blank = the newest
   * @throws TableException if the table is empty or has no such version, naming the tags there are
   */
  public static SnapshotInfo find(Table table, String version) {
    if (version.isBlank()) {
      Snapshot newest = table.currentSnapshot();
      if (newest == null) {
        throw new TableException(String.format("The table %s is empty.", table.name()));
      }
      return SnapshotInfo.of(table, newest);
    }
    SnapshotRef named = table.refs().get(version);
    Snapshot snapshot =
        named == null ? numbered(table, version) : table.snapshot(named.snapshotId());
    if (snapshot == null) {
      throw new TableException(
          String.format(
              "The table %s has no version '%s', or no longer: it has the tags and branches %s, and"
                  + " the snapshots that 'pose2gloss tables show' lists.",
              table.name(), version, new TreeSet<>(table.refs().keySet())));
    }
    return SnapshotInfo.of(table, snapshot);
  }

  private static Snapshot numbered(Table table, String version) {
    try {
      return table.snapshot(Long.parseLong(version.strip()));
    } catch (NumberFormatException e) {
      return null;
    }
  }
}
