package org.pose2gloss.classifier.network;

import org.tensorflow.Operand;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.op.Ops;
import org.tensorflow.op.random.StatelessRandomUniform;
import org.tensorflow.types.TFloat32;

/** What a variable holds before the first step. */
sealed interface Initializer {

  /** The same number everywhere. */
  record Constant(float value) implements Initializer {
    @Override
    public Operand<TFloat32> of(Ops tf, Shape shape, int seed, int index) {
      return tf.fill(tf.constant(shape.asArray()), tf.constant(value));
    }
  }

  /**
   * Uniform in +-limit, as Glorot and Bengio, "Understanding the difficulty of training deep
   * feedforward neural networks" (2010), equation 16.
   */
  record Uniform(float limit) implements Initializer {
    @Override
    public Operand<TFloat32> of(Ops tf, Shape shape, int seed, int index) {
      StatelessRandomUniform<TFloat32> zeroToOne =
          tf.random.statelessRandomUniform(
              tf.constant(shape.asArray()), tf.array(seed, index), TFloat32.class);
      return tf.math.mul(tf.math.sub(zeroToOne, tf.constant(0.5f)), tf.constant(2 * limit));
    }
  }

  /**
   * Values of a variable.
   *
   * @param seed of the run
   * @param index of the variable, so that no two are alike
   */
  Operand<TFloat32> of(Ops tf, Shape shape, int seed, int index);

  /** {@link Uniform} with limit sqrt(6 / (in + out)). */
  static Initializer glorot(long in, long out) {
    return new Uniform((float) Math.sqrt(6.0 / (in + out)));
  }
}
