package org.pose2gloss.classifier;

import java.util.List;
import org.pose2gloss.features.PaddedBatch;
import org.pose2gloss.features.Padding;

/** Examples side by side, padded with zeros at the end to the longest of them. */
public final class ExampleBatch {
  /**
   * Frames of the longest sequence that is taken, more than two minutes of video: attention needs
   * memory by the square of it.
   */
  public static final int MOST_FRAMES = 4096;

  private final List<Example> examples;
  private final int points;
  private final PaddedBatch padded;

  private ExampleBatch(List<Example> examples, int points, PaddedBatch padded) {
    this.examples = examples;
    this.points = points;
    this.padded = padded;
  }

  /**
   * Pads.
   *
   * @param examples 1 or more
   * @param points that each must have
   * @throws ClassifierException if an example has another width, too many frames or an infinite
   *     number, naming it
   */
  public static ExampleBatch of(List<Example> examples, int points) {
    if (examples.isEmpty()) {
      throw new ClassifierException("A batch needs at least one example.");
    }
    examples.forEach(example -> check(example, points));
    PaddedBatch padded =
        Padding.pad(examples.stream().map(Example::xyz).toList(), points * Example.CHANNELS);
    return new ExampleBatch(List.copyOf(examples), points, padded);
  }

  private static void check(Example example, int points) {
    if (example.frames() > MOST_FRAMES) {
      throw new ClassifierException(
          String.format(
              "Example %s has %d frames, more than the %d that are taken: cut it in preparation.",
              example.id(), example.frames(), MOST_FRAMES));
    }
    if (example.points() != points) {
      throw new ClassifierException(
          String.format(
              "Example %s has %d points a frame where the network takes %d: it comes from"
                  + " another preparation.",
              example.id(), example.points(), points));
    }
    float[] xyz = example.xyz();
    for (int i = 0; i < xyz.length; i++) {
      if (Float.isInfinite(xyz[i])) {
        throw new ClassifierException(
            String.format(
                "Example %s holds %s in frame %d, point %d: a point is finite numbers, or NaN where"
                    + " absent.",
                example.id(),
                xyz[i],
                i / Example.CHANNELS / points,
                i / Example.CHANNELS % points));
      }
    }
  }

  /** The examples, in the order of the rows. */
  public List<Example> examples() {
    return examples;
  }

  /** Number of examples. */
  public int size() {
    return examples.size();
  }

  /** Frames of the longest example. */
  public int frames() {
    return padded.frames();
  }

  /** Points a frame. */
  public int points() {
    return points;
  }

  /** {@code float[size][frames][points][3]}, row-major flat; not a copy. */
  public float[] values() {
    return padded.values();
  }

  /** {@code float[size][frames]}, row-major flat, 1 = real, 0 = padding; not a copy. */
  public float[] mask() {
    return padded.mask();
  }

  /** {@code int[size]}. */
  public int[] labels() {
    return examples.stream().mapToInt(Example::label).toArray();
  }
}
