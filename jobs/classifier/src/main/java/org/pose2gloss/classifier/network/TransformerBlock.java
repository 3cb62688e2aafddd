package org.pose2gloss.classifier.network;

import java.util.List;
import org.tensorflow.Operand;
import org.tensorflow.Output;
import org.tensorflow.op.Ops;
import org.tensorflow.types.TFloat32;

/**
 * Self-attention over all real frames, then a small feed-forward network, each added to what came
 * in (Vaswani et al., 2017).
 *
 * @param name prefix of its variables
 * @param width channels
 * @param heads attention heads
 * @param dropout share of attention's weights dropped in training
 * @param dropPath share of sequences that a half of it leaves as they came in, in training
 * @param norm what comes before each half
 */
record TransformerBlock(
    String name, int width, int heads, float dropout, float dropPath, Norm norm) {
  private static final int EXPANSION = 2;
  private static final int QUERY_KEY_VALUE = 3;

  /** Normalises {@code [batch * time, channels]}. */
  @FunctionalInterface
  interface Norm {
    /** With variables of that name. */
    Operand<TFloat32> apply(String name, Operand<TFloat32> x, int channels);
  }

  /** {@code [batch * time, width]} to the same shape. */
  Operand<TFloat32> apply(Layers layers, Operand<TFloat32> x) {
    Operand<TFloat32> y =
        attention(layers, norm.apply(name + ".attention.normalization", x, width));
    Operand<TFloat32> attended = layers.tf().math.add(x, layers.dropSamples(y, width, dropPath));
    y = norm.apply(name + ".feed_forward.normalization", attended, width);
    y = layers.swish(layers.dense(name + ".expand", y, width, EXPANSION * width));
    y = layers.dense(name + ".project", y, EXPANSION * width, width);
    return layers.tf().math.add(attended, layers.dropSamples(y, width, dropPath));
  }

  private Operand<TFloat32> attention(Layers layers, Operand<TFloat32> x) {
    Ops tf = layers.tf();
    int depth = width / heads;
    // First values as Keras' MultiHeadAttention draws them: its fans count a kernel of shape
    // [width, heads, depth] as a convolution of width places, and [heads, depth, width] of heads.
    Initializer projection = Initializer.glorot((long) width * heads, (long) width * depth);
    Initializer output = Initializer.glorot((long) heads * depth, (long) heads * width);

    // Columns: query, key, value; inside each the heads one after another.
    Operand<TFloat32> all =
        layers.denseWithBias(
            name + ".attention.query_key_value", x, width, QUERY_KEY_VALUE * width, projection);
    Operand<TFloat32> byHead =
        tf.linalg.transpose(
            layers.mask().sequences(all, QUERY_KEY_VALUE * heads, depth), tf.array(0, 2, 1, 3));
    List<Output<TFloat32>> parts =
        tf.split(tf.constant(1), byHead, (long) QUERY_KEY_VALUE).output();
    Operand<TFloat32> query =
        tf.math.mul(parts.get(0), tf.constant((float) (1 / Math.sqrt(depth))));
    Operand<TFloat32> scores = layers.products(query, parts.get(1), true);
    Operand<TFloat32> shares =
        layers.dropNumbers(
            tf.nn.softmax(tf.math.add(scores, layers.mask().attentionBias())), dropout);
    Operand<TFloat32> attended =
        tf.linalg.transpose(layers.products(shares, parts.get(2), false), tf.array(0, 2, 1, 3));
    return layers.denseWithBias(
        name + ".attention.output", layers.mask().rows(attended, width), width, width, output);
  }
}
