package org.pose2gloss.classifier.network;

import org.pose2gloss.classifier.NetworkOptions;
import org.tensorflow.Operand;
import org.tensorflow.types.TFloat32;

/**
 * Widen, convolve over time, normalise, weigh channels, narrow, add to what came in.
 *
 * @param name prefix of its variables
 */
record ConvolutionBlock(String name, NetworkOptions options) {
  private static final int EXPANSION = 2;
  private static final int CHANNEL_ATTENTION_KERNEL = 5;

  /** {@code [batch * time, width]} to the same shape. */
  Operand<TFloat32> apply(Layers layers, Operand<TFloat32> x) {
    int width = options.width();
    int wide = EXPANSION * width;
    Operand<TFloat32> y = layers.swish(layers.denseWithBias(name + ".expand", x, width, wide));
    y = layers.causalDepthwise(name + ".depthwise", y, wide, options.kernel());
    y = layers.normalize(name + ".normalization", y, wide);
    y = layers.channelAttention(name + ".attention", y, wide, CHANNEL_ATTENTION_KERNEL);
    y = layers.denseWithBias(name + ".project", y, wide, width);
    return layers.tf().math.add(x, layers.dropSamples(y, width, options.dropPath()));
  }
}
