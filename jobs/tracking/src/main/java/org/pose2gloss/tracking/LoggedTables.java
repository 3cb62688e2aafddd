package org.pose2gloss.tracking;

import com.fasterxml.jackson.annotation.JsonPropertyOrder;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * Tables as MLflow stores them: JSON as pandas writes it with {@code orient="split"}, and a tag of
 * the run that lists them (mlflow/tracking/client.py, {@code log_table}).
 */
final class LoggedTables {
  static final String TAG = "mlflow.loggedArtifacts";
  private static final JsonMapper JSON = new JsonMapper();

  /** MLflow's clients look for the path before the type ({@code load_table}). */
  @JsonPropertyOrder({"path", "type"})
  private record Logged(String path, String type) {}

  private LoggedTables() {}

  static String json(List<String> columns, List<? extends List<?>> rows) {
    for (List<?> row : rows) {
      if (row.size() != columns.size()) {
        throw new IllegalArgumentException(
            String.format("a row has %d values for %d columns", row.size(), columns.size()));
      }
    }
    Map<String, Object> table = new LinkedHashMap<>();
    table.put("columns", columns);
    table.put("data", rows.stream().map(LoggedTables::finite).toList());
    return written(table);
  }

  /** JSON has no word for what is no number. */
  private static List<?> finite(List<?> row) {
    return row.stream()
        .map(
            value ->
                value instanceof Number number && !Double.isFinite(number.doubleValue())
                    ? null
                    : value)
        .collect(Collectors.toCollection(ArrayList::new));
  }

  static String tag(Collection<String> paths) {
    return written(paths.stream().map(path -> new Logged(path, "table")).toList());
  }

  private static String written(Object value) {
    try {
      return JSON.writeValueAsString(value);
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException("a table holds a value that JSON cannot take", e);
    }
  }
}
