package org.pose2gloss.pipelines.ingest.source;

import java.io.Serializable;
import java.util.Locale;

/**
 * The part of a file that shows the sign, in frames or in milliseconds as the source says it.
 *
 * @param firstFrame first frame, from 1, or null
 * @param lastFrame last frame, inclusive, -1 for the end, or null
 * @param startMillis where it starts, or null where frames are given
 * @param endMillis where it ends, or null where frames are given
 */
public record SignRange(Integer firstFrame, Integer lastFrame, Long startMillis, Long endMillis)
    implements Serializable {

  /** The whole file. */
  public static final SignRange WHOLE = new SignRange(null, null, null, null);

  /** A part given in frames. */
  public static SignRange ofFrames(Integer first, Integer last) {
    return new SignRange(first, last, null, null);
  }

  /** A part given in milliseconds. */
  public static SignRange ofMillis(long start, long end) {
    return new SignRange(null, null, start, end);
  }

  /**
   * The part as a name that is the same wherever the same frames are meant: first and last frame.
   */
  String key() {
    int first = firstFrame == null ? 1 : Math.max(1, firstFrame);
    int last = lastFrame == null || lastFrame < 1 ? -1 : lastFrame;
    return String.format(Locale.ROOT, "[%d,%d]", first, last);
  }

  /**
   * The same part in frames; the whole file where it covers it.
   *
   * <p>A frame belongs to the part if any of its time does. Where the rate is unknown, the part is
   * taken for the whole.
   *
   * @param facts rate and length of the file
   */
  SignRange inFrames(MediaFacts facts) {
    if (startMillis == null || endMillis == null) {
      return this;
    }
    if (facts.framesPerSecond() == null || facts.frames() == null) {
      return WHOLE;
    }
    double framesPerMilli = facts.framesPerSecond() / 1000.0;
    long first = (long) Math.floor(startMillis * framesPerMilli) + 1;
    long last = (long) Math.ceil(endMillis * framesPerMilli);
    if (first <= 1 && (last >= facts.frames() || last <= 0)) {
      return WHOLE;
    }
    return ofFrames(
        (int) Math.min(first, facts.frames()),
        last <= 0 || last >= facts.frames() ? Integer.valueOf(-1) : Integer.valueOf((int) last));
  }
}
