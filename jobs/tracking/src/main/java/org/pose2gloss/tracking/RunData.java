package org.pose2gloss.tracking;

import java.util.Map;
import java.util.TreeMap;
import org.mlflow.api.proto.Service;

/** What is on a run. */
final class RunData {
  private RunData() {}

  static Map<String, Double> metrics(MlflowApi api, String runId) {
    Map<String, Double> metrics = new TreeMap<>();
    read(api, runId)
        .getMetricsList()
        .forEach(metric -> metrics.put(metric.getKey(), metric.getValue()));
    return metrics;
  }

  static Map<String, String> tags(MlflowApi api, String runId) {
    Map<String, String> tags = new TreeMap<>();
    read(api, runId).getTagsList().forEach(tag -> tags.put(tag.getKey(), tag.getValue()));
    return tags;
  }

  static Map<String, String> params(MlflowApi api, String runId) {
    Map<String, String> params = new TreeMap<>();
    read(api, runId).getParamsList().forEach(param -> params.put(param.getKey(), param.getValue()));
    return params;
  }

  private static Service.RunData read(MlflowApi api, String runId) {
    return api.ask("read the run " + runId, client -> client.getRun(runId)).getData();
  }
}
