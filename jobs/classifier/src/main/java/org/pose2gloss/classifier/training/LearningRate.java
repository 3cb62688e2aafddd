package org.pose2gloss.classifier.training;

/**
 * The learning rate of each step: a linear rise over the warm-up, then reduced whenever the watched
 * value has not become better for so many epochs, with the rules of Keras' ReduceLROnPlateau.
 */
final class LearningRate {
  /** What counts as better; Keras' default. */
  private static final double MINIMUM_GAIN = 1e-4;

  private final TrainingOptions options;
  private float rate;
  private double best = Double.NEGATIVE_INFINITY;
  private int epochsWithoutGain;

  LearningRate(TrainingOptions options) {
    this.options = options;
    this.rate = options.learningRate();
  }

  /** Rate of a step, counted from 1. */
  float at(long step) {
    return step >= options.warmUpSteps() ? rate : rate * step / options.warmUpSteps();
  }

  /** Hears what an epoch reached; higher is better. */
  void epochReached(double value) {
    if (value > best + MINIMUM_GAIN) {
      best = value;
      epochsWithoutGain = 0;
      return;
    }
    epochsWithoutGain++;
    if (epochsWithoutGain >= options.plateauPatience()) {
      rate =
          Math.min(rate, Math.max(rate * options.plateauFactor(), options.minimumLearningRate()));
      epochsWithoutGain = 0;
    }
  }
}
