package org.pose2gloss.classifier.network;

import java.util.List;
import org.pose2gloss.classifier.Encoder;
import org.pose2gloss.classifier.NetworkInput;
import org.pose2gloss.classifier.NetworkOptions;
import org.tensorflow.Operand;
import org.tensorflow.op.Op;
import org.tensorflow.op.Ops;
import org.tensorflow.types.TFloat32;
import org.tensorflow.types.family.TNumber;

/**
 * The pose-to-gloss network: one-dimensional convolutions and transformers over the frames of a
 * sequence, of any length, then the mean over its real frames and one score a gloss.
 *
 * <p>Padding changes nothing: convolutions look back only or see zeros there, attention and means
 * leave padded frames out, and so does batch normalisation.
 *
 * @param options sizes and dropouts
 * @param variables where the weights live; forward passes over the same variables share them
 * @param precision of training's matrix products
 */
public record GlossNetwork(NetworkOptions options, Variables variables, Precision precision) {
  private static final int BLOCKS_A_GROUP = 3;
  private static final int TOP_EXPANSION = 2;

  /** The network in single precision. */
  public GlossNetwork(NetworkOptions options, Variables variables) {
    this(options, variables, Precision.FLOAT32);
  }

  /**
   * A forward pass in training.
   *
   * @param logits {@code [batch, classes]}
   * @param updates operations that move batch normalisation's statistics
   */
  public record TrainingPass(Operand<TFloat32> logits, List<Op> updates) {
    /** Keeps the updates as they are. */
    public TrainingPass {
      updates = List.copyOf(updates);
    }
  }

  /**
   * Scores without dropout, from the moving statistics.
   *
   * @param landmarks {@code [batch, time, points, 3]}, NaN where absent
   * @param mask {@code [batch, time]}, 1 = real, 0 = padding; real frames first
   * @return logits {@code [batch, classes]}
   */
  public Operand<TFloat32> infer(Ops tf, Operand<TFloat32> landmarks, Operand<TFloat32> mask) {
    Frames frames = Frames.of(tf, options.input(), landmarks, mask);
    return logits(Layers.forInference(tf, variables, frames.mask()), frames);
  }

  /**
   * Scores with dropout, from the batch's own statistics.
   *
   * @param landmarks {@code [batch, time, points, 3]}, NaN where absent
   * @param mask {@code [batch, time]}, 1 = real, 0 = padding; real frames first
   * @param seed of the dropout
   * @param step number of steps done so far, a scalar
   * @param headDrops 1 = the head drops numbers, 0 = it does not; a scalar
   */
  public TrainingPass train(
      Ops tf,
      Operand<TFloat32> landmarks,
      Operand<TFloat32> mask,
      long seed,
      Operand<? extends TNumber> step,
      Operand<TFloat32> headDrops) {
    Frames frames = Frames.of(tf, options.input(), landmarks, mask);
    Layers layers =
        Layers.forTraining(tf, variables, precision, frames.mask(), seed, step, headDrops);
    Operand<TFloat32> logits = logits(layers, frames);
    return new TrainingPass(logits, layers.normalization().updates());
  }

  private Operand<TFloat32> logits(Layers layers, Frames frames) {
    FrameMask mask = layers.mask();
    int width = options.encoder().width();
    int wide = TOP_EXPANSION * width;
    Operand<TFloat32> x = mask.rows(frames.features(), frames.width());
    if (options.input() instanceof NetworkInput.Parts) {
      // Shapes, places and speeds are on unlike scales.
      x = layers.normalize("input.normalization", x, frames.width());
    }
    x = layers.dense("stem", x, frames.width(), width);
    x = layers.normalize("stem.normalization", x, width);
    if (options.encoder() instanceof Encoder.Convolution convolution) {
      x = convolution(layers, convolution, x);
    } else if (options.encoder() instanceof Encoder.Transformer transformer) {
      x = transformer(layers, transformer, x);
    }
    // The mean before the product, which is the same: one row a sequence is computed, not one a
    // frame.
    Operand<TFloat32> means = mask.rows(mask.mean(mask.sequences(x, width)), width);
    Operand<TFloat32> top = layers.denseWithBias("top", means, width, wide);
    top = layers.dropHeadNumbers(top, options.headDropout());
    return layers.denseWithBias("head", top, wide, options.classes());
  }

  private Operand<TFloat32> convolution(
      Layers layers, Encoder.Convolution encoder, Operand<TFloat32> stem) {
    Operand<TFloat32> x = stem;
    for (int group = 0; group < encoder.groups(); group++) {
      String prefix = "group" + group;
      for (int block = 0; block < BLOCKS_A_GROUP; block++) {
        x =
            new ConvolutionBlock(prefix + ".convolution" + block, encoder, options.dropPath())
                .apply(layers, x);
      }
      x = block(prefix + ".transformer", encoder.heads(), layers::normalize).apply(layers, x);
    }
    return x;
  }

  private Operand<TFloat32> transformer(
      Layers layers, Encoder.Transformer encoder, Operand<TFloat32> stem) {
    Operand<TFloat32> x = layers.addPlaces(stem, encoder.width());
    for (int layer = 0; layer < encoder.layers(); layer++) {
      x = block("layer" + layer, encoder.heads(), layers::normalizeFrames).apply(layers, x);
    }
    return layers.normalizeFrames("encoder.normalization", x, encoder.width());
  }

  private TransformerBlock block(String name, int heads, TransformerBlock.Norm norm) {
    return new TransformerBlock(
        name, options.encoder().width(), heads, options.dropout(), options.dropPath(), norm);
  }
}
