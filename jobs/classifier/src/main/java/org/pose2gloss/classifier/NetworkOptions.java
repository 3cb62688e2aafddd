package org.pose2gloss.classifier;

/**
 * Size of the network, the one that won Google's Isolated Sign Language Recognition competition
 * ("GISLR") in the form that the original system used.
 *
 * @param points landmarks a frame
 * @param nose which of them is the tip of the nose, from 0; -1 if none is
 * @param classes number of glosses, 2 or more
 * @param width channels between blocks, a multiple of {@code heads}
 * @param groups how often three convolution blocks and a transformer block follow each other
 * @param heads attention heads
 * @param kernel frames that a causal convolution sees, itself included
 * @param dropout share of attention's weights dropped in training, 0 up to but not including 1
 * @param dropPath share of sequences that skip a block's branch in training ("stochastic depth",
 *     Huang et al., 2016), likewise
 * @param headDropout share dropped before the last layer in training, likewise
 */
public record NetworkOptions(
    int points,
    int nose,
    int classes,
    int width,
    int groups,
    int heads,
    int kernel,
    float dropout,
    float dropPath,
    float headDropout) {

  /** Checks the sizes. */
  public NetworkOptions {
    require(points >= 1, "points", points, "1 or more");
    require(nose >= -1 && nose < points, "nose", nose, "one of the points, or -1");
    require(classes >= 2, "classes", classes, "2 or more");
    require(groups >= 1, "groups", groups, "1 or more");
    require(heads >= 1, "heads", heads, "1 or more");
    require(width >= 1 && width % heads == 0, "width", width, "a multiple of the heads");
    require(kernel >= 1, "kernel", kernel, "1 or more");
    require(dropout >= 0 && dropout < 1, "dropout", dropout, "at least 0 and below 1");
    require(dropPath >= 0 && dropPath < 1, "dropPath", dropPath, "at least 0 and below 1");
    require(headDropout >= 0 && headDropout < 1, "headDropout", headDropout, "at least 0, below 1");
  }

  /** A network whose blocks drop branches as often as weights. */
  public NetworkOptions(
      int points,
      int nose,
      int classes,
      int width,
      int groups,
      int heads,
      int kernel,
      float dropout,
      float headDropout) {
    this(points, nose, classes, width, groups, heads, kernel, dropout, dropout, headDropout);
  }

  private static void require(boolean holds, String name, Object value, String rule) {
    if (!holds) {
      throw new ClassifierException(
          String.format("The network's %s must be %s, not %s.", name, rule, value));
    }
  }

  /**
   * The original system's sizes: width 192, two groups, four heads, kernel 17, both dropouts 0.2;
   * 1,748,098 parameters at 180 points and 100 classes.
   */
  public static NetworkOptions of(int points, int nose, int classes) {
    return new NetworkOptions(points, nose, classes, 192, 2, 4, 17, 0.2f, 0.2f);
  }

  /** The same network with other dropouts. */
  public NetworkOptions withDropout(float blocks, float head) {
    return new NetworkOptions(points, nose, classes, width, groups, heads, kernel, blocks, head);
  }

  /** The same network that skips branches more or less often. */
  public NetworkOptions withDropPath(float rate) {
    return new NetworkOptions(
        points, nose, classes, width, groups, heads, kernel, dropout, rate, headDropout);
  }

  /** Numbers a frame: x, y, z of every point. */
  public int featuresPerFrame() {
    return points * Example.CHANNELS;
  }
}
