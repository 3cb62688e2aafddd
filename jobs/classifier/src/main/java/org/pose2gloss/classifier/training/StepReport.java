package org.pose2gloss.classifier.training;

/**
 * What one step did.
 *
 * @param epoch from 1
 * @param epochs at most
 * @param step inside the epoch, from 1
 * @param steps an epoch has
 * @param totalSteps steps done since training began
 * @param loss mean smoothed cross-entropy of the batch
 * @param gradientNorm global norm before clipping
 * @param learningRate of this step
 * @param samplesPerSecond in this epoch so far
 * @param secondsLeft to the end of the last epoch, if training does not stop early
 */
public record StepReport(
    int epoch,
    int epochs,
    int step,
    int steps,
    long totalSteps,
    double loss,
    double gradientNorm,
    double learningRate,
    double samplesPerSecond,
    double secondsLeft) {}
