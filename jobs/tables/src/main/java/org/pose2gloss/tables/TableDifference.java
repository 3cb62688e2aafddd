package org.pose2gloss.tables;

import java.util.List;
import java.util.Map;

/**
 * How two versions of a table differ.
 *
 * <p>Rows are told apart by their key. A row has changed when a column other than the key, a moment
 * or an array has: landmarks from another file or by other models are told by the file's SHA-256
 * and the models' name, without a look at the numbers.
 *
 * @param from number of the first version
 * @param to number of the second
 * @param key columns that tell rows apart
 * @param rows rows that were added, removed and changed
 * @param changedColumns changed rows by the column that changed
 * @param byGloss rows by gloss, empty where the table has no such column
 * @param bySplit rows by split, empty where the table has no such column
 * @param addedSample some keys of rows that were added
 * @param removedSample some keys of rows that were removed
 * @param changedSample some keys of rows that changed
 * @param filesRead files of either version that had to be read: those that both have in common hold
 *     the same rows
 */
public record TableDifference(
    long from,
    long to,
    List<String> key,
    Counts rows,
    Map<String, Long> changedColumns,
    Map<String, Counts> byGloss,
    Map<String, Counts> bySplit,
    List<String> addedSample,
    List<String> removedSample,
    List<String> changedSample,
    int filesRead) {

  /**
   * Numbers of rows.
   *
   * @param added in the second version only
   * @param removed in the first version only
   * @param changed in both, and not the same
   */
  public record Counts(long added, long removed, long changed) {
    static final Counts NONE = new Counts(0, 0, 0);

    Counts plus(Counts other) {
      return new Counts(added + other.added, removed + other.removed, changed + other.changed);
    }
  }

  /** Whether nothing differs. */
  public boolean isNothing() {
    return rows.equals(Counts.NONE);
  }
}
