package org.pose2gloss.classifier.training;

/** Speed so far and time left, validation included once an epoch of it is known. */
final class TrainingClock {
  private static final double NANOSECONDS = 1e9;

  private final long stepsToDo;
  private final double secondsBefore;
  private final long started = System.nanoTime();
  private long epochStarted = started;
  private long stepsDone;
  private long samplesInEpoch;

  /**
   * Starts.
   *
   * @param stepsToDo steps to the end of the last epoch
   * @param secondsBefore that the training took in other processes
   */
  TrainingClock(long stepsToDo, double secondsBefore) {
    this.stepsToDo = stepsToDo;
    this.secondsBefore = secondsBefore;
  }

  void epochBegins() {
    epochStarted = System.nanoTime();
    samplesInEpoch = 0;
  }

  void stepDone(int samples) {
    stepsDone++;
    samplesInEpoch += samples;
  }

  /** Training examples a second in this epoch. */
  double samplesPerSecond() {
    return samplesInEpoch / Math.max(1e-9, (System.nanoTime() - epochStarted) / NANOSECONDS);
  }

  /** Seconds of the whole training so far. */
  double seconds() {
    return secondsBefore + secondsHere();
  }

  private double secondsHere() {
    return (System.nanoTime() - started) / NANOSECONDS;
  }

  /** Seconds to the end of the last epoch, at the mean speed so far. */
  double secondsLeft() {
    return stepsDone == 0
        ? Double.NaN
        : Math.max(0, secondsHere() / stepsDone * (stepsToDo - stepsDone));
  }
}
