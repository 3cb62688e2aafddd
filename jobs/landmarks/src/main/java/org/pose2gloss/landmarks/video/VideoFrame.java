package org.pose2gloss.landmarks.video;

/** One decoded picture: packed RGB, 8 bits a channel, rows from the top without padding. */
public final class VideoFrame {
  private final byte[] rgb;
  private final int width;
  private final int height;
  private final int index;
  private final double seconds;

  /**
   * A frame of a video at 25 frames a second.
   *
   * @param rgb {@code byte[height * width * 3]}; kept, not copied
   * @param width pixels, 1 or more
   * @param height pixels, 1 or more
   * @param index position in the video, from 0
   * @throws IllegalArgumentException if the array is not of that size
   */
  public VideoFrame(byte[] rgb, int width, int height, int index) {
    this(rgb, width, height, index, index / 25.0);
  }

  /**
   * @param rgb {@code byte[height * width * 3]}; kept, not copied
   * @param width pixels, 1 or more
   * @param height pixels, 1 or more
   * @param index position in the video, from 0
   * @param seconds when it is shown, from the first frame of the video
   * @throws IllegalArgumentException if the array is not of that size
   */
  public VideoFrame(byte[] rgb, int width, int height, int index, double seconds) {
    if (width < 1 || height < 1 || rgb.length != (long) width * height * 3) {
      throw new IllegalArgumentException(
          String.format(
              "a frame of %d x %d pixels is %d bytes, not %d",
              width, height, (long) width * height * 3, rgb.length));
    }
    this.rgb = rgb;
    this.width = width;
    this.height = height;
    this.index = index;
    this.seconds = seconds;
  }

  /** The pixels themselves, {@code byte[height * width * 3]}: not a copy. */
  public byte[] rgb() {
    return rgb;
  }

  /** Pixels a row. */
  public int width() {
    return width;
  }

  /** Rows. */
  public int height() {
    return height;
  }

  /** Position in the video, from 0. */
  public int index() {
    return index;
  }

  /** When it is shown, in seconds from the first frame of the video. */
  public double seconds() {
    return seconds;
  }
}
