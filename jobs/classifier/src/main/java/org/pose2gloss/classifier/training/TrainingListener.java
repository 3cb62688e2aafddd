package org.pose2gloss.classifier.training;

/**
 * Hears of a training's progress, on the training's own thread; what it throws ends the training.
 */
public interface TrainingListener {

  /** So many steps were done as {@link TrainingOptions#reportSteps} says. */
  default void step(StepReport report) {}

  /** An epoch was done and its checkpoint is written. */
  default void epoch(EpochReport report) {}

  /** Something that a user should know, in one sentence. */
  default void notice(String sentence) {}

  /** Hears nothing. */
  static TrainingListener silent() {
    return new TrainingListener() {};
  }
}
