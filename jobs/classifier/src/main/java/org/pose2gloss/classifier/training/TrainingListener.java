package org.pose2gloss.classifier.training;

/**
 * Hears of a training's progress, on the training's own thread; what it throws ends the training.
 */
public interface TrainingListener {

  /** A step was done. */
  default void step(StepReport report) {}

  /** An epoch was done and, if it was the best so far, its checkpoint is written. */
  default void epoch(EpochReport report) {}

  /** Something that a user should know, in one sentence. */
  default void notice(String sentence) {}

  /** Hears nothing. */
  static TrainingListener silent() {
    return new TrainingListener() {};
  }
}
