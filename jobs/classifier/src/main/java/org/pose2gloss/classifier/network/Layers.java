package org.pose2gloss.classifier.network;

import java.util.List;
import java.util.Optional;
import org.tensorflow.Operand;
import org.tensorflow.op.Ops;
import org.tensorflow.op.nn.DepthwiseConv2dNative;
import org.tensorflow.types.TFloat32;
import org.tensorflow.types.family.TNumber;

/** The layers of one forward pass: what the blocks are made of. */
final class Layers {
  private static final List<Long> EVERY_PLACE = List.of(1L, 1L, 1L, 1L);

  private final Ops tf;
  private final Variables variables;
  private final Precision precision;
  private final FrameMask mask;
  private final BatchNormalization normalization;
  private final Optional<Dropout> dropout;
  private final Operand<TFloat32> headDrops;

  private Layers(
      Ops tf,
      Variables variables,
      Precision precision,
      FrameMask mask,
      BatchNormalization normalization,
      Optional<Dropout> dropout,
      Operand<TFloat32> headDrops) {
    this.tf = tf;
    this.variables = variables;
    this.precision = precision;
    this.mask = mask;
    this.normalization = normalization;
    this.dropout = dropout;
    this.headDrops = headDrops;
  }

  /** Layers that drop nothing and normalise with the moving statistics. */
  static Layers forInference(Ops tf, Variables variables, FrameMask mask) {
    return new Layers(
        tf,
        variables,
        Precision.FLOAT32,
        mask,
        new BatchNormalization(tf, variables, mask, false),
        Optional.empty(),
        tf.constant(0f));
  }

  /** Layers that drop at random and normalise with the batch's own statistics. */
  static Layers forTraining(
      Ops tf,
      Variables variables,
      Precision precision,
      FrameMask mask,
      long seed,
      Operand<? extends TNumber> step,
      Operand<TFloat32> headDrops) {
    return new Layers(
        tf,
        variables,
        precision,
        mask,
        new BatchNormalization(tf, variables, mask, true),
        Optional.of(new Dropout(tf, seed, step)),
        headDrops);
  }

  Ops tf() {
    return tf;
  }

  FrameMask mask() {
    return mask;
  }

  BatchNormalization normalization() {
    return normalization;
  }

  /** {@code [n, in]} to {@code [n, out]}. */
  Operand<TFloat32> dense(String name, Operand<TFloat32> x, int in, int out) {
    return precision.product(
        tf, x, variables.kernel(name + ".kernel", Initializer.glorot(in, out), in, out));
  }

  /** {@code [n, in]} to {@code [n, out]}, with a bias. */
  Operand<TFloat32> denseWithBias(String name, Operand<TFloat32> x, int in, int out) {
    return tf.nn.biasAdd(dense(name, x, in, out), variables.offset(name + ".bias", 0, out));
  }

  /**
   * A kernel that is given its own first values, with a bias: {@code [n, in]} to {@code [n, out]}.
   */
  Operand<TFloat32> denseWithBias(
      String name, Operand<TFloat32> x, int in, int out, Initializer initializer) {
    return tf.nn.biasAdd(
        precision.product(tf, x, variables.kernel(name + ".kernel", initializer, in, out)),
        variables.offset(name + ".bias", 0, out));
  }

  /** Products of the matrices that the last two axes hold; those of b transposed if wanted. */
  Operand<TFloat32> products(Operand<TFloat32> a, Operand<TFloat32> b, boolean transposeB) {
    return precision.products(tf, a, b, transposeB);
  }

  /** x sigmoid(x), also called SiLU. */
  Operand<TFloat32> swish(Operand<TFloat32> x) {
    return tf.math.mul(x, tf.math.sigmoid(x));
  }

  Operand<TFloat32> normalize(String name, Operand<TFloat32> x, int channels) {
    return normalization.apply(name, x, channels);
  }

  /**
   * Convolves each channel over time, seeing the frame itself and those before it, never one after:
   * padding at the end cannot reach a real frame.
   *
   * @param x {@code [batch * time, channels]}
   */
  Operand<TFloat32> causalDepthwise(String name, Operand<TFloat32> x, int channels, int kernel) {
    // Fans as Keras counts them for a kernel of shape [kernel, channels, 1].
    Operand<TFloat32> weights =
        variables.kernel(
            name + ".kernel",
            Initializer.glorot((long) kernel * channels, kernel),
            kernel,
            1,
            channels,
            1);
    // Time as the height of a picture of width 1: the other layout hangs in oneDNN of TF 2.16.
    return mask.rows(
        tf.nn.depthwiseConv2dNative(
            mask.sequences(x, 1, channels),
            weights,
            EVERY_PLACE,
            "EXPLICIT",
            DepthwiseConv2dNative.explicitPaddings(0L, 0L, kernel - 1L, 0L, 0L, 0L, 0L, 0L)),
        channels);
  }

  /**
   * Weighs channels by a small convolution over their means (Wang et al., "ECA-Net", 2020).
   *
   * @param x {@code [batch * time, channels]}
   */
  Operand<TFloat32> channelAttention(String name, Operand<TFloat32> x, int channels, int kernel) {
    Operand<TFloat32> sequences = mask.sequences(x, channels);
    Operand<TFloat32> means = tf.reshape(mask.mean(sequences), tf.array(-1, 1, channels, 1));
    Operand<TFloat32> weights =
        variables.kernel(name + ".kernel", Initializer.glorot(kernel, kernel), 1, kernel, 1, 1);
    Operand<TFloat32> gates = tf.math.sigmoid(tf.nn.conv2d(means, weights, EVERY_PLACE, "SAME"));
    return mask.rows(
        tf.math.mul(sequences, tf.reshape(gates, tf.array(-1, 1, channels))), channels);
  }

  /** In training, drops numbers of {@code x}. */
  Operand<TFloat32> dropNumbers(Operand<TFloat32> x, float rate) {
    return dropout.map(d -> d.numbers(x, rate)).orElse(x);
  }

  /** In training, drops numbers of {@code x} while the head's dropout is on. */
  Operand<TFloat32> dropHeadNumbers(Operand<TFloat32> x, float rate) {
    return dropout.map(d -> d.numbers(x, rate, headDrops)).orElse(x);
  }

  /** In training, drops whole samples of {@code x [batch * time, channels]}. */
  Operand<TFloat32> dropSamples(Operand<TFloat32> x, int channels, float rate) {
    return dropout
        .map(d -> mask.rows(d.samples(mask.sequences(x, channels), rate, mask), channels))
        .orElse(x);
  }
}
