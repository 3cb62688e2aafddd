package org.pose2gloss.tracking;

import java.time.Duration;
import java.util.function.Supplier;

/** Asks again while the server could not be reached or put the question off, for a bounded time. */
final class Attempts {
  private static final long FIRST_PAUSE_MILLIS = 100;
  private static final long LONGEST_PAUSE_MILLIS = 2000;

  private final Duration patience;

  Attempts(Duration patience) {
    this.patience = patience;
  }

  /**
   * @throws TrackingException of the last attempt
   */
  <T> T of(Supplier<T> question) {
    long end = System.nanoTime() + patience.toNanos();
    long pause = FIRST_PAUSE_MILLIS;
    while (true) {
      try {
        return question.get();
      } catch (Failures.NotTaken e) {
        long left = (end - System.nanoTime()) / 1_000_000;
        if (left <= 0) {
          throw e.sentence();
        }
        sleep(Math.min(pause, left), e.sentence());
        pause = Math.min(2 * pause, LONGEST_PAUSE_MILLIS);
      }
    }
  }

  private static void sleep(long millis, TrackingException last) {
    try {
      Thread.sleep(millis);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      last.addSuppressed(e);
      throw last;
    }
  }
}
