package org.pose2gloss.classifier;

import java.util.Arrays;
import java.util.List;

/** Examples side by side, padded with zeros at the end to the longest of them. */
public final class PaddedBatch {
  /**
   * Frames of the longest sequence that is taken, more than two minutes of video: attention needs
   * memory by the square of it.
   */
  public static final int MOST_FRAMES = 4096;

  private final List<Example> examples;
  private final int frames;
  private final int featuresPerFrame;
  private final float[] values;
  private final float[] mask;

  private PaddedBatch(
      List<Example> examples, int frames, int featuresPerFrame, float[] values, float[] mask) {
    this.examples = examples;
    this.frames = frames;
    this.featuresPerFrame = featuresPerFrame;
    this.values = values;
    this.mask = mask;
  }

  /**
   * Pads.
   *
   * @param examples 1 or more
   * @param featuresPerFrame that each must have
   * @throws ClassifierException if an example has another width, too many frames or a number that
   *     is not finite, naming it
   */
  public static PaddedBatch of(List<Example> examples, int featuresPerFrame) {
    if (examples.isEmpty()) {
      throw new ClassifierException("A batch needs at least one example.");
    }
    examples.forEach(example -> check(example, featuresPerFrame));
    int longest = examples.stream().mapToInt(Example::frames).max().getAsInt();
    int row = Math.multiplyExact(longest, featuresPerFrame);
    float[] values = new float[Math.multiplyExact(examples.size(), row)];
    float[] mask = new float[examples.size() * longest];
    for (int i = 0; i < examples.size(); i++) {
      Example example = examples.get(i);
      System.arraycopy(example.features(), 0, values, i * row, example.features().length);
      Arrays.fill(mask, i * longest, i * longest + example.frames(), 1f);
    }
    return new PaddedBatch(List.copyOf(examples), longest, featuresPerFrame, values, mask);
  }

  private static void check(Example example, int featuresPerFrame) {
    if (example.frames() > MOST_FRAMES) {
      throw new ClassifierException(
          String.format(
              "Example %s has %d frames, more than the %d that are taken: cut it in preparation.",
              example.id(), example.frames(), MOST_FRAMES));
    }
    if (example.featuresPerFrame() != featuresPerFrame) {
      throw new ClassifierException(
          String.format(
              "Example %s has %d features a frame where the network takes %d: it comes from"
                  + " another preparation.",
              example.id(), example.featuresPerFrame(), featuresPerFrame));
    }
    float[] features = example.features();
    for (int i = 0; i < features.length; i++) {
      if (!Float.isFinite(features[i])) {
        throw new ClassifierException(
            String.format(
                "Example %s holds %s in frame %d, feature %d; features must be finite numbers.",
                example.id(), features[i], i / featuresPerFrame, i % featuresPerFrame));
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
    return frames;
  }

  /** Features a frame. */
  public int featuresPerFrame() {
    return featuresPerFrame;
  }

  /** {@code float[size][frames][featuresPerFrame]}, row-major flat; not a copy. */
  public float[] values() {
    return values;
  }

  /** {@code float[size][frames]}, row-major flat, 1 = real, 0 = padding; not a copy. */
  public float[] mask() {
    return mask;
  }

  /** {@code int[size]}. */
  public int[] labels() {
    return examples.stream().mapToInt(Example::label).toArray();
  }
}
