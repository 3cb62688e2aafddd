package org.pose2gloss.classifier.training;

import java.io.Serializable;
import org.pose2gloss.classifier.Example;

/**
 * Changes a training example each time that it is seen, such as augmentation on the fly. Called off
 * the training thread, never for validation.
 */
@FunctionalInterface
public interface ExampleTransform extends Serializable {

  /**
   * The example to train on; {@code example} itself and its array stay as they are.
   *
   * @param seed a function of the training's seed, the epoch and the example's place in it, to be
   *     the only source of randomness: a training that goes on must see the same examples
   */
  Example apply(Example example, long seed);

  /** Leaves examples as they are. */
  static ExampleTransform none() {
    return (example, seed) -> example;
  }
}
