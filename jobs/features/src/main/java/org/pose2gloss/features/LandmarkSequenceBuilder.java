package org.pose2gloss.features;

import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;

/**
 * Collects the landmarks of a video, frame after frame, for a {@link LandmarkSequence}.
 *
 * <p>Memory follows the frames that were added, about 7 KB each. The sequence takes the numbers
 * over part by part, so that two copies of them all never exist. Not thread safe.
 */
public final class LandmarkSequenceBuilder {
  private final Map<LandmarkPart, Rows> parts = new EnumMap<>(LandmarkPart.class);

  /** A builder of no frame yet. */
  public LandmarkSequenceBuilder() {
    for (LandmarkPart part : LandmarkPart.values()) {
      parts.put(part, new Rows(part.floatsPerFrame()));
    }
  }

  /**
   * Adds a part of the next frame.
   *
   * @param numbers the part's numbers, {@code float[points * channels]}, copied; empty where it was
   *     not found
   * @throws IllegalArgumentException if they are more or fewer
   */
  public LandmarkSequenceBuilder add(LandmarkPart part, Optional<float[]> numbers) {
    if (numbers.isPresent() && numbers.get().length != part.floatsPerFrame()) {
      throw new IllegalArgumentException(
          String.format(
              "%s of a frame is %d numbers, not %d",
              part.columnName(), part.floatsPerFrame(), numbers.get().length));
    }
    parts.get(part).add(numbers);
    return this;
  }

  /**
   * The sequence of all that was added; the builder is empty afterwards.
   *
   * @param framesPerSecond rate of the video, above 0
   * @param imageWidth width of the picture that x refers to, in pixels, 1 or more
   * @param imageHeight height of the picture that y refers to, in pixels, 1 or more
   * @throws IllegalArgumentException if no frame was added, a part was added to some frames only,
   *     or a number is not as said
   */
  public LandmarkSequence build(float framesPerSecond, int imageWidth, int imageHeight) {
    int frames = parts.get(LandmarkPart.FACE).frames;
    Map<LandmarkPart, float[]> numbers = new EnumMap<>(LandmarkPart.class);
    parts.forEach((part, rows) -> numbers.put(part, rows.take()));
    return LandmarkSequence.owning(frames, framesPerSecond, imageWidth, imageHeight, numbers);
  }

  /** Rows of equal length, one a frame. */
  private static final class Rows {
    /** Four seconds or more: the frames of nearly every clip of a sign. */
    private static final int FRAMES_IN_BLOCK = 128;

    private final int length;
    private final Deque<float[]> blocks = new ArrayDeque<>();
    private int frames;

    Rows(int length) {
      this.length = length;
    }

    void add(Optional<float[]> row) {
      int at = frames++ % FRAMES_IN_BLOCK * length;
      if (at == 0) {
        blocks.addLast(new float[FRAMES_IN_BLOCK * length]);
      }
      if (row.isPresent()) {
        System.arraycopy(row.get(), 0, blocks.getLast(), at, length);
      } else {
        Arrays.fill(blocks.getLast(), at, at + length, Float.NaN);
      }
    }

    /** All rows in one array; each block is given up as soon as it is copied. */
    float[] take() {
      float[] all = new float[Math.multiplyExact(frames, length)];
      for (int at = 0; at < all.length; at += FRAMES_IN_BLOCK * length) {
        float[] block = blocks.removeFirst();
        System.arraycopy(block, 0, all, at, Math.min(block.length, all.length - at));
      }
      frames = 0;
      return all;
    }
  }
}
