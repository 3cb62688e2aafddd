package org.pose2gloss.classifier.training;

import java.io.Serializable;

/**
 * How the learning rate changes.
 *
 * @param kind what happens after the warm-up
 * @param learningRate the highest, reached after the warm-up, above 0
 * @param warmUpSteps steps over which it rises linearly, 0 or more
 * @param minimumLearningRate what it ends at or never goes below, 0 or more
 * @param plateauPatience epochs without a better validation accuracy until it is reduced
 * @param plateauFactor what it is multiplied with then, above 0 and below 1
 */
public record Schedule(
    Kind kind,
    float learningRate,
    int warmUpSteps,
    float minimumLearningRate,
    int plateauPatience,
    float plateauFactor)
    implements Serializable {

  /** What happens after the warm-up. */
  public enum Kind {
    /** Reduced whenever validation accuracy has not become better for some epochs. */
    PLATEAU,
    /**
     * Half a cosine from the highest rate to the lowest over all further steps (Loshchilov and
     * Hutter, "SGDR", 2017, without restarts).
     */
    COSINE
  }

  /** Checks the ranges. */
  public Schedule {
    Checks.require(
        learningRate > 0 && Float.isFinite(learningRate), "learningRate", learningRate, "above 0");
    Checks.notNegative("warmUpSteps", warmUpSteps);
    Checks.notNegative("minimumLearningRate", minimumLearningRate);
    Checks.positive("plateauPatience", plateauPatience);
    Checks.require(
        plateauFactor > 0 && plateauFactor < 1,
        "plateauFactor",
        plateauFactor,
        "above 0 and below 1");
  }
}
