package org.pose2gloss.pipelines.pipeline;

import com.fasterxml.jackson.databind.JsonNode;

/**
 * What became of a step.
 *
 * @param run the pipeline's run
 * @param step name
 * @param state done, or begun if the scheduler is to start it
 * @param action run, reuse or skip
 * @param reason why, one sentence
 * @param child the step's own run, empty if none
 * @param result its result record, null if none
 * @param submission what is to be started, null unless begun
 */
public record ScheduledStep(
    String run,
    String step,
    String state,
    String action,
    String reason,
    String child,
    JsonNode result,
    Submission submission) {
  static ScheduledStep done(String run, Step step, Decision decision) {
    return of(run, step, "done", decision, null);
  }

  static ScheduledStep begun(String run, Step step, Decision decision, Submission submission) {
    return of(run, step, "begun", decision, submission);
  }

  private static ScheduledStep of(
      String run, Step step, String state, Decision decision, Submission submission) {
    return new ScheduledStep(
        run,
        step.name(),
        state,
        decision.action().word(),
        decision.reason(),
        decision.run(),
        decision.result().isMissingNode() ? null : decision.result(),
        submission);
  }
}
