package org.pose2gloss.serving.batch;

import java.util.concurrent.Semaphore;

/**
 * Bounds how many clips are in the house, from before their body is read till they are answered:
 * what comes beyond is turned away at once, so that what is let in is answered in time.
 */
public final class Admission {
  private final int places;
  private final Semaphore free;

  /** With so many places, 1 or more. */
  public Admission(int places) {
    this.places = places;
    this.free = new Semaphore(places);
  }

  /** Takes places; false if there are not as many. */
  public boolean enter(int clips) {
    return free.tryAcquire(clips);
  }

  /** Gives places back. */
  public void leave(int clips) {
    free.release(clips);
  }

  /** How many there are. */
  public int places() {
    return places;
  }

  /** How many are taken. */
  public int taken() {
    return places - free.availablePermits();
  }
}
