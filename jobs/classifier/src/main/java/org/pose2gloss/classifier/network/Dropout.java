package org.pose2gloss.classifier.network;

import java.util.List;
import org.tensorflow.Operand;
import org.tensorflow.op.Ops;
import org.tensorflow.types.TFloat32;
import org.tensorflow.types.TInt32;
import org.tensorflow.types.family.TNumber;

/**
 * Sets a random share of numbers to zero and scales up the others (Srivastava et al., 2014).
 *
 * <p>The randomness is a function of the run's seed, the place in the network and the step, not of
 * a generator's state: a run repeats from its seed, and goes on from a checkpoint as if it had
 * never stopped.
 */
final class Dropout {
  private final Ops tf;
  private final int seed;
  private final Operand<TInt32> step;
  private int places;

  /** Dropout of one forward pass; {@code step} is the number of steps done so far. */
  Dropout(Ops tf, long seed, Operand<? extends TNumber> step) {
    this.tf = tf;
    // Multiplied by the golden ratio's bits: neighbouring seeds must not share places.
    this.seed = Long.hashCode(seed * 0x9E3779B97F4A7C15L);
    this.step = tf.dtypes.cast(step, TInt32.class);
  }

  /** Drops each number of {@code x} for itself. */
  Operand<TFloat32> numbers(Operand<TFloat32> x, float rate) {
    return drop(x, rate, tf.shape(x));
  }

  /**
   * Drops each number of {@code x} for itself while a switch is on.
   *
   * @param on 1 or 0, a scalar
   */
  Operand<TFloat32> numbers(Operand<TFloat32> x, float rate, Operand<TFloat32> on) {
    return rate == 0 ? x : drop(x, tf.math.mul(tf.constant(rate), on), tf.shape(x));
  }

  /** Drops, of {@code x [batch, time, channels]}, whole sequences: the residual goes on alone. */
  Operand<TFloat32> samples(Operand<TFloat32> x, float rate, FrameMask mask) {
    Operand<TInt32> one = tf.constant(1);
    return drop(x, rate, tf.stack(List.of(mask.batch(), one, one)));
  }

  private Operand<TFloat32> drop(Operand<TFloat32> x, float rate, Operand<TInt32> noiseShape) {
    return rate == 0 ? x : drop(x, tf.constant(rate), noiseShape);
  }

  private Operand<TFloat32> drop(
      Operand<TFloat32> x, Operand<TFloat32> rate, Operand<TInt32> noiseShape) {
    int place = seed + ++places;
    Operand<TFloat32> uniform =
        tf.random.statelessRandomUniform(
            noiseShape, tf.stack(List.of(tf.constant(place), step)), TFloat32.class);
    Operand<TFloat32> kept = tf.dtypes.cast(tf.math.greaterEqual(uniform, rate), TFloat32.class);
    return tf.math.mul(x, tf.stopGradient(tf.math.div(kept, tf.math.sub(tf.constant(1f), rate))));
  }
}
