package org.pose2gloss.pipelines.trigger;

/** Something that is watched. */
interface Trigger {
  /**
   * Looks.
   *
   * @throws RuntimeException if a fact that it needs cannot be had: nothing is decided then
   */
  Sight look() throws InterruptedException;
}
