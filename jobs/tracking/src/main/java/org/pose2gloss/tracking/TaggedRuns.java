package org.pose2gloss.tracking;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Runs of one experiment that are found by a tag and never by an id: the tag {@code landmarks} is
 * on the run whose data are the newest, {@code production} on the one whose model is served.
 */
public final class TaggedRuns {
  private static final int MOST = 1000;

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
    JsonNode answer =
        api.send(
            "find runs by the tag " + key,
            "POST",
            "runs/search",
            Map.of(
                "experiment_ids",
                List.of(experimentId),
                "filter",
                "tags.`%s` = %s".formatted(key, FilterText.quoted(value)),
                "max_results",
                MOST,
                "order_by",
                List.of("attributes.start_time DESC")));
    List<String> ids = new ArrayList<>();
    answer.path("runs").forEach(run -> ids.add(run.at("/info/run_id").asText()));
    return ids;
  }

  /** The newest run with a tag of this value. */
  public Optional<String> newest(String key, String value) {
    return all(key, value).stream().findFirst();
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
      if (!e.errorCode().equals("RESOURCE_DOES_NOT_EXIST")) {
        throw e;
      }
    }
  }
}
