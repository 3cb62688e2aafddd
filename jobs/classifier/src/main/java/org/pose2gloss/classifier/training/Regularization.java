package org.pose2gloss.classifier.training;

import java.io.Serializable;

/**
 * What keeps the weights from fitting the training examples alone, beside the network's dropouts.
 *
 * @param weightDecay share of the learning rate by which kernels shrink a step, 0 or more
 * @param labelSmoothing share of the target spread over all classes, 0 up to but not including 1
 * @param clipNorm highest global norm of the gradients; 0 = no limit
 * @param headDropoutFromEpoch first epoch, from 1, in which the head drops numbers (late dropout)
 * @param averageDecay share of the old average that a step keeps in the exponential moving average
 *     of the weights, which is then what is judged and exported; 0 = no average
 */
public record Regularization(
    float weightDecay,
    float labelSmoothing,
    float clipNorm,
    int headDropoutFromEpoch,
    float averageDecay)
    implements Serializable {

  /** Checks the ranges. */
  public Regularization {
    Checks.notNegative("weightDecay", weightDecay);
    Checks.share("labelSmoothing", labelSmoothing);
    Checks.notNegative("clipNorm", clipNorm);
    Checks.positive("headDropoutFromEpoch", headDropoutFromEpoch);
    Checks.share("averageDecay", averageDecay);
  }
}
