package org.pose2gloss.classifier.network;

import org.pose2gloss.classifier.Encoder;
import org.tensorflow.Operand;
import org.tensorflow.types.TFloat32;

/**
 * Widen, convolve over time, normalise, weigh channels, narrow, add to what came in.
 *
 * @param name prefix of its variables
 * @param encoder its sizes
 * @param dropPath share of sequences that it leaves as they came in, in training
 */
record ConvolutionBlock(String name, Encoder.Convolution encoder, float dropPath) {
  private static final int EXPANSION = 2;
  private static final int CHANNEL_ATTENTION_KERNEL = 5;

  /** {@code [batch * time, width]} to the same shape. */
  Operand<TFloat32> apply(Layers layers, Operand<TFloat32> x) {
    int width = encoder.width();
    int wide = EXPANSION * width;
    Operand<TFloat32> y = layers.swish(layers.denseWithBias(name + ".expand", x, width, wide));
    y = layers.depthwise(name + ".depthwise", y, wide, encoder.kernel(), encoder.causal());
    y = layers.normalize(name + ".normalization", y, wide);
    y = layers.channelAttention(name + ".attention", y, wide, CHANNEL_ATTENTION_KERNEL);
    y = layers.denseWithBias(name + ".project", y, wide, width);
    return layers.tf().math.add(x, layers.dropSamples(y, width, dropPath));
  }
}
