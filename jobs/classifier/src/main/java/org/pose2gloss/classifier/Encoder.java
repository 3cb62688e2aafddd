package org.pose2gloss.classifier;

import java.io.Serializable;

/** The layers between what is seen of each frame and the mean over all frames. */
public sealed interface Encoder extends Serializable
    permits Encoder.Convolution, Encoder.Transformer {

  /** Channels between blocks. */
  int width();

  /**
   * Groups of three convolution blocks and a transformer block: the network that won Google's
   * Isolated Sign Language Recognition competition ("GISLR").
   *
   * @param width channels between blocks, a multiple of {@code heads}
   * @param groups how often three convolution blocks and a transformer block follow each other
   * @param heads attention heads
   * @param kernel frames that a convolution sees, odd unless causal
   * @param causal whether a convolution sees its frame and those before it; else as many on both
   *     sides
   */
  record Convolution(int width, int groups, int heads, int kernel, boolean causal)
      implements Encoder {
    /** Checks the sizes. */
    public Convolution {
      requireHeads(width, heads);
      NetworkOptions.require(groups >= 1, "groups", groups, "1 or more");
      NetworkOptions.require(
          kernel >= 1 && (causal || kernel % 2 == 1), "kernel", kernel, "1 or more, and odd");
    }
  }

  /**
   * Transformer blocks with the frames' places added to them, in the manner of SPOTER (Boháček and
   * Hrúz, "Sign Pose-Based Transformer for Word-Level Sign Language Recognition", 2022), whose
   * query over the frames is a mean here.
   *
   * @param width channels between blocks, even, a multiple of {@code heads}
   * @param layers transformer blocks
   * @param heads attention heads
   */
  record Transformer(int width, int layers, int heads) implements Encoder {
    /** Checks the sizes. */
    public Transformer {
      requireHeads(width, heads);
      NetworkOptions.require(width % 2 == 0, "width", width, "even");
      NetworkOptions.require(layers >= 1, "layers", layers, "1 or more");
    }
  }

  private static void requireHeads(int width, int heads) {
    NetworkOptions.require(heads >= 1, "heads", heads, "1 or more");
    NetworkOptions.require(
        width >= 1 && width % heads == 0, "width", width, "a multiple of the heads");
  }
}
