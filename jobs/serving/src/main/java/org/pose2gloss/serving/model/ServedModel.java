package org.pose2gloss.serving.model;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.pose2gloss.classifier.Example;
import org.pose2gloss.classifier.inference.GlossPredictor;

/**
 * A loaded model and who is using it: its memory is given back when it is retired and the last user
 * has let go. Safe for several threads.
 */
public final class ServedModel {
  private final ModelReference reference;
  private final GlossPredictor predictor;
  private final Preparation preparation;
  private final JsonNode provenance;
  private final List<String> glosses;
  private final Instant loadedAt = Instant.now();

  /** One for being in service, one for each user; 0: closed. */
  private final AtomicInteger users = new AtomicInteger(1);

  ServedModel(
      ModelReference reference,
      GlossPredictor predictor,
      Preparation preparation,
      JsonNode provenance) {
    this.reference = reference;
    this.predictor = predictor;
    this.preparation = preparation;
    this.provenance = provenance;
    this.glosses =
        predictor.glosses().isEmpty()
            ? IntStream.range(0, predictor.classes()).mapToObj(Integer::toString).toList()
            : predictor.glosses();
  }

  /** Which model it is. */
  public ModelReference reference() {
    return reference;
  }

  /** How clips are made ready for it. */
  public Preparation preparation() {
    return preparation;
  }

  /** Where it comes from, as training has told it; a missing node if it has not. */
  public JsonNode provenance() {
    return provenance;
  }

  /** The gloss of each class; where the model names none, the class's number. */
  public List<String> glosses() {
    return glosses;
  }

  /** Points a frame that it takes. */
  public int points() {
    return predictor.points();
  }

  /** When it was loaded. */
  public Instant loadedAt() {
    return loadedAt;
  }

  /** Probabilities by class for each clip; the caller has taken hold of the model. */
  public float[][] predict(List<Example> clips) {
    return predictor.predict(clips);
  }

  /** Takes hold of the model; false if it is closed already. */
  boolean hold() {
    return users.getAndUpdate(n -> n == 0 ? 0 : n + 1) > 0;
  }

  /** Lets go; each {@link #hold()} once. */
  public void release() {
    if (users.decrementAndGet() == 0) {
      predictor.close();
    }
  }
}
