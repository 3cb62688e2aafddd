package org.pose2gloss.tables;

import java.io.Serializable;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.apache.iceberg.Snapshot;
import org.apache.iceberg.Table;

/**
 * What a commit writes about itself into the summary of the snapshot it makes.
 *
 * @param job name of the command, under {@value #JOB}
 * @param runId tracking run that the commit belongs to, under {@value #RUN_ID}; empty if none
 * @param commitId name under which a repeated attempt finds what an earlier one has already
 *     committed, under {@value #COMMIT_ID}; empty if the commit is not repeated
 * @param properties further properties of the snapshot
 */
public record CommitNote(String job, String runId, String commitId, Map<String, String> properties)
    implements Serializable {

  /** Key of the job's name in a snapshot's summary. */
  public static final String JOB = "pose2gloss.job";

  /** Key of the tracking run in a snapshot's summary. */
  public static final String RUN_ID = "pose2gloss.run-id";

  /** Key of the commit's own name in a snapshot's summary. */
  public static final String COMMIT_ID = "pose2gloss.commit-id";

  /** Key of the preparation whose rows a commit replaced. */
  public static final String PREPARATION = "pose2gloss.preparation";

  /** Copies the properties. */
  public CommitNote {
    properties = Map.copyOf(properties);
  }

  /** A note with nothing but the job's name. */
  public static CommitNote of(String job) {
    return new CommitNote(job, "", "", Map.of());
  }

  /** The same note with a tracking run. */
  public CommitNote withRunId(String id) {
    return new CommitNote(job, id, commitId, properties);
  }

  /** The same note with a name that makes the commit safe to repeat. */
  public CommitNote withCommitId(String id) {
    return new CommitNote(job, runId, id, properties);
  }

  /** The same note with one more property of the snapshot. */
  public CommitNote with(String key, String value) {
    Map<String, String> more = new LinkedHashMap<>(properties);
    more.put(key, value);
    return new CommitNote(job, runId, commitId, more);
  }

  /** The same note with a name of its own, if it has none, by which its commit can be found. */
  CommitNote named() {
    return commitId.isEmpty() ? withCommitId(UUID.randomUUID().toString()) : this;
  }

  /** The snapshot that a commit with the same name has made, empty if there is none. */
  Optional<Snapshot> earlierCommit(Table table) {
    if (commitId.isEmpty()) {
      return Optional.empty();
    }
    for (Snapshot snapshot : table.snapshots()) {
      if (snapshot.summary() != null && commitId.equals(snapshot.summary().get(COMMIT_ID))) {
        return Optional.of(snapshot);
      }
    }
    return Optional.empty();
  }

  /** Everything that is written into the summary. */
  public Map<String, String> summary() {
    Map<String, String> all = new LinkedHashMap<>(properties);
    all.put(JOB, job);
    if (!runId.isEmpty()) {
      all.put(RUN_ID, runId);
    }
    if (!commitId.isEmpty()) {
      all.put(COMMIT_ID, commitId);
    }
    return all;
  }
}
