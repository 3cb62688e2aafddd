package org.pose2gloss.serving.batch;

import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.IntSupplier;

/**
 * Bounds how many clips are in the house, from before their body is read till they are answered:
 * what comes beyond is turned away at once, so that what is let in is answered in time. Besides a
 * fixed number of places there is a bound that goes with how fast clips are answered now.
 */
public final class Admission {
  private final int places;
  private final IntSupplier useful;
  private final AtomicInteger taken = new AtomicInteger();

  /** With so many places, 1 or more. */
  public Admission(int places) {
    this(places, () -> places);
  }

  /**
   * With a bound that changes.
   *
   * @param places most clips ever, 1 or more
   * @param useful most clips that are answered in time as things are, 1 or more
   */
  public Admission(int places, IntSupplier useful) {
    this.places = places;
    this.useful = useful;
  }

  /** Takes places; false if there are not as many. */
  public boolean enter(int clips) {
    return more(clips, 0);
  }

  /**
   * Takes more places for who has some already. Who is alone gets all there are.
   *
   * @param held places that are the asker's
   */
  public boolean more(int clips, int held) {
    int most = most();
    while (true) {
      int before = taken.get();
      if (before + clips > (before == held ? places : most)) {
        return false;
      }
      if (taken.compareAndSet(before, before + clips)) {
        return true;
      }
    }
  }

  /** Gives places back. */
  public void leave(int clips) {
    taken.addAndGet(-clips);
  }

  /** How many clips a request may have. */
  public int places() {
    return places;
  }

  /** How many clips may be inside now. */
  public int most() {
    return Math.min(places, useful.getAsInt());
  }

  /** How many are taken. */
  public int taken() {
    return taken.get();
  }
}
