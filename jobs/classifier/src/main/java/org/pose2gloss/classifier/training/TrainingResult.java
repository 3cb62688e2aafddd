package org.pose2gloss.classifier.training;

import java.nio.file.Path;

/**
 * What a training ended with.
 *
 * @param epochs that were run
 * @param stoppedEarly whether that was fewer than asked for, for want of progress
 * @param resumedAfterStep steps that another process had done before; 0 = none
 * @param best report of the epoch whose weights were kept
 * @param parameters numbers in the network, moving statistics included
 * @param trainableParameters numbers that training changes by gradients
 * @param seconds of training, in all processes that took part
 * @param checkpoint folder of the best epoch's checkpoint
 * @param savedModel folder of the SavedModel
 */
public record TrainingResult(
    int epochs,
    boolean stoppedEarly,
    long resumedAfterStep,
    EpochReport best,
    long parameters,
    long trainableParameters,
    double seconds,
    Path checkpoint,
    Path savedModel) {

  /** Number of the epoch whose weights were kept, from 1. */
  public int bestEpoch() {
    return best.epoch();
  }
}
