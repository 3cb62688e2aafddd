package org.pose2gloss.classifier.network;

import java.util.List;
import java.util.Optional;
import org.tensorflow.Operand;
import org.tensorflow.op.Ops;
import org.tensorflow.op.math.Mean;
import org.tensorflow.op.nn.DepthwiseConv2dNative;
import org.tensorflow.types.TFloat32;
import org.tensorflow.types.TInt32;
import org.tensorflow.types.family.TNumber;

/** The layers of one forward pass: what the blocks are made of. */
final class Layers {
  private static final List<Long> EVERY_PLACE = List.of(1L, 1L, 1L, 1L);

  /** Keras' default. */
  private static final float LAYER_NORMALIZATION_EPSILON = 1e-3f;

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
   * Normalises each frame by its own mean and variance (Ba, Kiros and Hinton, 2016).
   *
   * @param x {@code [batch * time, channels]}
   */
  Operand<TFloat32> normalizeFrames(String name, Operand<TFloat32> x, int channels) {
    Operand<TInt32> across = tf.constant(1);
    Operand<TFloat32> centred = tf.math.sub(x, tf.math.mean(x, across, Mean.keepDims(true)));
    Operand<TFloat32> variance = tf.math.mean(tf.math.square(centred), across, Mean.keepDims(true));
    Operand<TFloat32> scaled =
        tf.math.mul(
            centred,
            tf.math.rsqrt(tf.math.add(variance, tf.constant(LAYER_NORMALIZATION_EPSILON))));
    return tf.math.add(
        tf.math.mul(scaled, variables.offset(name + ".gamma", 1, channels)),
        variables.offset(name + ".beta", 0, channels));
  }

  /**
   * Convolves each channel over time. A causal convolution sees the frame itself and those before
   * it, never one after, so that padding at the end cannot reach a real frame; before the other
   * kind, which sees as many on both sides, padding is made zero.
   *
   * @param x {@code [batch * time, channels]}
   */
  Operand<TFloat32> depthwise(
      String name, Operand<TFloat32> x, int channels, int kernel, boolean causal) {
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
    long after = causal ? 0 : (kernel - 1) / 2;
    long before = kernel - 1 - after;
    return mask.rows(
        tf.nn.depthwiseConv2dNative(
            mask.sequences(causal ? x : mask.withoutPadding(x), 1, channels),
            weights,
            EVERY_PLACE,
            "EXPLICIT",
            DepthwiseConv2dNative.explicitPaddings(0L, 0L, before, after, 0L, 0L, 0L, 0L)),
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

  /**
   * Adds to each frame its place as sines and cosines of it (Vaswani et al., 2017, section 3.5).
   *
   * @param x {@code [batch * time, channels]}
   * @param channels an even number
   */
  Operand<TFloat32> addPlaces(Operand<TFloat32> x, int channels) {
    float[][] rates = new float[1][channels / 2];
    for (int i = 0; i < channels / 2; i++) {
      rates[0][i] = (float) Math.pow(10_000, -2.0 * i / channels);
    }
    Operand<TFloat32> frames =
        tf.dtypes.cast(tf.range(tf.constant(0), mask.time(), tf.constant(1)), TFloat32.class);
    Operand<TFloat32> angles =
        tf.math.mul(tf.expandDims(frames, tf.constant(1)), tf.constant(rates));
    Operand<TFloat32> places =
        tf.concat(List.of(tf.math.sin(angles), tf.math.cos(angles)), tf.constant(1));
    return mask.rows(tf.math.add(mask.sequences(x, channels), tf.stopGradient(places)), channels);
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
