package org.pose2gloss.pipelines.ingest;

import java.io.Serializable;
import org.pose2gloss.pipelines.ingest.source.Outcome;

/** One input of a source and what became of it, for counting. */
record Tally(String source, Outcome outcome) implements Serializable {
  /** As text, to be counted by; the outcome first, since a source may have any name. */
  String key() {
    return outcome.name() + ":" + source;
  }

  static Tally ofKey(String key) {
    int colon = key.indexOf(':');
    return new Tally(key.substring(colon + 1), Outcome.valueOf(key.substring(0, colon)));
  }
}
