package org.pose2gloss.classifier.training;

import java.util.ArrayList;
import java.util.List;
import org.tensorflow.Operand;
import org.tensorflow.op.Ops;
import org.tensorflow.types.TFloat32;

/**
 * Gradients scaled down together so that their global norm stays within a limit (Pascanu et al.,
 * 2013).
 *
 * @param norm global norm before clipping, a scalar
 * @param gradients after clipping, in the order given
 */
record GradientClipping(Operand<TFloat32> norm, List<Operand<TFloat32>> gradients) {

  /** Clips; {@code limit} 0 leaves the gradients as they are. */
  static GradientClipping clip(Ops tf, List<Operand<TFloat32>> gradients, float limit) {
    List<Operand<TFloat32>> halfSquares = new ArrayList<>();
    gradients.forEach(gradient -> halfSquares.add(tf.nn.l2Loss(gradient)));
    Operand<TFloat32> norm = tf.math.sqrt(tf.math.mul(tf.math.addN(halfSquares), tf.constant(2f)));
    if (limit == 0) {
      return new GradientClipping(norm, List.copyOf(gradients));
    }
    Operand<TFloat32> scale =
        tf.math.div(tf.constant(limit), tf.math.maximum(norm, tf.constant(limit)));
    List<Operand<TFloat32>> clipped = new ArrayList<>();
    gradients.forEach(gradient -> clipped.add(tf.math.mul(gradient, scale)));
    return new GradientClipping(norm, List.copyOf(clipped));
  }
}
