package org.pose2gloss.landmarks.video;

import static org.bytedeco.ffmpeg.global.avutil.AV_NOPTS_VALUE;

import org.bytedeco.ffmpeg.avutil.AVFrame;
import org.bytedeco.ffmpeg.avutil.AVRational;

/**
 * When each frame of a video is shown, counted from the first.
 *
 * <p>A frame without a time, or with one that is not after the frame's before it, follows that one
 * without a gap.
 */
final class FrameClock {
  private final double secondsPerTick;
  private final double usualDuration;
  private long firstTicks = AV_NOPTS_VALUE;
  private double seconds;
  private double duration;

  /**
   * @param timeBase seconds a tick of the frames' timestamps
   * @param framesPerSecond rate of the video, for frames that do not say how long they are shown
   */
  FrameClock(AVRational timeBase, double framesPerSecond) {
    secondsPerTick = timeBase.den() == 0 ? 0 : timeBase.num() / (double) timeBase.den();
    usualDuration = 1 / framesPerSecond;
  }

  /** Takes the next frame, in the order of showing. */
  void take(AVFrame frame) {
    double follows = seconds + duration;
    long ticks = frame.best_effort_timestamp();
    if (ticks == AV_NOPTS_VALUE) {
      seconds = follows;
    } else if (firstTicks == AV_NOPTS_VALUE) {
      // Times are counted from the first frame, even if ones without a time came before it.
      firstTicks = ticks - (secondsPerTick > 0 ? Math.round(follows / secondsPerTick) : 0);
      seconds = follows;
    } else {
      double told = (ticks - firstTicks) * secondsPerTick;
      seconds = told > seconds ? told : follows;
    }
    duration = frame.duration() > 0 ? frame.duration() * secondsPerTick : usualDuration;
  }

  /** When the last taken frame is shown, in seconds from the first. */
  double seconds() {
    return seconds;
  }

  /** How long the last taken frame is shown, in seconds. */
  double duration() {
    return duration;
  }
}
