package org.pose2gloss.tracking;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import java.util.List;
import java.util.Map;

/** One thing to be told of a run; each may be told twice with the same effect as once. */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "kind")
@JsonSubTypes({
  @JsonSubTypes.Type(value = OutboxRecord.Metrics.class, name = "metrics"),
  @JsonSubTypes.Type(value = OutboxRecord.Params.class, name = "params"),
  @JsonSubTypes.Type(value = OutboxRecord.Tags.class, name = "tags"),
  @JsonSubTypes.Type(value = OutboxRecord.Input.class, name = "input"),
  @JsonSubTypes.Type(value = OutboxRecord.Artifact.class, name = "artifact"),
  @JsonSubTypes.Type(value = OutboxRecord.Register.class, name = "register"),
  @JsonSubTypes.Type(value = OutboxRecord.End.class, name = "end")
})
sealed interface OutboxRecord {
  /** Points of metrics; as many as one request takes. */
  record Metrics(List<MetricPoint> points) implements OutboxRecord {}

  /** Parameters; as many as one request takes. */
  record Params(Map<String, String> params) implements OutboxRecord {}

  /** Tags; as many as one request takes. */
  record Tags(Map<String, String> tags) implements OutboxRecord {}

  /** Data that the run read. */
  record Input(DatasetInput dataset) implements OutboxRecord {}

  /**
   * A file.
   *
   * @param file where it lies: a path of this machine, or its name among the files of a lane
   * @param path its name among the run's artifacts
   */
  record Artifact(String file, String path) implements OutboxRecord {}

  /**
   * A model version made of the run's artifacts.
   *
   * @param model name of the registered model
   * @param folder artifact folder of the run
   * @param tags of the version
   * @param description of the version
   * @param alias to point at the version, empty for none
   */
  record Register(
      String model, String folder, Map<String, String> tags, String description, String alias)
      implements OutboxRecord {}

  /**
   * The end of the run.
   *
   * @param status MLflow's word: FINISHED, FAILED or KILLED
   * @param atMillis milliseconds since 1970
   */
  record End(String status, long atMillis) implements OutboxRecord {}
}
