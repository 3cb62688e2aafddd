package org.pose2gloss.tracking;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * An input that a model can be tried with, as MLflow's Python keeps one beside a model.
 *
 * @param tensors nested lists of numbers by the input's name; null is no number
 */
public record InputExample(Map<String, List<?>> tensors) {
  /** Names of mlflow.models.utils: the tensors, and the same as a scoring server is asked. */
  private static final String FILE = "input_example.json";

  private static final String SERVING_FILE = "serving_input_example.json";

  private static final ObjectMapper JSON = new ObjectMapper();

  public InputExample {
    tensors = Map.copyOf(tensors);
  }

  /**
   * Numbers as nested lists.
   *
   * @param values row-major; what is NaN becomes null, for JSON has no NaN
   * @param shape sizes, the outermost first; as many values as their product
   */
  public static List<?> nested(float[] values, int... shape) {
    if (shape.length == 1) {
      List<Float> row = new ArrayList<>(values.length);
      for (float value : values) {
        row.add(Float.isNaN(value) ? null : value);
      }
      return row;
    }
    int size = values.length / shape[0];
    int[] inner = Arrays.copyOfRange(shape, 1, shape.length);
    List<Object> rows = new ArrayList<>(shape[0]);
    for (int i = 0; i < shape[0]; i++) {
      rows.add(nested(Arrays.copyOfRange(values, i * size, (i + 1) * size), inner));
    }
    return rows;
  }

  /** Writes the files into a model's folder and names them. */
  List<Path> write(Path folder) throws IOException {
    Map<String, List<?>> sorted = new TreeMap<>(tensors);
    return List.of(
        Files.write(folder.resolve(FILE), JSON.writeValueAsBytes(sorted)),
        Files.write(
            folder.resolve(SERVING_FILE), JSON.writeValueAsBytes(Map.of("inputs", sorted))));
  }

  /** How the file MLmodel tells of them. */
  static Map<String, String> description() {
    return Map.of("artifact_path", FILE, "serving_input_path", SERVING_FILE, "type", "ndarray");
  }
}
