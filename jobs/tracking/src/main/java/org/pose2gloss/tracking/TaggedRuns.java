package org.pose2gloss.tracking;

import java.util.List;
import java.util.Map;

/**
 * Runs of one experiment that are found by a tag and never by an id: the tag {@code landmarks} is
 * on the run whose data are the newest, {@code production} on the one whose model is served.
 */
public final class TaggedRuns {
  private final MlflowApi api;
  private final String experimentId;

  TaggedRuns(MlflowApi api, String experimentId) {
    this.api = api;
    this.experimentId = experimentId;
  }

  /**
   * Ids of the runs with a tag of this value, the newest first; deleted runs are not among them.
   */
  public List<String> all(String key, String value) {
    return FoundRun.search(api, experimentId, Map.of(key, value)).stream()
        .map(FoundRun::id)
        .toList();
  }

  /**
   * Gives a run a tag, and takes it from every other that has the same value: the new one has it
   * first, so that one is found at any time.
   */
  public void move(String key, String value, String runId) {
    api.send(
        "tag the run " + runId,
        "POST",
        "runs/set-tag",
        Map.of("run_id", runId, "key", key, "value", value));
    for (String other : all(key, value)) {
      if (!other.equals(runId)) {
        take(key, other);
      }
    }
  }

  private void take(String key, String runId) {
    try {
      api.send(
          "take the tag " + key + " from the run " + runId,
          "POST",
          "runs/delete-tag",
          Map.of("run_id", runId, "key", key));
    } catch (TrackingException e) {
      // Another process has taken it at the same time.
      if (!e.errorCode().equals(MlflowApi.ABSENT)) {
        throw e;
      }
    }
  }
}
