package org.pose2gloss.classifier.training;

import java.io.Serializable;
import org.pose2gloss.classifier.ClassifierException;

/**
 * How the network is fitted. {@link #defaults} are the original system's values where it had one.
 *
 * @param batchSize sequences a step, 1 or more
 * @param epochs passes over the training examples at most, 1 or more
 * @param learningRate the highest, reached after the warm-up, above 0
 * @param warmUpSteps steps over which the learning rate rises linearly, 0 or more
 * @param weightDecay share of {@code learningRate} by which kernels shrink a step, 0 or more
 * @param labelSmoothing share of the target spread over all classes, 0 up to but not including 1
 * @param clipNorm highest global norm of the gradients; 0 = no limit
 * @param plateauPatience epochs without a better validation accuracy until the rate is reduced
 * @param plateauFactor what the rate is multiplied with then, above 0 and below 1
 * @param minimumLearningRate the plateau rule never goes below this, 0 or more
 * @param earlyStoppingPatience epochs without a better validation accuracy until training stops; 0
 *     = never
 * @param shuffleBatches batches held in memory, in which examples are shuffled and sorted by
 *     length; their size in bytes is {@code shuffleBatches * batchSize * frames * features * 4}
 * @param seed of first weights, order and dropout; the same seed gives the same run on the same
 *     machine
 * @param threads that TensorFlow computes with; 0 = one a core. TensorFlow has one pool a process:
 *     whoever uses it first in this process decides
 */
public record TrainingOptions(
    int batchSize,
    int epochs,
    float learningRate,
    int warmUpSteps,
    float weightDecay,
    float labelSmoothing,
    float clipNorm,
    int plateauPatience,
    float plateauFactor,
    float minimumLearningRate,
    int earlyStoppingPatience,
    int shuffleBatches,
    long seed,
    int threads)
    implements Serializable {

  /** Checks the ranges. */
  public TrainingOptions {
    require(batchSize >= 1, "batchSize", batchSize, "1 or more");
    require(epochs >= 1, "epochs", epochs, "1 or more");
    require(
        learningRate > 0 && Float.isFinite(learningRate), "learningRate", learningRate, "above 0");
    require(warmUpSteps >= 0, "warmUpSteps", warmUpSteps, "0 or more");
    require(
        weightDecay >= 0 && Float.isFinite(weightDecay), "weightDecay", weightDecay, "0 or more");
    require(
        labelSmoothing >= 0 && labelSmoothing < 1,
        "labelSmoothing",
        labelSmoothing,
        "at least 0 and below 1");
    require(clipNorm >= 0 && Float.isFinite(clipNorm), "clipNorm", clipNorm, "0 or more");
    require(plateauPatience >= 1, "plateauPatience", plateauPatience, "1 or more");
    require(
        plateauFactor > 0 && plateauFactor < 1,
        "plateauFactor",
        plateauFactor,
        "above 0 and below 1");
    require(minimumLearningRate >= 0, "minimumLearningRate", minimumLearningRate, "0 or more");
    require(
        earlyStoppingPatience >= 0, "earlyStoppingPatience", earlyStoppingPatience, "0 or more");
    require(shuffleBatches >= 1, "shuffleBatches", shuffleBatches, "1 or more");
    require(threads >= 0, "threads", threads, "0 or more");
  }

  private static void require(boolean holds, String name, Object value, String rule) {
    if (!holds) {
      throw new ClassifierException(
          String.format("The training option %s must be %s, not %s.", name, rule, value));
    }
  }

  /**
   * Batch 128, 100 epochs, AdamW at 1e-3 with weight decay 0.004 (Keras' default), reduce on
   * plateau 0.7 after 5 epochs down to 1e-6; and what the original had not: label smoothing 0.1,
   * gradients clipped at norm 1, ten steps of warm-up, stop after 20 epochs without progress.
   */
  public static TrainingOptions defaults() {
    return new TrainingOptions(
        128, 100, 1e-3f, 10, 0.004f, 0.1f, 1f, 5, 0.7f, 1e-6f, 20, 32, 42, 0);
  }

  /** Other sizes. */
  public TrainingOptions withSize(int newBatchSize, int newEpochs) {
    return new TrainingOptions(
        newBatchSize,
        newEpochs,
        learningRate,
        warmUpSteps,
        weightDecay,
        labelSmoothing,
        clipNorm,
        plateauPatience,
        plateauFactor,
        minimumLearningRate,
        earlyStoppingPatience,
        shuffleBatches,
        seed,
        threads);
  }

  /** Another learning rate and warm-up. */
  public TrainingOptions withLearningRate(float newLearningRate, int newWarmUpSteps) {
    return new TrainingOptions(
        batchSize,
        epochs,
        newLearningRate,
        newWarmUpSteps,
        weightDecay,
        labelSmoothing,
        clipNorm,
        plateauPatience,
        plateauFactor,
        minimumLearningRate,
        earlyStoppingPatience,
        shuffleBatches,
        seed,
        threads);
  }

  /** Another regularisation. */
  public TrainingOptions withRegularization(
      float newWeightDecay, float newLabelSmoothing, float newClipNorm) {
    return new TrainingOptions(
        batchSize,
        epochs,
        learningRate,
        warmUpSteps,
        newWeightDecay,
        newLabelSmoothing,
        newClipNorm,
        plateauPatience,
        plateauFactor,
        minimumLearningRate,
        earlyStoppingPatience,
        shuffleBatches,
        seed,
        threads);
  }

  /** Another rule for reducing the learning rate. */
  public TrainingOptions withPlateau(int newPatience, float newFactor, float newMinimum) {
    return new TrainingOptions(
        batchSize,
        epochs,
        learningRate,
        warmUpSteps,
        weightDecay,
        labelSmoothing,
        clipNorm,
        newPatience,
        newFactor,
        newMinimum,
        earlyStoppingPatience,
        shuffleBatches,
        seed,
        threads);
  }

  /** Another patience before training stops; 0 = never. */
  public TrainingOptions withEarlyStopping(int newPatience) {
    return new TrainingOptions(
        batchSize,
        epochs,
        learningRate,
        warmUpSteps,
        weightDecay,
        labelSmoothing,
        clipNorm,
        plateauPatience,
        plateauFactor,
        minimumLearningRate,
        newPatience,
        shuffleBatches,
        seed,
        threads);
  }

  /** Another buffer. */
  public TrainingOptions withShuffleBatches(int newShuffleBatches) {
    return new TrainingOptions(
        batchSize,
        epochs,
        learningRate,
        warmUpSteps,
        weightDecay,
        labelSmoothing,
        clipNorm,
        plateauPatience,
        plateauFactor,
        minimumLearningRate,
        earlyStoppingPatience,
        newShuffleBatches,
        seed,
        threads);
  }

  /** Another seed. */
  public TrainingOptions withSeed(long newSeed) {
    return new TrainingOptions(
        batchSize,
        epochs,
        learningRate,
        warmUpSteps,
        weightDecay,
        labelSmoothing,
        clipNorm,
        plateauPatience,
        plateauFactor,
        minimumLearningRate,
        earlyStoppingPatience,
        shuffleBatches,
        newSeed,
        threads);
  }

  /** Another number of threads; 0 = one a core. */
  public TrainingOptions withThreads(int newThreads) {
    return new TrainingOptions(
        batchSize,
        epochs,
        learningRate,
        warmUpSteps,
        weightDecay,
        labelSmoothing,
        clipNorm,
        plateauPatience,
        plateauFactor,
        minimumLearningRate,
        earlyStoppingPatience,
        shuffleBatches,
        seed,
        newThreads);
  }
}
