package org.pose2gloss.classifier.training;

/**
 * Finds the best epoch so far and says when to stop waiting for a better one. Better is the higher
 * value; between equal values the lower loss, which small validation sets often have to decide.
 */
final class BestEpoch {
  private final int patience;
  private double bestValue = Double.NEGATIVE_INFINITY;
  private double bestLoss = Double.POSITIVE_INFINITY;
  private int epochsSince;

  /** {@code patience} 0 = never stop. */
  BestEpoch(int patience) {
    this.patience = patience;
  }

  /** Hears what an epoch reached and says whether it is the best so far. */
  boolean reached(double value, double loss) {
    boolean better = value > bestValue || (value == bestValue && loss < bestLoss);
    if (better) {
      bestValue = value;
      bestLoss = loss;
      epochsSince = 0;
    } else {
      epochsSince++;
    }
    return better;
  }

  /** Whether so many epochs went by without a better one that training should stop. */
  boolean patienceIsOver() {
    return patience > 0 && epochsSince >= patience;
  }
}
