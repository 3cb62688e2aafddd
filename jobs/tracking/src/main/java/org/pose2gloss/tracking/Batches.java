package org.pose2gloss.tracking;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.ToIntFunction;

/** Cuts what is to be logged into requests that MLflow takes. */
final class Batches {
  /** Limits of {@code runs/log-batch} (mlflow.utils.validation). */
  static final int METRICS = 1000;

  static final int PARAMS = 100;
  static final int TAGS = 100;

  /** MAX_BATCH_LOG_REQUEST_SIZE is 1e6 bytes of JSON; the rest is for keys, quotes and escapes. */
  private static final int BYTES = 400_000;

  private Batches() {}

  /** Keys with their values, in the order they have. */
  static List<Map<String, String>> of(Map<String, String> pairs, int most) {
    return of(
            pairs.entrySet(),
            most,
            pair ->
                pair.getKey().getBytes(StandardCharsets.UTF_8).length
                    + pair.getValue().getBytes(StandardCharsets.UTF_8).length)
        .stream()
        .map(Batches::map)
        .toList();
  }

  private static Map<String, String> map(List<Map.Entry<String, String>> pairs) {
    Map<String, String> map = new LinkedHashMap<>();
    pairs.forEach(pair -> map.put(pair.getKey(), pair.getValue()));
    return map;
  }

  static <T> List<List<T>> of(Iterable<T> items, int most, ToIntFunction<T> bytes) {
    List<List<T>> batches = new ArrayList<>();
    List<T> batch = new ArrayList<>();
    long size = 0;
    for (T item : items) {
      int more = bytes.applyAsInt(item);
      if (!batch.isEmpty() && (batch.size() == most || size + more > BYTES)) {
        batches.add(batch);
        batch = new ArrayList<>();
        size = 0;
      }
      batch.add(item);
      size += more;
    }
    if (!batch.isEmpty()) {
      batches.add(batch);
    }
    return batches;
  }
}
