package org.pose2gloss.classifier.network;

import java.util.ArrayList;
import java.util.List;
import org.tensorflow.Operand;
import org.tensorflow.op.Op;
import org.tensorflow.op.Ops;
import org.tensorflow.types.TFloat32;

/**
 * Batch normalisation over real frames only (Ioffe and Szegedy, 2015).
 *
 * <p>TensorFlow's fused kernel cannot leave padding out, so the moments are matrix products with
 * the mask's weights; as in Keras, the moving variance is the biased one.
 */
final class BatchNormalization {
  /** Keras' default. */
  private static final float EPSILON = 1e-3f;

  /** Share of the old statistic that a step keeps, as in the original system's network. */
  private static final float MOMENTUM = 0.95f;

  private final Ops tf;
  private final Variables variables;
  private final FrameMask mask;
  private final boolean training;
  private final List<Op> updates = new ArrayList<>();

  BatchNormalization(Ops tf, Variables variables, FrameMask mask, boolean training) {
    this.tf = tf;
    this.variables = variables;
    this.mask = mask;
    this.training = training;
  }

  /** Normalises {@code x [batch * time, channels]}. */
  Operand<TFloat32> apply(String name, Operand<TFloat32> x, int channels) {
    Operand<TFloat32> gamma = variables.offset(name + ".gamma", 1, channels);
    Operand<TFloat32> beta = variables.offset(name + ".beta", 0, channels);
    Variable movingMean = variables.statistic(name + ".moving_mean", 0, channels);
    Variable movingVariance = variables.statistic(name + ".moving_variance", 1, channels);
    if (!training) {
      Operand<TFloat32> scale = scale(gamma, movingVariance.value());
      return tf.math.add(
          tf.math.mul(x, scale), tf.math.sub(beta, tf.math.mul(movingMean.value(), scale)));
    }
    Operand<TFloat32> mean = tf.linalg.matMul(mask.frameWeights(), x);
    // Not x - mean, whose gradient would negate every number of the batch before it sums them.
    Operand<TFloat32> centred = tf.math.add(x, tf.math.neg(mean));
    Operand<TFloat32> variance = tf.linalg.matMul(mask.frameWeights(), tf.math.square(centred));
    move(movingMean, mean, channels);
    move(movingVariance, variance, channels);
    return tf.math.add(tf.math.mul(centred, scale(gamma, variance)), beta);
  }

  private Operand<TFloat32> scale(Operand<TFloat32> gamma, Operand<TFloat32> variance) {
    return tf.math.mul(gamma, tf.math.rsqrt(tf.math.add(variance, tf.constant(EPSILON))));
  }

  private void move(Variable statistic, Operand<TFloat32> now, int channels) {
    Operand<TFloat32> difference =
        tf.math.sub(statistic.value(), tf.reshape(now, tf.array(channels)));
    updates.add(
        tf.assignSubVariableOp(
            statistic.handle(), tf.math.mul(difference, tf.constant(1 - MOMENTUM))));
  }

  /** Operations that move the statistics, of every layer applied so far. */
  List<Op> updates() {
    return List.copyOf(updates);
  }
}
