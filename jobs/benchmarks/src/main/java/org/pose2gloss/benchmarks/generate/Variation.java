package org.pose2gloss.benchmarks.generate;

import java.util.SplittableRandom;
import org.pose2gloss.features.LandmarkPart;

/**
 * Makes a sequence another one that is much like it: another length, a small turn, zoom and shift
 * of all of it, and noise on every number as detectors have it.
 */
final class Variation {
  private static final double MOST_DEGREES = 5;
  private static final double MOST_ZOOM = 0.05;
  private static final double MOST_SHIFT = 0.03;
  private static final double NOISE = 0.001;
  private static final double CENTRE = 0.5;
  private static final int XYZ = 3;

  private final SplittableRandom random;
  private final double cosine;
  private final double sine;
  private final double x;
  private final double y;

  Variation(SplittableRandom random) {
    this.random = random;
    double angle = Math.toRadians(between(-MOST_DEGREES, MOST_DEGREES));
    double zoom = 1 + between(-MOST_ZOOM, MOST_ZOOM);
    cosine = zoom * Math.cos(angle);
    sine = zoom * Math.sin(angle);
    x = CENTRE + between(-MOST_SHIFT, MOST_SHIFT);
    y = CENTRE + between(-MOST_SHIFT, MOST_SHIFT);
  }

  /**
   * A part of a sequence, varied; absent frames stay absent.
   *
   * @param numbers {@code float[length * points * channels]}
   * @param frames frames of the result
   */
  float[] of(LandmarkPart part, float[] numbers, int frames) {
    float[] varied = resampled(numbers, part.floatsPerFrame(), frames);
    int channels = part.channels();
    for (int at = 0; at < varied.length; at += channels) {
      if (Float.isNaN(varied[at])) {
        continue;
      }
      double fromX = varied[at] - CENTRE;
      double fromY = varied[at + 1] - CENTRE;
      varied[at] = (float) (x + cosine * fromX - sine * fromY + noise());
      varied[at + 1] = (float) (y + sine * fromX + cosine * fromY + noise());
      varied[at + 2] += (float) noise();
      if (channels > XYZ) {
        varied[at + XYZ] = (float) Math.min(1, Math.max(0, varied[at + XYZ] - Math.abs(noise())));
      }
    }
    return varied;
  }

  /** Between two frames in a straight line; the nearer one where the other is absent. */
  static float[] resampled(float[] numbers, int floatsPerFrame, int frames) {
    int length = numbers.length / floatsPerFrame;
    if (length == frames) {
      return numbers.clone();
    }
    float[] result = new float[frames * floatsPerFrame];
    for (int frame = 0; frame < frames; frame++) {
      double place = frames == 1 ? 0 : frame * (length - 1) / (double) (frames - 1);
      int before = (int) place;
      int after = Math.min(before + 1, length - 1);
      float weight = (float) (place - before);
      int from = before * floatsPerFrame;
      int to = after * floatsPerFrame;
      int at = frame * floatsPerFrame;
      if (Float.isNaN(numbers[from]) || Float.isNaN(numbers[to])) {
        int nearest = weight < 0.5f ? from : to;
        System.arraycopy(numbers, nearest, result, at, floatsPerFrame);
      } else {
        for (int i = 0; i < floatsPerFrame; i++) {
          result[at + i] = numbers[from + i] + weight * (numbers[to + i] - numbers[from + i]);
        }
      }
    }
    return result;
  }

  private double between(double low, double high) {
    return low + (high - low) * random.nextDouble();
  }

  private double noise() {
    return NOISE * (2 * random.nextDouble() - 1);
  }
}
