package org.pose2gloss.tracking;

import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.mlflow.api.proto.Service;

/** Tells a server what a record says of one run. */
final class Sender {
  private final MlflowApi api;
  private final RunReference run;

  Sender(MlflowApi api, RunReference run) {
    this.api = api;
    this.run = run;
  }

  /**
   * Sends.
   *
   * @param files folder that the names of artifacts are resolved against
   * @param doubtful whether the server may have the record already
   */
  void send(OutboxRecord record, Path files, boolean doubtful) {
    if (record instanceof OutboxRecord.Metrics metrics) {
      metrics(
          doubtful ? PointHistory.missing(api, run.runId(), metrics.points()) : metrics.points());
    } else if (record instanceof OutboxRecord.Params params) {
      params(params.params());
    } else if (record instanceof OutboxRecord.Tags tags) {
      tags(tags.tags());
    } else if (record instanceof OutboxRecord.Input input) {
      input(input.dataset());
    } else if (record instanceof OutboxRecord.Artifact artifact) {
      ArtifactStore.open(api, run.artifactUri())
          .put(files.resolve(artifact.file()), artifact.path());
    } else if (record instanceof OutboxRecord.Register register) {
      register(register);
    } else if (record instanceof OutboxRecord.End end) {
      end(end);
    } else {
      throw new IllegalArgumentException("no way to send " + record);
    }
  }

  /** Makes the version and points the alias at it; the version there is, if it has been made. */
  int register(OutboxRecord.Register register) {
    ModelRegistry registry = new ModelRegistry(api);
    int version =
        registry.register(
            register.model(),
            run.runId(),
            register.folder(),
            register.tags(),
            register.description());
    if (!register.alias().isEmpty()) {
      registry.alias(register.model(), register.alias(), version);
    }
    return version;
  }

  private void metrics(List<MetricPoint> points) {
    if (points.isEmpty()) {
      return;
    }
    List<Service.Metric> metrics =
        points.stream()
            .map(
                point ->
                    Service.Metric.newBuilder()
                        .setKey(point.name())
                        .setValue(point.value())
                        .setStep(point.step())
                        .setTimestamp(point.timestampMillis())
                        .build())
            .toList();
    log("log metrics", metrics, List.of(), List.of());
  }

  private void params(Map<String, String> params) {
    log(
        "log parameters",
        List.of(),
        params.entrySet().stream()
            .map(
                param ->
                    Service.Param.newBuilder()
                        .setKey(param.getKey())
                        .setValue(param.getValue())
                        .build())
            .toList(),
        List.of());
  }

  private void tags(Map<String, String> tags) {
    log(
        "set tags",
        List.of(),
        List.of(),
        tags.entrySet().stream()
            .map(
                tag ->
                    Service.RunTag.newBuilder()
                        .setKey(tag.getKey())
                        .setValue(tag.getValue())
                        .build())
            .toList());
  }

  private void log(
      String task,
      List<Service.Metric> metrics,
      List<Service.Param> params,
      List<Service.RunTag> tags) {
    api.ask(
        task + " of the run " + run.runId(),
        client -> {
          client.logBatch(run.runId(), metrics, params, tags);
          return true;
        });
  }

  private void input(DatasetInput input) {
    Map<String, Object> dataset = new LinkedHashMap<>();
    dataset.put("name", input.name());
    dataset.put("digest", input.digest());
    dataset.put("source_type", input.sourceType());
    dataset.put("source", input.source());
    if (!input.schema().isEmpty()) {
      dataset.put("schema", input.schema());
    }
    if (!input.profile().isEmpty()) {
      dataset.put("profile", input.profile());
    }
    List<Map<String, String>> tags =
        input.context().isEmpty()
            ? List.of()
            : List.of(Map.of("key", "mlflow.data.context", "value", input.context()));
    api.send(
        "log the input " + input.name(),
        "POST",
        "runs/log-inputs",
        Map.of(
            "run_id", run.runId(), "datasets", List.of(Map.of("dataset", dataset, "tags", tags))));
  }

  private void end(OutboxRecord.End end) {
    api.ask(
        "end the run " + run.runId(),
        client -> {
          client.setTerminated(
              run.runId(), Service.RunStatus.valueOf(end.status()), end.atMillis());
          return true;
        });
  }
}
