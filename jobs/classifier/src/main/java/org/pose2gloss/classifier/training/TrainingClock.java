package org.pose2gloss.classifier.training;

/** Speed so far and time left, validation included once an epoch of it is known. */
final class TrainingClock {
  private static final double NANOSECONDS = 1e9;

  private final int epochs;
  private final int stepsAnEpoch;
  private final long started = System.nanoTime();
  private long epochStarted = started;
  private int epochsDone;
  private int stepsInEpoch;
  private long samplesInEpoch;

  TrainingClock(int epochs, int stepsAnEpoch) {
    this.epochs = epochs;
    this.stepsAnEpoch = stepsAnEpoch;
  }

  void epochBegins() {
    epochStarted = System.nanoTime();
    stepsInEpoch = 0;
    samplesInEpoch = 0;
  }

  void stepDone(int samples) {
    stepsInEpoch++;
    samplesInEpoch += samples;
  }

  void epochEnded() {
    epochsDone++;
    stepsInEpoch = 0;
  }

  /** Training examples a second in this epoch. */
  double samplesPerSecond() {
    return samplesInEpoch / Math.max(1e-9, (System.nanoTime() - epochStarted) / NANOSECONDS);
  }

  /** Seconds to the end of the last epoch, at the mean speed so far. */
  double secondsLeft() {
    double done = epochsDone + stepsInEpoch / (double) stepsAnEpoch;
    double seconds = (System.nanoTime() - started) / NANOSECONDS;
    return done == 0 ? Double.NaN : Math.max(0, seconds / done * (epochs - done));
  }
}
