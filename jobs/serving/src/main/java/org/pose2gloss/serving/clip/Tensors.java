package org.pose2gloss.serving.clip;

import java.util.List;
import org.pose2gloss.classifier.Example;

/**
 * What a request of the Open Inference Protocol asks.
 *
 * @param id the client's name for it; empty if it gave none
 * @param clips of the input {@code landmarks}
 * @param binary whether the answer's numbers are to follow its JSON as bytes (Triton's extension
 *     for binary tensors)
 */
public record Tensors(String id, List<Example> clips, boolean binary) {
  /** Keeps the clips as they are. */
  public Tensors {
    clips = List.copyOf(clips);
  }
}
