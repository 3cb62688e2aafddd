package org.pose2gloss.features;

import java.util.Arrays;

/**
 * The points of a {@link PointSelection} in every frame of a sequence, immutable and shape-checked.
 *
 * <p>{@code float[frames][points][x, y, z]}, row-major: x and y in image widths and heights, z on
 * the scale of x. An absent point is NaN in all three.
 */
public final class SelectedPoints {
  /** Numbers a point: x, y, z. */
  public static final int CHANNELS = 3;

  private final int frames;
  private final int points;
  private final float[] xyz;

  private SelectedPoints(int frames, int points, float[] xyz) {
    this.frames = frames;
    this.points = points;
    this.xyz = xyz;
  }

  /**
   * Points of a sequence.
   *
   * @param frames number of frames, 1 or more
   * @param points points a frame, 1 or more
   * @param xyz {@code float[frames * points * 3]}; each point three finite numbers or three NaN;
   *     copied
   * @throws IllegalArgumentException if a number or the length is not as said, naming it
   */
  public static SelectedPoints of(int frames, int points, float[] xyz) {
    if (frames < 1 || points < 1) {
      throw new IllegalArgumentException(
          String.format("points take 1 or more frames and points, not %d x %d", frames, points));
    }
    if (xyz.length != (long) frames * points * CHANNELS) {
      throw new IllegalArgumentException(
          String.format(
              "%d frames of %d points are %d numbers, not %d",
              frames, points, (long) frames * points * CHANNELS, xyz.length));
    }
    for (int at = 0; at < xyz.length; at += CHANNELS) {
      boolean finite =
          Float.isFinite(xyz[at]) && Float.isFinite(xyz[at + 1]) && Float.isFinite(xyz[at + 2]);
      boolean absent = Float.isNaN(xyz[at]) && Float.isNaN(xyz[at + 1]) && Float.isNaN(xyz[at + 2]);
      if (!finite && !absent) {
        int point = at / CHANNELS;
        throw new IllegalArgumentException(
            String.format(
                "point %d of frame %d is at (%s, %s, %s): a point is three numbers, or NaN thrice"
                    + " where absent",
                point % points, point / points, xyz[at], xyz[at + 1], xyz[at + 2]));
      }
    }
    return new SelectedPoints(frames, points, xyz.clone());
  }

  /** The same without check and copy, for arrays that this package made and lets go of. */
  static SelectedPoints owning(int frames, int points, float[] xyz) {
    return new SelectedPoints(frames, points, xyz);
  }

  /** Number of frames, 1 or more. */
  public int frames() {
    return frames;
  }

  /** Points a frame, 1 or more. */
  public int points() {
    return points;
  }

  /** A copy of all numbers: {@code float[frames * points * 3]}, NaN where absent. */
  public float[] xyz() {
    return xyz.clone();
  }

  /**
   * One number of one point: channel 0 is x, 1 is y, 2 is z.
   *
   * @throws IndexOutOfBoundsException if frame, point or channel is beyond the points
   */
  public float value(int frame, int point, int channel) {
    if (frame < 0
        || frame >= frames
        || point < 0
        || point >= points
        || channel < 0
        || channel >= CHANNELS) {
      throw new IndexOutOfBoundsException(
          String.format("there is no frame %d, point %d, channel %d", frame, point, channel));
    }
    return xyz[(frame * points + point) * CHANNELS + channel];
  }

  /** Whether a point was found in a frame. */
  public boolean isPresent(int frame, int point) {
    return !Float.isNaN(value(frame, point, 0));
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof SelectedPoints that
        && frames == that.frames
        && points == that.points
        && Arrays.equals(xyz, that.xyz);
  }

  @Override
  public int hashCode() {
    return 31 * (31 * frames + points) + Arrays.hashCode(xyz);
  }

  @Override
  public String toString() {
    return String.format("SelectedPoints[%d frames of %d points]", frames, points);
  }
}
