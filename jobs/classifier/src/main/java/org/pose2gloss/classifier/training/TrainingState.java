package org.pose2gloss.classifier.training;

/**
 * Where a training stands, beside the variables of its network. All randomness is a function of the
 * seed and of these numbers.
 *
 * @param epoch that goes on, from 1; one more than there are when training is done
 * @param step steps done in it
 * @param totalSteps steps done since training began
 * @param seconds that it took so far
 * @param rate what the learning rate's schedule remembers
 * @param patience what the search for the best epoch remembers
 * @param trained metrics of the steps done in this epoch
 * @param bestCheckpoint name of the checkpoint of the best epoch, empty before the first epoch ends
 * @param best report of the best epoch; all zero before the first epoch ends
 */
record TrainingState(
    int epoch,
    int step,
    long totalSteps,
    double seconds,
    LearningRate.State rate,
    BestEpoch.State patience,
    RunningMetrics.State trained,
    String bestCheckpoint,
    EpochReport best) {

  /** Before the first step. */
  static TrainingState start(TrainingOptions options) {
    return new TrainingState(
        1,
        0,
        0,
        0,
        LearningRate.State.start(options.schedule()),
        BestEpoch.State.START,
        RunningMetrics.State.START,
        "",
        EpochReport.NONE);
  }
}
