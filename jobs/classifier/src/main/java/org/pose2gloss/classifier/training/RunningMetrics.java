package org.pose2gloss.classifier.training;

import org.pose2gloss.classifier.ExampleBatch;
import org.pose2gloss.classifier.evaluation.Evaluation;

/** Loss, top-1 and top-5 of the examples seen so far. */
final class RunningMetrics {
  private static final int FIRST_FEW = 5;

  private long count;
  private double lossSum;
  private long first;
  private long amongFirstFew;

  void add(ExampleBatch batch, TrainingSession.Pass pass) {
    for (int i = 0; i < batch.size(); i++) {
      int rank = Evaluation.rank(pass.scores().get(i), batch.examples().get(i).label());
      count++;
      lossSum += pass.losses().get(i);
      first += rank == 0 ? 1 : 0;
      amongFirstFew += rank < FIRST_FEW ? 1 : 0;
    }
  }

  long count() {
    return count;
  }

  double loss() {
    return lossSum / count;
  }

  double top1() {
    return first / (double) count;
  }

  double top5() {
    return amongFirstFew / (double) count;
  }
}
