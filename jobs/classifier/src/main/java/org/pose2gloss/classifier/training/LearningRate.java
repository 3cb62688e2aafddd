package org.pose2gloss.classifier.training;

/**
 * The learning rate of each step: a linear rise over the warm-up, then as the schedule says. Its
 * plateau rule is that of Keras' ReduceLROnPlateau.
 */
final class LearningRate {
  /** What counts as better; Keras' default. */
  private static final double MINIMUM_GAIN = 1e-4;

  private final Schedule schedule;
  private final long steps;
  private State state;

  /** What is remembered: the highest rate now, the best value, and for how long it is the best. */
  record State(float rate, double best, int epochsWithoutGain) {
    /** Before the first epoch. */
    static State start(Schedule schedule) {
      return new State(schedule.learningRate(), Double.NEGATIVE_INFINITY, 0);
    }
  }

  /**
   * Goes on from a state.
   *
   * @param steps of the whole training
   */
  LearningRate(Schedule schedule, long steps, State state) {
    this.schedule = schedule;
    this.steps = steps;
    this.state = state;
  }

  /** Rate of a step, counted from 1. */
  float at(long step) {
    int warmUp = schedule.warmUpSteps();
    if (step < warmUp) {
      return state.rate() * step / warmUp;
    }
    return schedule.kind() == Schedule.Kind.COSINE ? cosine(step - warmUp) : state.rate();
  }

  private float cosine(long stepsSinceWarmUp) {
    float lowest = Math.min(schedule.minimumLearningRate(), state.rate());
    double done =
        Math.min(1, stepsSinceWarmUp / (double) Math.max(1, steps - schedule.warmUpSteps()));
    return (float) (lowest + (state.rate() - lowest) * (1 + Math.cos(Math.PI * done)) / 2);
  }

  /** Hears what an epoch reached; higher is better. */
  void epochReached(double value) {
    if (schedule.kind() != Schedule.Kind.PLATEAU) {
      return;
    }
    if (value > state.best() + MINIMUM_GAIN) {
      state = new State(state.rate(), value, 0);
      return;
    }
    int waited = state.epochsWithoutGain() + 1;
    float rate = state.rate();
    if (waited >= schedule.plateauPatience()) {
      rate =
          Math.min(rate, Math.max(rate * schedule.plateauFactor(), schedule.minimumLearningRate()));
      waited = 0;
    }
    state = new State(rate, state.best(), waited);
  }

  State state() {
    return state;
  }
}
