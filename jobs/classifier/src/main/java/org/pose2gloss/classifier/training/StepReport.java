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
 * @param top1 share of right answers in this epoch so far, 0..1
 * @param top5 share with the right answer among the first five, likewise
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
    double top1,
    double top5,
    double gradientNorm,
    double learningRate,
    double samplesPerSecond,
    double secondsLeft) {}
