package org.pose2gloss.tracking;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import org.mlflow.api.proto.Service;

/**
 * One MLflow run. Everything but the end may be logged from several threads; what a method has
 * returned from is on the server.
 *
 * <p>A run that is closed without {@link #finished()}, {@link #failed} or {@link #leave()} ends as
 * FAILED.
 */
public final class TrackedRun implements AutoCloseable {
  private final MlflowApi api;
  private final String id;
  private final String experimentId;
  private final String artifactUri;
  private final Consumer<TrackedRun> onEnd;
  private final AtomicBoolean ended = new AtomicBoolean();
  private final Set<String> loggedTables = new LinkedHashSet<>();

  TrackedRun(
      MlflowApi api,
      String id,
      String experimentId,
      String artifactUri,
      Consumer<TrackedRun> onEnd) {
    this.api = api;
    this.id = id;
    this.experimentId = experimentId;
    this.artifactUri = artifactUri;
    this.onEnd = onEnd;
  }

  /** The run's id, 32 hexadecimal digits. */
  public String id() {
    return id;
  }

  /** The id of the experiment it belongs to. */
  public String experimentId() {
    return experimentId;
  }

  /** The run's page for people, in MLflow 3's view for model training. */
  public URI page() {
    return URI.create(
        "%s/#/experiments/%s/runs/%s?workflowType=machine_learning"
            .formatted(api.server(), experimentId, id));
  }

  /** Where the run's artifacts lie, in the server's words. */
  public String artifactUri() {
    return artifactUri;
  }

  /**
   * Logs parameters. A value of more than 6000 characters is cut, marked, and stored whole as the
   * artifact {@code params/KEY.txt}.
   *
   * @throws TrackingException also if a parameter has another value already
   */
  public void params(Map<String, String> params) {
    List<Service.Param> all = new ArrayList<>();
    fitting("params", params, LongValues.PARAM)
        .forEach(
            (key, value) ->
                all.add(Service.Param.newBuilder().setKey(key).setValue(value).build()));
    for (List<Service.Param> batch :
        Batches.of(all, Batches.PARAMS, Service.Param::getSerializedSize)) {
      log("log parameters", List.of(), batch, List.of());
    }
  }

  /** Logs one value, now. */
  public void metric(String name, double value, long step) {
    metrics(Map.of(name, value), step);
  }

  /** Logs values of one step, now. */
  public void metrics(Map<String, Double> metrics, long step) {
    long now = System.currentTimeMillis();
    metrics(
        metrics.entrySet().stream()
            .map(entry -> new MetricPoint(entry.getKey(), entry.getValue(), step, now))
            .toList());
  }

  /** Logs any number of points; in as few requests as MLflow allows. */
  public void metrics(List<MetricPoint> points) {
    List<Service.Metric> all =
        points.stream()
            .map(
                point ->
                    Service.Metric.newBuilder()
                        .setKey(EntityNames.of(point.name()))
                        .setValue(point.value())
                        .setStep(point.step())
                        .setTimestamp(point.timestampMillis())
                        .build())
            .toList();
    for (List<Service.Metric> batch :
        Batches.of(all, Batches.METRICS, Service.Metric::getSerializedSize)) {
      log("log metrics", batch, List.of(), List.of());
    }
  }

  /** Sets a tag, in place of the value it has. */
  public void tag(String key, String value) {
    tags(Map.of(key, value));
  }

  /**
   * Sets tags. A value of more than 8000 characters is cut, marked, and stored whole as the
   * artifact {@code tags/KEY.txt}.
   */
  public void tags(Map<String, String> tags) {
    List<Service.RunTag> all = new ArrayList<>();
    fitting("tags", tags, LongValues.TAG)
        .forEach(
            (key, value) ->
                all.add(Service.RunTag.newBuilder().setKey(key).setValue(value).build()));
    for (List<Service.RunTag> batch :
        Batches.of(all, Batches.TAGS, Service.RunTag::getSerializedSize)) {
      log("set tags", List.of(), List.of(), batch);
    }
  }

