package org.pose2gloss.classifier;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/** Made-up sequences of which each class has a direction of its own, well above the noise. */
public final class SyntheticSigns {
  private static final int SHORTEST = 6;
  private static final int LONGEST = 24;
  private static final double SIGNAL = 0.6;
  private static final double NOISE = 0.3;

  private SyntheticSigns() {}

  /** {@code count} examples, classes in turn, lengths 6 to 24; a function of the seed. */
  public static List<Example> examples(int count, int classes, int points, long seed) {
    int features = points * Example.CHANNELS;
    double[][] directions = new double[classes][features];
    Random fixed = new Random(7);
    for (double[] direction : directions) {
      for (int i = 0; i < features; i++) {
        direction[i] = SIGNAL * fixed.nextGaussian();
      }
    }
    Random random = new Random(seed);
    List<Example> examples = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      int label = i % classes;
      int frames = SHORTEST + random.nextInt(LONGEST - SHORTEST + 1);
      float[] values = new float[frames * features];
      for (int j = 0; j < values.length; j++) {
        values[j] = (float) (directions[label][j % features] + NOISE * random.nextGaussian());
      }
      examples.add(new Example("sign-" + seed + "-" + i, label, frames, values));
    }
    return examples;
  }

  /** A network small enough to train in a second, with every kind of layer. */
  public static NetworkOptions tinyNetwork(int points, int classes) {
    return new NetworkOptions(
        new NetworkInput.NoseRelative(points, -1),
        new Encoder.Convolution(16, 1, 2, 5, true),
        classes);
  }
}
