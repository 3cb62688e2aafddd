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
  private final int featuresPerFrame;
  private final PaddedBatch padded;

  private ExampleBatch(List<Example> examples, int featuresPerFrame, PaddedBatch padded) {
    this.examples = examples;
    this.featuresPerFrame = featuresPerFrame;
    this.padded = padded;
  }

  /**
   * Pads.
   *
   * @param examples 1 or more
   * @param featuresPerFrame that each must have
   * @throws ClassifierException if an example has another width, too many frames or a number that
   *     is not finite, naming it
   */
  public static ExampleBatch of(List<Example> examples, int featuresPerFrame) {
    if (examples.isEmpty()) {
      throw new ClassifierException("A batch needs at least one example.");
    }
    examples.forEach(example -> check(example, featuresPerFrame));
    PaddedBatch padded =
        Padding.pad(examples.stream().map(Example::features).toList(), featuresPerFrame);
    return new ExampleBatch(List.copyOf(examples), featuresPerFrame, padded);
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
    return padded.frames();
  }

  /** Features a frame. */
  public int featuresPerFrame() {
    return featuresPerFrame;
  }

  /** {@code float[size][frames][featuresPerFrame]}, row-major flat; not a copy. */
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
