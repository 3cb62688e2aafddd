package org.pose2gloss.classifier.training;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Objects;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * What a training is a function of: network, options and data. A checkpoint goes on only where all
 * of it is the same; what concerns the machine or the keeping of checkpoints may differ.
 */
record Fingerprint(NavigableMap<String, String> parts) {
  /** Change neither what is computed nor from what. */
  private static final List<String> OF_NO_MATTER =
      List.of(
          "options.checkpointing.keep",
          "options.checkpointing.everySteps",
          "options.checkpointing.resume",
          "options.prefetchBatches",
          "options.reportSteps",
          "options.threads");

  static Fingerprint of(TrainingPlan plan) {
    NavigableMap<String, String> parts = new TreeMap<>();
    RecordProperties.of(plan.network()).forEach((name, v) -> parts.put("network." + name, v));
    RecordProperties.of(plan.options()).forEach((name, v) -> parts.put("options." + name, v));
    OF_NO_MATTER.forEach(parts::remove);
    parts.put("data.training", Long.toString(plan.train().size()));
    parts.put("data.training.version", plan.train().version());
    parts.put("data.validation", Long.toString(plan.validation().size()));
    parts.put("data.validation.version", plan.validation().version());
    parts.put("data.glosses", Integer.toHexString(plan.glosses().hashCode()));
    plan.identity().forEach((name, value) -> parts.put("given." + name, value));
    return new Fingerprint(parts);
  }

  /** What differs, such as {@code options.epochs (5 there, 7 here)}; empty if nothing does. */
  String differencesFrom(Map<String, String> there) {
    TreeSet<String> names = new TreeSet<>(parts.keySet());
    names.addAll(there.keySet());
    List<String> differences = new ArrayList<>();
    for (String name : names) {
      if (!Objects.equals(parts.get(name), there.get(name))) {
        differences.add(
            String.format(
                "%s (%s there, %s here)", name, shown(there.get(name)), shown(parts.get(name))));
      }
    }
    return String.join(", ", differences);
  }

  private static String shown(String value) {
    return value == null ? "nothing" : value.isEmpty() ? "none" : value;
  }

  /** Sixteen hexadecimal digits that stand for all of it. */
  String digest() {
    long hash = 0;
    for (Map.Entry<String, String> part : parts.entrySet()) {
      hash = Seeds.mix(hash, part.getKey().hashCode(), hash(part.getValue()));
    }
    return String.format("%016x", hash);
  }

  private static long hash(String text) {
    long hash = 0;
    for (int i = 0; i < text.length(); i++) {
      hash = Seeds.mix(hash, text.charAt(i));
    }
    return hash;
  }
}
