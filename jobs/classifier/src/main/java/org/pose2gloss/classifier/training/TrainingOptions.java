package org.pose2gloss.classifier.training;

import java.io.Serializable;
import org.pose2gloss.classifier.network.Precision;

/**
 * How the network is fitted. {@link #builder} has the original system's values where it had one.
 *
 * @param batchSize sequences a step, 1 or more
 * @param epochs passes over the training examples at most, 1 or more
 * @param schedule learning rate
 * @param regularization against over-fitting
 * @param checkpointing what is kept, and what it begins with
 * @param earlyStoppingPatience epochs without a better validation accuracy until training stops; 0
 *     = never
 * @param shuffleBatches batches held in memory, in which examples are shuffled and sorted by
 *     length; their size in bytes is {@code shuffleBatches * batchSize * frames * features * 4}
 * @param prefetchBatches padded batches that are made ready ahead of the training, 1 or more
 * @param reportSteps steps between two reports to the listener, 1 or more
 * @param seed of first weights, order and dropout; the same seed gives the same run on the same
 *     machine
 * @param threads that TensorFlow computes with; 0 = one a core. TensorFlow has one pool a process:
 *     whoever uses it first in this process decides
 * @param precision of the matrix products of training; judging and the exported model are float32
 */
public record TrainingOptions(
    int batchSize,
    int epochs,
    Schedule schedule,
    Regularization regularization,
    Checkpointing checkpointing,
    int earlyStoppingPatience,
    int shuffleBatches,
    int prefetchBatches,
    int reportSteps,
    long seed,
    int threads,
    Precision precision)
    implements Serializable {

  /** Checks the ranges. */
  public TrainingOptions {
    Checks.positive("batchSize", batchSize);
    Checks.positive("epochs", epochs);
    Checks.notNegative("earlyStoppingPatience", earlyStoppingPatience);
    Checks.positive("shuffleBatches", shuffleBatches);
    Checks.positive("prefetchBatches", prefetchBatches);
    Checks.positive("reportSteps", reportSteps);
    Checks.notNegative("threads", threads);
  }

  /**
   * A builder that starts from batch 128, 100 epochs, AdamW at 1e-3 with weight decay 0.004 (Keras'
   * default), reduce on plateau 0.7 after 5 epochs down to 1e-6; and what the original had not:
   * label smoothing 0.1, gradients clipped at norm 1, ten steps of warm-up, stop after 20 epochs
   * without progress.
   */
  public static TrainingOptionsBuilder builder() {
    return new TrainingOptionsBuilder();
  }
}
