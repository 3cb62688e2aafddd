package org.pose2gloss.jobs;

/**
 * What a video will take one core, from what is known before it is opened.
 *
 * <p>A frame is decoded, which costs by its pixels, and goes through the models, which see crops of
 * a fixed size; frames outside of the segment are decoded at most. Fitted to what 117 WLASL clips
 * took (ci/prove/extract-partitions repeats it). Only the proportions matter: they decide what is
 * packed with what.
 */
final class WorkEstimate {
  /** Opening a file, its first detections. */
  private static final double SECONDS_A_VIDEO = 0.08;

  private static final double SECONDS_A_FRAME = 0.036;
  private static final double SECONDS_A_MEGAPIXEL = 0.004;

  /** Reading one frame of a {@code .pose} file and writing it. */
  private static final double SECONDS_A_POSE_FRAME = 0.0004;

  private static final double SECONDS_A_POSE_FILE = 0.003;

  /** Rate of frame numbers in segments. */
  private static final double SEGMENT_RATE = 25;

  private static final double USUAL_RATE = 25;
  private static final double USUAL_MEGAPIXELS = 0.3;

  /** A sign, where nothing is known. */
  private static final double USUAL_SECONDS = 2.6;

  /** Video of people who stand still, compressed. */
  private static final double USUAL_BYTES_A_SECOND = 60_000;

  private WorkEstimate() {}

  /**
   * What the table of videos knows; null or below 1 where it does not.
   *
   * @param frames number of frames
   * @param framesPerSecond rate
   * @param durationSeconds length
   * @param bytes size of the file
   * @param width pixels
   * @param height pixels
   */
  record Facts(
      Integer frames,
      Float framesPerSecond,
      Float durationSeconds,
      Long bytes,
      Integer width,
      Integer height) {

    /** Rate, or the usual one. */
    double rate() {
      return isKnown(framesPerSecond) ? framesPerSecond : USUAL_RATE;
    }

    /** Frames; else what the length, else what the size of the file lets expect. */
    double expectedFrames() {
      if (isKnown(frames)) {
        return frames;
      }
      if (isKnown(durationSeconds)) {
        return durationSeconds * rate();
      }
      return (isKnown(bytes) ? bytes / USUAL_BYTES_A_SECOND : USUAL_SECONDS) * rate();
    }

    double megapixels() {
      return isKnown(width) && isKnown(height)
          ? width.doubleValue() * height / 1e6
          : USUAL_MEGAPIXELS;
    }

    private static boolean isKnown(Number number) {
      return number != null && number.doubleValue() > 0 && Double.isFinite(number.doubleValue());
    }
  }

  /** Seconds for a {@code .pose} file. */
  static double pose(Facts facts) {
    return SECONDS_A_POSE_FILE + facts.expectedFrames() * SECONDS_A_POSE_FRAME;
  }

  /**
   * Seconds for a video.
   *
   * @param frameStart first frame of the sign, from 1, at 25 a second
   * @param frameEnd last frame of the sign, inclusive; -1 = to the end
   */
  static double video(Facts facts, int frameStart, int frameEnd) {
    double all = facts.expectedFrames();
    double scale = facts.rate() / SEGMENT_RATE;
    double first = (Math.max(1, frameStart) - 1) * scale;
    double last = frameEnd < 1 ? all : Math.min(all, frameEnd * scale);
    // A segment that begins after the end, or ends before it begins, is taken for the whole.
    boolean isWhole = first >= all || last <= first;
    double decoded = isWhole ? all : last;
    double shown = isWhole ? all : last - first;
    return SECONDS_A_VIDEO
        + shown * SECONDS_A_FRAME
        + decoded * facts.megapixels() * SECONDS_A_MEGAPIXEL;
  }
}
