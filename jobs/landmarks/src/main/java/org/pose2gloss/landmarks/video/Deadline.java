package org.pose2gloss.landmarks.video;

import java.time.Duration;
import java.util.Locale;

/**
 * The moment until which the work on one video must be done, so that none holds up the others.
 *
 * <p>It is looked at between frames and whenever FFmpeg reads or asks whether to go on; a single
 * read of a storage that blocks is that storage's to end.
 */
public final class Deadline {
  private final Duration limit;
  private final long startNanos = System.nanoTime();

  private Deadline(Duration limit) {
    this.limit = limit;
  }

  /**
   * The moment that lies this far ahead.
   *
   * @throws IllegalArgumentException if the duration is not above 0
   */
  public static Deadline after(Duration limit) {
    if (limit.isZero() || limit.isNegative()) {
      throw new IllegalArgumentException("a time limit is above 0, not " + limit);
    }
    return new Deadline(limit);
  }

  boolean hasPassed() {
    return Duration.ofNanos(System.nanoTime() - startNanos).compareTo(limit) > 0;
  }

  /** The limit as people write it, such as {@code 30m} or {@code 1.5s}. */
  String limit() {
    return limit.toString().substring("PT".length()).toLowerCase(Locale.ROOT);
  }
}
