package org.pose2gloss.tracking;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/**
 * The {@code MLmodel} file by which MLflow, its pages and its Python clients know a folder as a
 * model. It has two flavors: {@code tensorflow} (a SavedModel, which {@code
 * mlflow.tensorflow.load_model} opens) and {@code pose2gloss} (what this suite needs to serve it).
 *
 * @param savedModel the SavedModel's folder, relative to the model's, as {@code model}
 * @param runId the run that made the model
 * @param artifactFolder the model's folder among the run's artifacts
 * @param createdAt written as UTC
 * @param inputs tensors by name
 * @param outputs tensors by name
 * @param pose2gloss entries of our own flavor, as {@code labels: labels.txt}
 */
public record MlmodelFile(
    String savedModel,
    String runId,
    String artifactFolder,
    Instant createdAt,
    List<TensorSpec> inputs,
    List<TensorSpec> outputs,
    Map<String, String> pose2gloss) {

  /** The name that MLflow looks for. */
  public static final String NAME = "MLmodel";

  /** How mlflow.models.Model writes utc_time_created. */
  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss.SSSSSS", Locale.ROOT)
          .withZone(ZoneOffset.UTC);

  private static final ObjectMapper JSON = new ObjectMapper();

  public MlmodelFile {
    inputs = List.copyOf(inputs);
    outputs = List.copyOf(outputs);
    pose2gloss = Map.copyOf(pose2gloss);
  }

  /**
   * Writes the file into a model's folder.
   *
   * @return the file
   */
  public Path write(Path folder) throws IOException {
    return Files.writeString(folder.resolve(NAME), yaml());
  }

  /** YAML, whose quoted strings are JSON's. */
  String yaml() {
    StringBuilder yaml = new StringBuilder();
    line(yaml, "artifact_path", artifactFolder);
    yaml.append("flavors:\n");
    yaml.append("  pose2gloss:\n");
    new TreeMap<>(pose2gloss).forEach((key, value) -> line(yaml.append("    "), key, value));
    line(yaml.append("    "), "saved_model", savedModel);
    yaml.append("  tensorflow:\n");
    line(yaml.append("    "), "model_type", "tf2-module");
    line(yaml.append("    "), "saved_model_dir", savedModel);
    line(yaml, "run_id", runId);
    yaml.append("signature:\n");
    line(yaml.append("  "), "inputs", json(specs(inputs)));
    line(yaml.append("  "), "outputs", json(specs(outputs)));
    yaml.append("  params: null\n");
    line(yaml, "utc_time_created", TIME.format(createdAt));
    return yaml.toString();
  }

  private static void line(StringBuilder yaml, String key, String value) {
    yaml.append(key).append(": ").append(json(value)).append('\n');
  }

  private static List<Map<String, Object>> specs(List<TensorSpec> tensors) {
    return tensors.stream()
        .map(
            tensor -> {
              Map<String, Object> spec = new LinkedHashMap<>();
              spec.put("name", tensor.name());
              spec.put("type", "tensor");
              spec.put("tensor-spec", Map.of("dtype", tensor.type(), "shape", tensor.shape()));
              return spec;
            })
        .toList();
  }

  private static String json(Object value) {
    try {
      return JSON.writeValueAsString(value);
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException("not to be written as JSON: " + value, e);
    }
  }
}
