package org.pose2gloss.classifier.training;

import org.pose2gloss.classifier.network.Precision;

/**
 * Builds {@link TrainingOptions}; each method is described there or at {@link Schedule}, {@link
 * Regularization} and {@link Checkpointing}.
 */
public final class TrainingOptionsBuilder {
  private int batchSize = 128;
  private int epochs = 100;
  private Schedule.Kind schedule = Schedule.Kind.PLATEAU;
  private float learningRate = 1e-3f;
  private int warmUpSteps = 10;
  private float minimumLearningRate = 1e-6f;
  private int plateauPatience = 5;
  private float plateauFactor = 0.7f;
  private float weightDecay = 0.004f;
  private float labelSmoothing = 0.1f;
  private float clipNorm = 1;
  private int headDropoutFromEpoch = 1;
  private float averageDecay = 0;
  private int keepCheckpoints = 2;
  private int checkpointEverySteps = 0;
  private boolean resume = true;
  private String initialModel = "";
  private int earlyStoppingPatience = 20;
  private int shuffleBatches = 32;
  private int prefetchBatches = 4;
  private int reportSteps = 10;
  private long seed = 42;
  private int threads = 0;
  private Precision precision = Precision.FLOAT32;

  TrainingOptionsBuilder() {}

  /** Sequences a step. */
  public TrainingOptionsBuilder batchSize(int value) {
    batchSize = value;
    return this;
  }

  /** Passes over the training examples at most. */
  public TrainingOptionsBuilder epochs(int value) {
    epochs = value;
    return this;
  }

  /** What happens to the learning rate after the warm-up. */
  public TrainingOptionsBuilder schedule(Schedule.Kind value) {
    schedule = value;
    return this;
  }

  /** The highest learning rate. */
  public TrainingOptionsBuilder learningRate(float value) {
    learningRate = value;
    return this;
  }

  /** Steps over which the learning rate rises. */
  public TrainingOptionsBuilder warmUpSteps(int value) {
    warmUpSteps = value;
    return this;
  }

  /** What the learning rate ends at or never goes below. */
  public TrainingOptionsBuilder minimumLearningRate(float value) {
    minimumLearningRate = value;
    return this;
  }

  /** Epochs without gain until the learning rate is reduced. */
  public TrainingOptionsBuilder plateauPatience(int value) {
    plateauPatience = value;
    return this;
  }

  /** What the learning rate is then multiplied with. */
  public TrainingOptionsBuilder plateauFactor(float value) {
    plateauFactor = value;
    return this;
  }

  /** Share of the learning rate by which kernels shrink. */
  public TrainingOptionsBuilder weightDecay(float value) {
    weightDecay = value;
    return this;
  }

  /** Share of the target spread over all classes. */
  public TrainingOptionsBuilder labelSmoothing(float value) {
    labelSmoothing = value;
    return this;
  }

  /** Highest global norm of the gradients; 0 = no limit. */
  public TrainingOptionsBuilder clipNorm(float value) {
    clipNorm = value;
    return this;
  }

  /** First epoch in which the head drops numbers. */
  public TrainingOptionsBuilder headDropoutFromEpoch(int value) {
    headDropoutFromEpoch = value;
    return this;
  }

  /** Share of the old that the average of the weights keeps; 0 = no average. */
  public TrainingOptionsBuilder averageDecay(float value) {
    averageDecay = value;
    return this;
  }

  /** Newest checkpoints that stay. */
  public TrainingOptionsBuilder keepCheckpoints(int value) {
    keepCheckpoints = value;
    return this;
  }

  /** Steps between two checkpoints; 0 = at the ends of epochs only. */
  public TrainingOptionsBuilder checkpointEverySteps(int value) {
    checkpointEverySteps = value;
    return this;
  }

  /** Whether an unfinished training goes on. */
  public TrainingOptionsBuilder resume(boolean value) {
    resume = value;
    return this;
  }

  /** Folder of an earlier training whose weights are taken over; empty = none. */
  public TrainingOptionsBuilder initialModel(String value) {
    initialModel = value;
    return this;
  }

  /** Epochs without gain until training stops; 0 = never. */
  public TrainingOptionsBuilder earlyStoppingPatience(int value) {
    earlyStoppingPatience = value;
    return this;
  }

  /** Batches held in memory to be shuffled and sorted by length. */
  public TrainingOptionsBuilder shuffleBatches(int value) {
    shuffleBatches = value;
    return this;
  }

  /** Padded batches that are made ready ahead. */
  public TrainingOptionsBuilder prefetchBatches(int value) {
    prefetchBatches = value;
    return this;
  }

  /** Steps between two reports. */
  public TrainingOptionsBuilder reportSteps(int value) {
    reportSteps = value;
    return this;
  }

  /** Seed of first weights, order and dropout. */
  public TrainingOptionsBuilder seed(long value) {
    seed = value;
    return this;
  }

  /** Threads of TensorFlow; 0 = one a core. */
  public TrainingOptionsBuilder threads(int value) {
    threads = value;
    return this;
  }

  /** What training's matrix products are computed in. */
  public TrainingOptionsBuilder precision(Precision value) {
    precision = value;
    return this;
  }

  /**
   * The options.
   *
   * @throws org.pose2gloss.classifier.ClassifierException if one is out of its range
   */
  public TrainingOptions build() {
    return new TrainingOptions(
        batchSize,
        epochs,
        new Schedule(
            schedule,
            learningRate,
            warmUpSteps,
            minimumLearningRate,
            plateauPatience,
            plateauFactor),
        new Regularization(
            weightDecay, labelSmoothing, clipNorm, headDropoutFromEpoch, averageDecay),
        new Checkpointing(keepCheckpoints, checkpointEverySteps, resume, initialModel),
        earlyStoppingPatience,
        shuffleBatches,
        prefetchBatches,
        reportSteps,
        seed,
        threads,
        precision);
  }
}
