package org.pose2gloss.landmarks;

/**
 * The part of a video that is one sign, as WLASL's list gives it.
 *
 * <p>Frames are counted at 25 a second whatever the video's own rate is, so that a segment is a
 * span of time: a frame belongs to it if the middle of the time that it is shown lies inside.
 *
 * @param frameStart first frame, from 1
 * @param frameEnd last frame, which belongs to it; -1 for the end of the video
 */
public record Segment(int frameStart, int frameEnd) {
  /** The rate of WLASL's frame numbers: github.com/dxli94/WLASL, README, "decoding with FPS=25". */
  private static final double FRAMES_PER_SECOND = 25;

  private static final int TO_THE_END = -1;
  private static final Segment WHOLE = new Segment(1, TO_THE_END);

  /**
   * @throws IllegalArgumentException if the first frame is below 1 or after the last
   */
  public Segment {
    if (frameStart < 1) {
      throw new IllegalArgumentException("a segment starts at frame 1 or later, not " + frameStart);
    }
    if (frameEnd != TO_THE_END && frameEnd < frameStart) {
      throw new IllegalArgumentException(
          "a segment ends at -1 or after its start, frame "
              + frameStart
              + ", not at frame "
              + frameEnd);
    }
  }

  /** All of a video. */
  public static Segment whole() {
    return WHOLE;
  }

  /** Where it begins, in seconds from the first frame of the video. */
  public double startSeconds() {
    return (frameStart - 1) / FRAMES_PER_SECOND;
  }

  /** Where it ends, in seconds from the first frame of the video; infinite for its end. */
  public double endSeconds() {
    return frameEnd == TO_THE_END ? Double.POSITIVE_INFINITY : frameEnd / FRAMES_PER_SECOND;
  }
}