  /** Says which data the run read. */
  public void input(DatasetInput input) {
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
        Map.of("run_id", id(), "datasets", List.of(Map.of("dataset", dataset, "tags", tags))));
  }

  /**
   * Stores one file, streamed, under its own name.
   *
   * @param artifactFolder relative, with slashes; "" is the run's root
   */
  public void artifact(Path file, String artifactFolder) {
    if (!Files.isRegularFile(file)) {
      throw api.failure("there is no file " + file + " to store as an artifact.");
    }
    store()
        .put(
            file,
            ArtifactNames.checked(
                ArtifactNames.join(artifactFolder, file.getFileName().toString())));
  }

  /** Stores every file under a folder, with the folder's structure. */
  public void artifacts(Path folder, String artifactFolder) {
    if (!Files.isDirectory(folder)) {
      throw api.failure("there is no folder " + folder + " to store as artifacts.");
    }
    store().putAll(folder, ArtifactNames.checked(artifactFolder), api);
  }

  /**
   * Stores a text as a file.
   *
   * @param artifactPath relative, with slashes, as {@code report/evaluation.txt}
   */
  public void text(String content, String artifactPath) {
    try {
      Path file = Files.createTempFile("pose2gloss-", ".txt");
      try {
        Files.writeString(file, content);
        store().put(file, ArtifactNames.checked(artifactPath));
      } finally {
        Files.delete(file);
      }
    } catch (IOException e) {
      throw new TrackingException(
          "Cannot write a temporary file for the artifact %s (%s)."
              .formatted(artifactPath, e.getMessage()),
          e);
    }
  }

  /**
   * Stores a table as MLflow's own {@code log_table} does, so that its page shows it as one and
   * compares it between runs.
   *
   * @param artifactPath relative, with slashes, ending in .json
   * @param columns names
   * @param rows as many values each; numbers, texts, booleans or null
   * @throws IllegalArgumentException if a row has another number of values
   */
  public void table(String artifactPath, List<String> columns, List<? extends List<?>> rows) {
    String content = LoggedTables.json(columns, rows);
    text(content, artifactPath);
    // Calls of several threads would each overwrite what the others have added to the tag.
    synchronized (loggedTables) {
      loggedTables.add(artifactPath);
      tag(LoggedTables.TAG, LoggedTables.tag(loggedTables));
    }
  }

  /** Ends the run as FINISHED. */
  public void finished() {
    end(Service.RunStatus.FINISHED);
  }

  /** Ends the run as FAILED, with the reason in the tag {@code failure}. */
  public void failed(String sentence) {
    if (!ended.get()) {
      tag("failure", sentence);
    }
    end(Service.RunStatus.FAILED);
  }

  /** Lets go of the run as it is: closing does not end it, for another process goes on with it. */
  public void leave() {
    ended.set(true);
    onEnd.accept(this);
  }

  /** Ends the run as FAILED unless it has ended. */
  @Override
  public void close() {
    end(Service.RunStatus.FAILED);
  }

  void killed() {
    end(Service.RunStatus.KILLED);
  }

  private ArtifactStore store() {
    return ArtifactStore.open(api, artifactUri);
  }

  private void end(Service.RunStatus status) {
    if (ended.get()) {
      return;
    }
    long now = System.currentTimeMillis();
    api.ask(
        "end the run " + id(),
        client -> {
          client.setTerminated(id(), status, now);
          return true;
        });
    leave();
  }

  private void log(
      String task,
      List<Service.Metric> metrics,
      List<Service.Param> params,
      List<Service.RunTag> tags) {
    api.ask(
        task + " of the run " + id(),
        client -> {
          client.logBatch(id(), metrics, params, tags);
          return true;
        });
  }

  private Map<String, String> fitting(String kind, Map<String, String> values, int longest) {
    Map<String, String> fitting = new LinkedHashMap<>();
    values.forEach(
        (key, value) -> {
          String name = EntityNames.of(key);
          if (value.length() > longest) {
            String artifact = LongValues.artifact(kind, name);
            text(value, artifact);
            fitting.put(name, LongValues.cut(value, longest, artifact));
          } else {
            fitting.put(name, value);
          }
        });
    return fitting;
  }
}
