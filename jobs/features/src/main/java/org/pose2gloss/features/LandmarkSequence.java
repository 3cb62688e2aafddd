package org.pose2gloss.features;

import java.util.Arrays;
import java.util.EnumMap;
import java.util.Map;

/**
 * The landmarks of one video: every part in every frame, immutable and shape-checked.
 *
 * <p>A part is {@code float[frames * points * channels]}, row-major. x and y are in image widths
 * and heights (0..1 inside the picture, beyond it outside), z on the scale of x. An absent part of
 * a frame is NaN in all its numbers, never zero.
 */
public final class LandmarkSequence {
  private final int frames;
  private final float framesPerSecond;
  private final int imageWidth;
  private final int imageHeight;
  private final Map<LandmarkPart, float[]> parts;

  private LandmarkSequence(
      int frames,
      float framesPerSecond,
      int imageWidth,
      int imageHeight,
      Map<LandmarkPart, float[]> parts) {
    this.frames = frames;
    this.framesPerSecond = framesPerSecond;
    this.imageWidth = imageWidth;
    this.imageHeight = imageHeight;
    this.parts = parts;
  }

  /**
   * A sequence of the given parts; a part that is not in the map is absent in every frame.
   *
   * @param frames number of frames, 1 or more
   * @param framesPerSecond rate of the video, above 0
   * @param imageWidth width of the picture that x refers to, in pixels, 1 or more
   * @param imageHeight height of the picture that y refers to, in pixels, 1 or more
   * @param parts a part's numbers, {@code float[frames * points * channels]}; copied
   * @throws IllegalArgumentException if a number or a length is not as said, naming it
   */
  public static LandmarkSequence of(
      int frames,
      float framesPerSecond,
      int imageWidth,
      int imageHeight,
      Map<LandmarkPart, float[]> parts) {
    require(frames >= 1, "a landmark sequence has 1 or more frames, not %s", frames);
    require(
        framesPerSecond > 0 && Float.isFinite(framesPerSecond),
        "frames per second is above 0, not %s",
        framesPerSecond);
    require(imageWidth >= 1, "the image width is 1 or more pixels, not %s", imageWidth);
    require(imageHeight >= 1, "the image height is 1 or more pixels, not %s", imageHeight);
    Map<LandmarkPart, float[]> copies = new EnumMap<>(LandmarkPart.class);
    for (LandmarkPart part : LandmarkPart.values()) {
      float[] given = parts.get(part);
      long expected = (long) frames * part.floatsPerFrame();
      if (given == null) {
        float[] absent = new float[Math.toIntExact(expected)];
        Arrays.fill(absent, Float.NaN);
        copies.put(part, absent);
      } else {
        if (given.length != expected) {
          throw new IllegalArgumentException(
              String.format(
                  "%s of %d frames is %d numbers, not %d",
                  part.columnName(), frames, expected, given.length));
        }
        copies.put(part, given.clone());
      }
    }
    return new LandmarkSequence(frames, framesPerSecond, imageWidth, imageHeight, copies);
  }

  private static void require(boolean holds, String sentence, Object value) {
    if (!holds) {
      throw new IllegalArgumentException(String.format(sentence, value));
    }
  }

  /** Number of frames, 1 or more. */
  public int frames() {
    return frames;
  }

  /** Frames per second of the video. */
  public float framesPerSecond() {
    return framesPerSecond;
  }

  /** Width, in pixels, of the picture that x refers to. */
  public int imageWidth() {
    return imageWidth;
  }

  /** Height, in pixels, of the picture that y refers to. */
  public int imageHeight() {
    return imageHeight;
  }

  /** A copy of a part: {@code float[frames * points * channels]}, NaN where absent. */
  public float[] part(LandmarkPart part) {
    return parts.get(part).clone();
  }

  /**
   * One number of one point.
   *
   * @throws IndexOutOfBoundsException if frame, point or channel is beyond the part
   */
  public float value(LandmarkPart part, int frame, int point, int channel) {
    if (frame < 0
        || frame >= frames
        || point < 0
        || point >= part.points()
        || channel < 0
        || channel >= part.channels()) {
      throw new IndexOutOfBoundsException(
          String.format(
              "%s has no frame %d, point %d, channel %d",
              part.columnName(), frame, point, channel));
    }
    return parts.get(part)[(frame * part.points() + point) * part.channels() + channel];
  }

  /** Whether a part was found in a frame: its first x is a number. */
  public boolean isPresent(LandmarkPart part, int frame) {
    return !Float.isNaN(value(part, frame, 0, 0));
  }

  /** Fraction of frames in which a part was found, 0..1. */
  public double coverage(LandmarkPart part) {
    int present = 0;
    for (int frame = 0; frame < frames; frame++) {
      if (isPresent(part, frame)) {
        present++;
      }
    }
    return present / (double) frames;
  }
}
