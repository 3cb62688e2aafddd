package org.pose2gloss.landmarks.video;

import static org.bytedeco.ffmpeg.global.avutil.AV_LOG_QUIET;
import static org.bytedeco.ffmpeg.global.avutil.av_log_set_level;
import static org.bytedeco.ffmpeg.global.avutil.av_max_alloc;
import static org.bytedeco.ffmpeg.global.avutil.av_strerror;

import java.nio.charset.StandardCharsets;
import org.bytedeco.ffmpeg.presets.avutil;

/** What all uses of FFmpeg share: its silence and its words for an error. */
final class Ffmpeg {
  /** "Give me more input first." */
  static final int AGAIN = avutil.AVERROR_EAGAIN();

  static final int INVALID_ARGUMENT = avutil.AVERROR_EINVAL();

  private static final int OUT_OF_MEMORY = avutil.AVERROR_ENOMEM();

  /**
   * Most bytes that FFmpeg may take at once: the largest picture that is decoded needs 38 MiB with
   * its margins (4 bytes a pixel), and a table of contents of this size lists 1.7 million pictures,
   * 16 hours. What a header claims beyond it is not believed.
   */
  private static final long MOST_BYTES_AT_ONCE = 40L << 20;

  private static final int LONGEST_MESSAGE = 256;

  private Ffmpeg() {}

  /**
   * Stops FFmpeg from printing, since what it would say of a broken file the exception says, and
   * bounds what a single claim of a header may cost in memory.
   */
  static void prepare() {
    av_log_set_level(AV_LOG_QUIET);
    av_max_alloc(MOST_BYTES_AT_ONCE);
  }

  /** FFmpeg's words for an error code, such as "Invalid data found when processing input". */
  static String message(int error) {
    if (error == OUT_OF_MEMORY) {
      // FFmpeg's words would blame the machine.
      return "it claims more than %d MiB at once".formatted(MOST_BYTES_AT_ONCE >> 20);
    }
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
