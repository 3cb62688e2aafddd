package org.pose2gloss.jobs;

import java.io.Serializable;
import java.util.List;
import org.pose2gloss.tables.WrittenFiles;

/**
 * What a task has made of its pack.
 *
 * @param files landmarks, written but not part of the table yet
 * @param ids whose landmarks these are
 * @param failures contents without landmarks
 * @param frames frames whose landmarks were taken, those of several ids counted once
 */
record ExtractedPack(WrittenFiles files, List<String> ids, List<FailedVideo> failures, long frames)
    implements Serializable {

  ExtractedPack {
    ids = List.copyOf(ids);
    failures = List.copyOf(failures);
  }
}
