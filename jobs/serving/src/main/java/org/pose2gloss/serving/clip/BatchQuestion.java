package org.pose2gloss.serving.clip;

import java.util.List;
import org.pose2gloss.classifier.Example;

/**
 * What a request of several clips asks.
 *
 * @param clips 1 or more
 * @param topN how many glosses to answer each with, 1 or more
 */
public record BatchQuestion(List<Example> clips, int topN) {
  /** Keeps the clips as they are. */
  public BatchQuestion {
    clips = List.copyOf(clips);
  }
}
