package org.pose2gloss.jobs;

import java.io.Serializable;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.pose2gloss.tables.WrittenFiles;

/**
 * What a task has made of its pack.
 *
 * @param files landmarks, written but not part of the table yet
 * @param coverages whose landmarks these are, and how much was found of them
 * @param failures contents without landmarks
 * @param frames frames whose landmarks were taken, those of several ids counted once
 */
record ExtractedPack(
    WrittenFiles files, Map<String, Coverage> coverages, List<FailedVideo> failures, long frames)
    implements Serializable {

  ExtractedPack {
    coverages = Map.copyOf(coverages);
    failures = List.copyOf(failures);
  }

  /** Ids whose landmarks these are. */
  Set<String> ids() {
    return coverages.keySet();
  }
}
