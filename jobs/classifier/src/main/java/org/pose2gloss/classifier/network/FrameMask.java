package org.pose2gloss.classifier.network;

import java.util.List;
import org.tensorflow.Operand;
import org.tensorflow.op.Ops;
import org.tensorflow.op.core.Sum;
import org.tensorflow.types.TFloat32;
import org.tensorflow.types.TInt32;

/**
 * Which frames of a padded batch are real, in the forms that the layers need. Real frames come
 * first, padding last.
 *
 * <p>Between layers a batch is {@code [batch * time, channels]}: most layers treat frames alike,
 * and a matrix product over all frames at once is the fastest form of them.
 */
final class FrameMask {
  /** Far below any attention score, and far from float's limits. */
  private static final float MASKED_SCORE = -1e9f;

  private final Ops tf;
  private final Operand<TFloat32> mask;
  private final Operand<TInt32> batch;
  private final Operand<TInt32> time;

  /**
   * A mask.
   *
   * @param mask {@code [batch, time]}, 1 = real, 0 = padding
   */
  FrameMask(Ops tf, Operand<TFloat32> mask) {
    this.tf = tf;
    this.mask = mask;
    Operand<TInt32> shape = tf.shape(mask);
    this.batch = tf.gather(shape, tf.constant(0), tf.constant(0));
    this.time = tf.gather(shape, tf.constant(1), tf.constant(0));
  }

  /** Number of sequences, a scalar. */
  Operand<TInt32> batch() {
    return batch;
  }

  /** Frames of the padded sequences, a scalar. */
  Operand<TInt32> time() {
    return time;
  }

  /**
   * Weights {@code [1, batch * time]} whose product with {@code [batch * time, channels]} is the
   * mean over all real frames of the batch.
   */
  Operand<TFloat32> frameWeights() {
    Operand<TFloat32> real = tf.sum(mask, tf.array(0, 1));
    return tf.stopGradient(
        tf.reshape(tf.math.div(mask, tf.math.maximum(real, tf.constant(1f))), tf.array(1, -1)));
  }

  /**
   * Mean over each sequence's real frames.
   *
   * @param sequences {@code [batch, time, channels]}
   * @return {@code [batch, 1, channels]}
   */
  Operand<TFloat32> mean(Operand<TFloat32> sequences) {
    Operand<TFloat32> real = tf.sum(mask, tf.constant(1), Sum.keepDims(true));
    Operand<TFloat32> weights =
        tf.stopGradient(tf.math.div(mask, tf.math.maximum(real, tf.constant(1f))));
    return tf.train.batchMatMul(tf.expandDims(weights, tf.constant(1)), sequences, TFloat32.class);
  }

  /** Added to attention scores {@code [batch, heads, time, time]}: nobody attends to padding. */
  Operand<TFloat32> attentionBias() {
    Operand<TFloat32> bias =
        tf.math.mul(tf.math.sub(tf.constant(1f), mask), tf.constant(MASKED_SCORE));
    return tf.stopGradient(tf.expandDims(tf.expandDims(bias, tf.constant(1)), tf.constant(1)));
  }

  /** {@code x [batch * time, channels]} with zeros in all padding. */
  Operand<TFloat32> withoutPadding(Operand<TFloat32> x) {
    return tf.math.mul(x, tf.reshape(mask, tf.array(-1, 1)));
  }

  /** {@code [batch * time, ...]} as {@code [batch, time, rest...]}. */
  Operand<TFloat32> sequences(Operand<TFloat32> rows, int... rest) {
    return tf.reshape(
        rows, tf.concat(List.of(tf.stack(List.of(batch, time)), tf.array(rest)), tf.constant(0)));
  }

  /** {@code [batch, time, ...]} as {@code [batch * time, channels]}. */
  Operand<TFloat32> rows(Operand<TFloat32> sequences, int channels) {
    return tf.reshape(sequences, tf.array(-1, channels));
  }
}
