package org.pose2gloss.landmarks.video;

import static org.bytedeco.ffmpeg.global.avutil.AV_LOG_QUIET;
import static org.bytedeco.ffmpeg.global.avutil.av_log_set_level;
import static org.bytedeco.ffmpeg.global.avutil.av_strerror;

import java.nio.charset.StandardCharsets;
import org.bytedeco.ffmpeg.presets.avutil;

/** What all uses of FFmpeg share: its silence and its words for an error. */
final class Ffmpeg {
  /** "Give me more input first." */
  static final int AGAIN = avutil.AVERROR_EAGAIN();

  private static final int LONGEST_MESSAGE = 256;

  private Ffmpeg() {}

  /** Stops FFmpeg from printing: what it would say of a broken file, the exception says. */
  static void silence() {
    av_log_set_level(AV_LOG_QUIET);
  }

  /** FFmpeg's words for an error code, such as "Invalid data found when processing input". */
  static String message(int error) {
    byte[] text = new byte[LONGEST_MESSAGE];
    av_strerror(error, text, text.length);
    int end = 0;
    while (end < text.length && text[end] != 0) {
      end++;
    }
    return new String(text, 0, end, StandardCharsets.UTF_8);
  }

  /** Passes a result through, or throws if it is an error that only a lack of memory explains. */
  static int check(int result, String call) {
    if (result < 0) {
      throw new IllegalStateException("FFmpeg's " + call + " failed: " + message(result));
    }
    return result;
  }
}
