package org.pose2gloss.classifier.training;

import org.pose2gloss.classifier.ExampleBatch;
import org.pose2gloss.classifier.evaluation.Answer;

/** Loss, top-1 and top-5 of the examples seen so far. */
final class RunningMetrics {
  private static final int FIRST_FEW = 5;

  private State state;

  /** Sums over the examples. */
  record State(long count, double lossSum, long first, long amongFirstFew) {
    /** Before the first example. */
    static final State START = new State(0, 0, 0, 0);
  }

  RunningMetrics() {
    this(State.START);
  }

  RunningMetrics(State state) {
    this.state = state;
  }

  void add(ExampleBatch batch, TrainingSession.Pass pass) {
    double lossSum = state.lossSum();
    long first = state.first();
    long amongFirstFew = state.amongFirstFew();
    for (int i = 0; i < batch.size(); i++) {
      int rank = Answer.rank(pass.scores().get(i), batch.examples().get(i).label());
      lossSum += pass.losses().get(i);
      first += rank == 1 ? 1 : 0;
      amongFirstFew += rank <= FIRST_FEW ? 1 : 0;
    }
    state = new State(state.count() + batch.size(), lossSum, first, amongFirstFew);
  }

  long count() {
    return state.count();
  }

  double loss() {
    return state.lossSum() / count();
  }

  double top1() {
    return state.first() / (double) count();
  }

  double top5() {
    return state.amongFirstFew() / (double) count();
  }

  State state() {
    return state;
  }
}
