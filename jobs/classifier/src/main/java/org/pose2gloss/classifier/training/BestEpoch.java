package org.pose2gloss.classifier.training;

/**
 * Finds the best epoch so far and says when to stop waiting for a better one. Better is the higher
 * value; between equal values the lower loss, which small validation sets often have to decide.
 */
final class BestEpoch {
  private final int patience;
  private State state;

  /** What is remembered. */
  record State(double value, double loss, int epochsSince) {
    /** Before the first epoch. */
    static final State START = new State(Double.NEGATIVE_INFINITY, Double.POSITIVE_INFINITY, 0);
  }

  /** {@code patience} 0 = never stop. */
  BestEpoch(int patience, State state) {
    this.patience = patience;
    this.state = state;
  }

  /** Hears what an epoch reached and says whether it is the best so far. */
  boolean reached(double value, double loss) {
    boolean better = value > state.value() || (value == state.value() && loss < state.loss());
    state =
        better
            ? new State(value, loss, 0)
            : new State(state.value(), state.loss(), state.epochsSince() + 1);
    return better;
  }

  /** Whether so many epochs went by without a better one that training should stop. */
  boolean patienceIsOver() {
    return patience > 0 && state.epochsSince() >= patience;
  }

  State state() {
    return state;
  }
}
