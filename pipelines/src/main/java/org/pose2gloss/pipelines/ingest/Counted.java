package org.pose2gloss.pipelines.ingest;

import java.io.Serializable;
import org.pose2gloss.pipelines.ingest.source.Outcome;

/** What is counted of a source. */
sealed interface Counted extends Serializable {
  /** Name of the source. */
  String source();

  /** As text, to be counted by; the source comes last, since it may have any name. */
  String key();

  /** One input and what became of it. */
  record Ended(String source, Outcome outcome) implements Counted {
    @Override
    public String key() {
      return outcome.name() + ":" + source;
    }
  }

  /** One video and the number of the source's place that gave it. */
  record Taken(String source, int place) implements Counted {
    @Override
    public String key() {
      return place + ":" + source;
    }
  }

  /** What a key was made of. */
  static Counted ofKey(String key) {
    int colon = key.indexOf(':');
    String first = key.substring(0, colon);
    String source = key.substring(colon + 1);
    return Character.isDigit(first.charAt(0))
        ? new Taken(source, Integer.parseInt(first))
        : new Ended(source, Outcome.valueOf(first));
  }
}
