package org.pose2gloss.tracking;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * A run as a search finds it, with all that is on it at that moment.
 *
 * @param id 32 hexadecimal digits
 * @param name for people
 * @param status of the run
 * @param started by the clock of the machine that started it
 * @param ended by the clock of the machine that ended it; empty while it runs
 * @param tags by name
 * @param metrics the latest value of each
 */
public record FoundRun(
    String id,
    String name,
    Status status,
    Instant started,
    Optional<Instant> ended,
    Map<String, String> tags,
    Map<String, Double> metrics) {

  /** What MLflow says of a run. */
  public enum Status {
    /** At work, or its process died without a word. */
    RUNNING,
    /** Not yet at work; nobody here leaves a run so. */
    SCHEDULED,
    /** Ended well. */
    FINISHED,
    /** Ended with an error. */
    FAILED,
    /** Ended by somebody. */
    KILLED
  }

  /** Copies the maps. */
  public FoundRun {
    tags = Map.copyOf(tags);
    metrics = Map.copyOf(metrics);
  }

  /** Value of a tag, empty without it. */
  public String tag(String key) {
    return tags.getOrDefault(key, "");
  }

  static FoundRun read(MlflowApi api, String runId) {
    return of(api.get("read the run " + runId, "runs/get", Map.of("run_id", runId)).path("run"));
  }

  static List<FoundRun> search(MlflowApi api, String experimentId, Map<String, String> tags) {
    String filter =
        new TreeMap<>(tags)
            .entrySet().stream()
                .map(
                    tag ->
                        "tags.`%s` = %s".formatted(tag.getKey(), FilterText.quoted(tag.getValue())))
                .collect(Collectors.joining(" and "));
    JsonNode answer =
        api.send(
            "find runs by their tags",
            "POST",
            "runs/search",
            Map.of(
                "experiment_ids",
                List.of(experimentId),
                "filter",
                filter,
                "max_results",
                1000,
                "order_by",
                List.of("attributes.start_time DESC")));
    List<FoundRun> runs = new ArrayList<>();
    answer.path("runs").forEach(run -> runs.add(of(run)));
    return runs;
  }

  private static FoundRun of(JsonNode run) {
    JsonNode info = run.path("info");
    Map<String, Double> metrics = new TreeMap<>();
    run.at("/data/metrics")
        .forEach(
            metric -> metrics.put(metric.path("key").asText(), metric.path("value").asDouble()));
    long ended = info.path("end_time").asLong(0);
    return new FoundRun(
        info.path("run_id").asText(),
        info.path("run_name").asText(),
        Status.valueOf(info.path("status").asText(Status.RUNNING.name())),
        Instant.ofEpochMilli(info.path("start_time").asLong()),
        ended == 0 ? Optional.empty() : Optional.of(Instant.ofEpochMilli(ended)),
        MlflowApi.tags(run.at("/data/tags")),
        metrics);
  }
}
