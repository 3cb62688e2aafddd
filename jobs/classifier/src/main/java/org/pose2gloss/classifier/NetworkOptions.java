package org.pose2gloss.classifier;

import java.io.Serializable;

/**
 * A network: what it sees, how it looks at it, and what it tells apart.
 *
 * @param input what the first layer sees of the landmarks
 * @param encoder the layers after it
 * @param classes number of glosses, 2 or more
 * @param dropout share of attention's weights dropped in training, 0 up to but not including 1
 * @param dropPath share of sequences that skip a block's branch in training ("stochastic depth",
 *     Huang et al., 2016), likewise
 * @param headDropout share dropped before the last layer in training, likewise
 */
public record NetworkOptions(
    NetworkInput input,
    Encoder encoder,
    int classes,
    float dropout,
    float dropPath,
    float headDropout)
    implements Serializable {

  /** Checks the sizes. */
  public NetworkOptions {
    require(classes >= 2, "classes", classes, "2 or more");
    requireShare("dropout", dropout);
    requireShare("dropPath", dropPath);
    requireShare("headDropout", headDropout);
  }

  /** A network without any dropout. */
  public NetworkOptions(NetworkInput input, Encoder encoder, int classes) {
    this(input, encoder, classes, 0, 0, 0);
  }

  private static void requireShare(String name, float value) {
    require(value >= 0 && value < 1, name, value, "at least 0 and below 1");
  }

  static void require(boolean holds, String name, Object value, String rule) {
    if (!holds) {
      throw new ClassifierException(
          String.format("The network's %s must be %s, not %s.", name, rule, value));
    }
  }

  /**
   * The original system's network: every frame relative to the nose, width 192, two groups, four
   * heads, causal kernels of 17 frames, all dropouts 0.2; 1,748,098 parameters at 180 points and
   * 100 classes.
   *
   * @param points landmarks a frame
   * @param nose which of them is the tip of the nose, from 0; -1 if none is
   * @param classes number of glosses
   */
  public static NetworkOptions original(int points, int nose, int classes) {
    return new NetworkOptions(
        new NetworkInput.NoseRelative(points, nose),
        new Encoder.Convolution(192, 2, 4, 17, true),
        classes,
        0.2f,
        0.2f,
        0.2f);
  }

  /** The same network with other dropouts. */
  public NetworkOptions withDropout(float newDropout, float newDropPath, float newHeadDropout) {
    return new NetworkOptions(input, encoder, classes, newDropout, newDropPath, newHeadDropout);
  }

  /** Landmarks a frame. */
  public int points() {
    return input.points();
  }
}
