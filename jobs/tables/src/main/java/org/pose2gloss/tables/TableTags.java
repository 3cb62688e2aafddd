package org.pose2gloss.tables;

import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Consumer;
import java.util.regex.Pattern;
import org.apache.iceberg.ManageSnapshots;
import org.apache.iceberg.SnapshotRef;
import org.apache.iceberg.Table;
import org.apache.iceberg.exceptions.CommitFailedException;

/**
 * Names of a table's versions. A tag holds its version: as long as it is there, expiring old
 * versions leaves that one and its files alone. Giving a name writes no data.
 */
public final class TableTags {
  private static final Pattern NAME = Pattern.compile("[A-Za-z][A-Za-z0-9._-]{0,99}");

  private TableTags() {}

  /** Tags by name, each with the number of its snapshot. */
  public static Map<String, Long> of(Table table) {
    Map<String, Long> tags = new TreeMap<>();
    table
        .refs()
        .forEach(
            (name, ref) -> {
              if (ref.isTag()) {
                tags.put(name, ref.snapshotId());
              }
            });
    return tags;
  }

  /**
   * Names a version.
   *
   * @param version the version, as {@link TableVersions#find} takes it
   * @param move whether a tag that is there is moved; otherwise it is an error, unless it names
   *     that version already
   * @return the snapshot that the tag named before, empty if there was no such tag
   * @throws TableException if there is no such version, the name cannot be one, or it is taken
   */
  public static OptionalLong tag(Table table, String name, String version, boolean move) {
    if (!NAME.matcher(name).matches()) {
      throw new TableException(
          String.format(
              "'%s' cannot be a tag: it must begin with a letter, and have letters, digits, dots,"
                  + " dashes and underscores only.",
              name));
    }
    table.refresh();
    long snapshot = TableVersions.find(table, version).snapshotId();
    Optional<SnapshotRef> present = Optional.ofNullable(table.refs().get(name));
    if (present.isEmpty()) {
      change(table, name, snapshots -> snapshots.createTag(name, snapshot));
      return OptionalLong.empty();
    }
    long before = present.get().snapshotId();
    if (!present.get().isTag()) {
      throw new TableException(
          String.format(
              "'%s' is a branch of the table %s: take another name.", name, table.name()));
    }
    if (before != snapshot) {
      if (!move) {
        throw new TableException(
            String.format(
                "The tag '%s' of the table %s already names the version %d: give --force to move"
                    + " it to %d, or take another name.",
                name, table.name(), before, snapshot));
      }
      change(table, name, snapshots -> snapshots.replaceTag(name, snapshot));
    }
    return OptionalLong.of(before);
  }

  /**
   * Takes a name away; the version stays until it is expired.
   *
   * @return the snapshot that it named
   * @throws TableException if there is no such tag
   */
  public static long untag(Table table, String name) {
    table.refresh();
    Long snapshot = of(table).get(name);
    if (snapshot == null) {
      throw new TableException(
          String.format(
              "The table %s has no tag '%s', only %s.",
              table.name(), name, new TreeSet<>(of(table).keySet())));
    }
    change(table, name, snapshots -> snapshots.removeTag(name));
    return snapshot;
  }

  private static void change(Table table, String name, Consumer<ManageSnapshots> change) {
    ManageSnapshots snapshots = table.manageSnapshots();
    try {
      change.accept(snapshots);
      snapshots.commit();
    } catch (IllegalArgumentException | CommitFailedException e) {
      throw new TableException(
          String.format(
              "The tag '%s' of the table %s was changed by someone else (%s): repeat the command.",
              name, table.name(), e.getMessage()),
          e);
    }
    table.refresh();
  }
}
