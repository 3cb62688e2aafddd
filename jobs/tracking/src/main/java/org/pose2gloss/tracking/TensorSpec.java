package org.pose2gloss.tracking;

import java.util.List;

/**
 * One named input or output of a model.
 *
 * @param name as the SavedModel's signature has it
 * @param type NumPy's name, as {@code float32}
 * @param shape -1 where any size is taken; the batch comes first
 */
public record TensorSpec(String name, String type, List<Integer> shape) {

  public TensorSpec {
    shape = List.copyOf(shape);
  }
}
