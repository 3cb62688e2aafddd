package org.pose2gloss.features;

import java.util.Arrays;
import java.util.EnumMap;
import java.util.Map;
import java.util.Objects;

/**
 * The landmarks of one video: every part in every frame, immutable and shape-checked.
 *
 * <p>A part is {@code float[frames * points * channels]}, row-major. x and y are in image widths
 * and heights (0..1 inside the picture, beyond it outside), z on the scale of x. An absent part of
 * a frame is NaN in all its numbers, never zero.
 */
public final class LandmarkSequence {
  /** Beyond this the face, the largest part, does not fit an array. */
  private static final int MOST_FRAMES = Integer.MAX_VALUE / LandmarkPart.FACE.floatsPerFrame() - 1;

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
   * @param frames number of frames, 1 to about 1.5 million
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
    Map<LandmarkPart, float[]> copies = new EnumMap<>(LandmarkPart.class);
    parts.forEach((part, numbers) -> copies.put(part, numbers.clone()));
    return owning(frames, framesPerSecond, imageWidth, imageHeight, copies);
  }

  /** As {@link #of}, but of arrays that nobody else holds: they are kept. */
  static LandmarkSequence owning(
      int frames,
      float framesPerSecond,
      int imageWidth,
      int imageHeight,
      Map<LandmarkPart, float[]> parts) {
    require(frames >= 1, "a landmark sequence has 1 or more frames, not %s", frames);
    require(
        frames <= MOST_FRAMES,
        "a landmark sequence holds at most " + MOST_FRAMES + " frames, not %s",
        frames);
    require(
        framesPerSecond > 0 && Float.isFinite(framesPerSecond),
        "frames per second is above 0, not %s",
        framesPerSecond);
    require(imageWidth >= 1, "the image width is 1 or more pixels, not %s", imageWidth);
    require(imageHeight >= 1, "the image height is 1 or more pixels, not %s", imageHeight);
    Map<LandmarkPart, float[]> kept = new EnumMap<>(LandmarkPart.class);
    for (LandmarkPart part : LandmarkPart.values()) {
      float[] given = parts.get(part);
      int expected = frames * part.floatsPerFrame();
      if (given == null) {
        given = new float[expected];
        Arrays.fill(given, Float.NaN);
      } else if (given.length != expected) {
        throw new IllegalArgumentException(
            String.format(
                "%s of %d frames is %d numbers, not %d",
                part.columnName(), frames, expected, given.length));
      }
      kept.put(part, given);
    }
    return new LandmarkSequence(frames, framesPerSecond, imageWidth, imageHeight, kept);
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

  /** As {@link #part}, but not a copy: not to be changed. */
  float[] numbers(LandmarkPart part) {
    return parts.get(part);
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

  /**
   * Whether a part was found in a frame: the x of some point of it is a number. A found part may
   * lack single points, as the irises of a face in a file of 468 face points.
   *
   * @throws IndexOutOfBoundsException if there is no such frame
   */
  public boolean isPresent(LandmarkPart part, int frame) {
    for (int point = 0; point < part.points(); point++) {
      if (!Float.isNaN(value(part, frame, point, 0))) {
        return true;
      }
    }
    return false;
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

  /** Whether another sequence is of the same video properties and the same numbers, NaN alike. */
  @Override
  public boolean equals(Object other) {
    return other instanceof LandmarkSequence that
        && frames == that.frames
        && Float.compare(framesPerSecond, that.framesPerSecond) == 0
        && imageWidth == that.imageWidth
        && imageHeight == that.imageHeight
        && Arrays.stream(LandmarkPart.values())
            .allMatch(part -> Arrays.equals(parts.get(part), that.parts.get(part)));
  }

  @Override
  public int hashCode() {
    int hash = Objects.hash(frames, framesPerSecond, imageWidth, imageHeight);
    for (LandmarkPart part : LandmarkPart.values()) {
      hash = 31 * hash + Arrays.hashCode(parts.get(part));
    }
    return hash;
  }

  @Override
  public String toString() {
    return String.format(
        "LandmarkSequence[%d frames at %s/s, %d x %d pixels]",
        frames, framesPerSecond, imageWidth, imageHeight);
  }
}
