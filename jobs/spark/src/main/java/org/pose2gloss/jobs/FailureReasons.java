package org.pose2gloss.jobs;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Counts failures by what they have in common. */
final class FailureReasons {
  private static final String OTHERS = "other reasons";

  private final Map<String, Long> counts = new HashMap<>();

  /**
   * Counts one.
   *
   * @param reason sentence of the table of failures
   * @param name what the sentence calls the video
   */
  void add(String reason, String name) {
    counts.merge(group(reason, name), 1L, Long::sum);
  }

  /** How many there are. */
  long total() {
    return counts.values().stream().mapToLong(Long::longValue).sum();
  }

  /**
   * The commonest reasons with their counts, the commonest first; all others together last.
   *
   * @param most reasons that are named
   */
  Map<String, Long> commonest(int most) {
    List<Map.Entry<String, Long>> sorted = new ArrayList<>(counts.entrySet());
    sorted.sort(
        Map.Entry.<String, Long>comparingByValue(Comparator.reverseOrder())
            .thenComparing(Map.Entry.comparingByKey()));
    Map<String, Long> named = new LinkedHashMap<>();
    sorted.stream().limit(most).forEach(one -> named.put(one.getKey(), one.getValue()));
    long others = sorted.stream().skip(most).mapToLong(Map.Entry::getValue).sum();
    if (others > 0) {
      named.put(OTHERS, others);
    }
    return named;
  }

  /** The sentence without what is the video's own: its name and its numbers. */
  static String group(String reason, String name) {
    return reason
        .replace(name, "")
        .replaceAll("\\d+(\\.\\d+)?(E-?\\d+)?", "#")
        .replaceAll("\\s+", " ")
        .replaceAll(" ([:,.])", "$1")
        .strip();
  }
}
