package org.pose2gloss.jobs;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.pose2gloss.tables.CommitNote;
import org.pose2gloss.tables.TableChangedException;
import org.pose2gloss.tables.TableWriter;
import org.pose2gloss.tables.WrittenFiles;

/**
 * Puts rows of landmarks and failures in the place of whatever the tables hold of the same ids.
 *
 * <p>What is replaced goes in the same commit as what comes: no reader ever sees an id twice, or
 * not at all where it was before. If someone else commits in between, what is replaced is looked up
 * anew and the commit made again, so that of several programs the last one's row of an id counts.
 * Not thread safe.
 */
final class LandmarkCommits {
  private static final int ATTEMPTS = 20;

  private final CommitNote note;
  private final HeldRows landmarks;
  private final HeldRows failures;

  /**
   * Commits to the tables as they were read.
   *
   * @param note what the commits say of themselves
   */
  LandmarkCommits(CommitNote note, HeldRows landmarks, HeldRows failures) {
    this.note = note;
    this.landmarks = landmarks;
    this.failures = failures;
  }

  /**
   * Commits what some tasks have made: first landmarks, then failures. A program that dies between
   * the two has failures only to find again.
   *
   * <p>Older landmarks of an id whose content now fails go with the first commit: they are of
   * another content, or by other models than all others.
   */
  void commit(List<ExtractedPack> packs) {
    Set<String> settled = new HashSet<>();
    packs.forEach(pack -> settled.addAll(pack.ids()));
    List<FailedVideo> failed = packs.stream().flatMap(pack -> pack.failures().stream()).toList();
    Set<String> failedIds = new HashSet<>();
    failed.forEach(one -> failedIds.addAll(one.video().ids()));
    settled.addAll(failedIds);
    WrittenFiles files = WrittenFiles.union(packs.stream().map(ExtractedPack::files).toList());
    replace(landmarks, files, settled);
    if (!failed.isEmpty()) {
      replace(failures, write(failed), failedIds);
    }
  }

  /** Deletes failures. */
  void deleteFailures(Set<String> ids) {
    replace(failures, new WrittenFiles(List.of()), ids);
  }

  private WrittenFiles write(List<FailedVideo> failed) {
    try (TableWriter writer = TableWriter.open(failures.table())) {
      failed.forEach(one -> LandmarkTable.write(writer, one));
      return writer.complete();
    }
  }

  private void replace(HeldRows held, WrittenFiles rows, Set<String> ids) {
    for (int attempt = 1; ; attempt++) {
      var replacement = held.replacement(rows, ids);
      if (replacement.isNothing()) {
        return;
      }
      try {
        replacement.commit(held.table(), note);
        held.replaced(rows, ids);
        return;
      } catch (TableChangedException e) {
        if (attempt == ATTEMPTS) {
          throw e;
        }
      }
    }
  }
}
