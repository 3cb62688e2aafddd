package org.pose2gloss.tracking;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/**
 * The {@code MLmodel} file by which MLflow, its pages and its Python clients know a folder as a
 * model. It has three flavors: {@code tensorflow} (a SavedModel, which {@code
 * mlflow.tensorflow.load_model} opens), {@code python_function} (which {@code
 * mlflow.pyfunc.load_model} and {@code mlflow models serve} open) and {@code pose2gloss} (what this
 * suite needs to serve it).
 *
 * @param savedModel the SavedModel's folder, relative to the model's, as {@code model}
 * @param runId the run that made the model
 * @param artifactFolder the model's folder among the run's artifacts
 * @param createdAt written as UTC
 * @param inputs tensors by name
 * @param outputs tensors by name
 * @param pose2gloss entries of our own flavor, as {@code labels: labels.txt}
 * @param metadata where the model comes from; what MLflow's Python knows as {@code Model.metadata};
 *     values as JSON has them
 */
public record MlmodelFile(
    String savedModel,
    String runId,
    String artifactFolder,
    Instant createdAt,
    List<TensorSpec> inputs,
    List<TensorSpec> outputs,
    Map<String, String> pose2gloss,
    Map<String, ?> metadata) {

  /** The name that MLflow looks for. */
  public static final String NAME = "MLmodel";

  /**
   * MLflow's word for a SavedModel that is called by the names of its signature's inputs; its other
   * one, tf2-module, calls a Python object with one tensor, which a graph with two inputs is not.
   */
  private static final String CALLED_BY_SIGNATURE = "tf1-estimator";

  /** How mlflow.models.Model writes utc_time_created. */
  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss.SSSSSS", Locale.ROOT)
          .withZone(ZoneOffset.UTC);

  private static final ObjectMapper JSON = new ObjectMapper();

  public MlmodelFile {
    inputs = List.copyOf(inputs);
    outputs = List.copyOf(outputs);
    pose2gloss = Map.copyOf(pose2gloss);
    metadata = Map.copyOf(metadata);
  }

  /**
   * Writes everything that MLflow wants beside the SavedModel into a model's folder: this file, the
   * Python environment and the example.
   *
   * @return the files
   */
  public List<Path> write(Path folder, InputExample example) throws IOException {
    List<Path> files = new ArrayList<>();
    files.add(Files.writeString(folder.resolve(NAME), yaml()));
    files.addAll(PythonEnvironment.write(folder));
    files.addAll(example.write(folder));
    return files;
  }

  /** YAML, whose quoted strings are JSON's. */
  String yaml() {
    StringBuilder yaml = new StringBuilder();
    line(yaml, "artifact_path", artifactFolder);
    yaml.append("flavors:\n");
    yaml.append("  pose2gloss:\n");
    new TreeMap<>(pose2gloss).forEach((key, value) -> line(yaml.append("    "), key, value));
    line(yaml.append("    "), "saved_model", savedModel);
    line(yaml, "  python_function", PythonEnvironment.flavor());
    line(
        yaml,
        "  tensorflow",
        Map.of(
            "model_type",
            CALLED_BY_SIGNATURE,
            "saved_model_dir",
            savedModel,
            "meta_graph_tags",
            List.of("serve"),
            "signature_def_key",
            "serving_default"));
    line(yaml, "metadata", new TreeMap<>(metadata));
    line(yaml, "run_id", runId);
    line(yaml, "saved_input_example_info", InputExample.description());
    yaml.append("signature:\n");
    line(yaml.append("  "), "inputs", json(specs(inputs)));
    line(yaml.append("  "), "outputs", json(specs(outputs)));
    yaml.append("  params: null\n");
    line(yaml, "utc_time_created", TIME.format(createdAt));
    return yaml.toString();
  }

  private static void line(StringBuilder yaml, String key, Object value) {
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
