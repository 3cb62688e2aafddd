package org.pose2gloss.command;

import java.util.Collection;
import java.util.Comparator;
import org.apache.commons.text.similarity.LevenshteinDistance;

/** The known name that a mistyped one is most like. */
final class Nearest {
  private Nearest() {}

  /**
   * The candidate with the least edit distance (Levenshtein); the first in alphabetical order among
   * equals.
   *
   * @throws IllegalArgumentException if there is no candidate
   */
  static String of(String name, Collection<String> candidates) {
    return candidates.stream()
        .min(
            Comparator.comparingInt(
                    (String candidate) ->
                        LevenshteinDistance.getDefaultInstance().apply(name, candidate))
                .thenComparing(c -> c))
        .orElseThrow(() -> new IllegalArgumentException("no candidates"));
  }
}
