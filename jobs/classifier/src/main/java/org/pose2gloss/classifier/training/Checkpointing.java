package org.pose2gloss.classifier.training;

import java.io.Serializable;

/**
 * What is kept of a training while it runs, and what it begins with.
 *
 * @param keep newest checkpoints that stay, 1 or more; the best one stays besides
 * @param everySteps steps between two checkpoints; 0 = at the ends of epochs only, where there is
 *     always one
 * @param resume whether an unfinished training goes on
 * @param initialModel folder of an earlier training, or of one checkpoint of it, whose weights are
 *     taken over at the start; empty = none
 */
public record Checkpointing(int keep, int everySteps, boolean resume, String initialModel)
    implements Serializable {

  /** Checks the ranges. */
  public Checkpointing {
    Checks.positive("keepCheckpoints", keep);
    Checks.notNegative("checkpointEverySteps", everySteps);
  }
}
