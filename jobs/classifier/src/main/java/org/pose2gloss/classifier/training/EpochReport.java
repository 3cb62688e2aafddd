package org.pose2gloss.classifier.training;

/**
 * What one epoch reached.
 *
 * @param epoch from 1
 * @param of epochs at most
 * @param trainLoss mean smoothed cross-entropy over the training examples while they were trained
 *     on
 * @param trainTop1 share of them that was right then, 0..1
 * @param trainTop5 share with the right answer among the first five, likewise
 * @param validationLoss mean cross-entropy; NaN without validation examples
 * @param validationTop1 share of right answers, 0..1; NaN without validation examples
 * @param validationTop5 share with the right answer among the first five; NaN likewise
 * @param learningRate of the epoch's last step
 * @param samplesPerSecond training examples a second, validation time left out
 * @param best whether this is the best epoch so far
 * @param secondsLeft to the end of the last epoch, if training does not stop early
 */
public record EpochReport(
    int epoch,
    int of,
    double trainLoss,
    double trainTop1,
    double trainTop5,
    double validationLoss,
    double validationTop1,
    double validationTop5,
    double learningRate,
    double samplesPerSecond,
    boolean best,
    double secondsLeft) {
  /** Before the first epoch has ended. */
  static final EpochReport NONE = new EpochReport(0, 0, 0, 0, 0, 0, 0, 0, 0, 0, false, 0);
}
