package org.pose2gloss.serving.trace;

import java.time.Instant;
import java.util.Optional;
import java.util.UUID;
import org.pose2gloss.classifier.Example;
import org.pose2gloss.features.PointSelection;
import org.pose2gloss.serving.model.ModelReference;

/**
 * A clip and what the model said of it.
 *
 * @param id of this trace
 * @param requestId of the request that brought it
 * @param answered when
 * @param model which one
 * @param landmarks the clip's points; empty if that is unknown
 * @param clip as the network saw it
 * @param predicted the most probable gloss
 * @param probability its probability, 0 to 1
 */
public record Trace(
    UUID id,
    String requestId,
    Instant answered,
    ModelReference model,
    Optional<PointSelection> landmarks,
    Example clip,
    String predicted,
    float probability) {

  /** What its landmarks take of memory. */
  long bytes() {
    return (long) clip.xyz().length * Float.BYTES;
  }
}
