package org.pose2gloss.tracking;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Which points a run has already.
 *
 * <p>After a request without an answer nobody knows whether its points are stored. MLflow's
 * database store passes over points that it has; its file store would show them twice.
 */
final class PointHistory {
  /** Most points of a page; MLflow takes up to 25,000. */
  private static final String PAGE = "20000";

  private PointHistory() {}

  /** Those of the points that the run does not have. */
  static List<MetricPoint> missing(MlflowApi api, String runId, List<MetricPoint> points) {
    Map<String, Set<MetricPoint>> stored = new HashMap<>();
    return points.stream()
        .filter(
            point ->
                !stored
                    .computeIfAbsent(point.name(), name -> stored(api, runId, name))
                    .contains(asStored(point)))
        .toList();
  }

  private static Set<MetricPoint> stored(MlflowApi api, String runId, String name) {
    return all(api, runId, name).stream().map(PointHistory::asStored).collect(Collectors.toSet());
  }

  /** Every point of a metric, in the order of the server; none if the run has no such metric. */
  static List<MetricPoint> all(MlflowApi api, String runId, String name) {
    List<MetricPoint> points = new ArrayList<>();
    Map<String, String> query = new HashMap<>();
    query.put("run_id", runId);
    query.put("metric_key", name);
    query.put("max_results", PAGE);
    String next;
    do {
      JsonNode page = api.get("read the metric " + name, "metrics/get-history", query);
      for (JsonNode metric : page.path("metrics")) {
        points.add(
            new MetricPoint(
                name,
                metric.path("value").isTextual()
                    ? Double.parseDouble(metric.path("value").asText())
                    : metric.path("value").asDouble(),
                metric.path("step").asLong(),
                metric.path("timestamp").asLong()));
      }
      next = page.path("next_page_token").asText("");
      query.put("page_token", next);
    } while (!next.isEmpty());
    return points;
  }

  /** MLflow keeps infinities as the largest finite numbers. */
  private static MetricPoint asStored(MetricPoint point) {
    if (!Double.isInfinite(point.value())) {
      return point;
    }
    return new MetricPoint(
        point.name(),
        Math.copySign(Double.MAX_VALUE, point.value()),
        point.step(),
        point.timestampMillis());
  }
}
