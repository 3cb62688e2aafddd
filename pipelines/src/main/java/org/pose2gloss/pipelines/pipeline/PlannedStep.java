package org.pose2gloss.pipelines.pipeline;

import java.util.List;

/**
 * One step of a plan.
 *
 * @param name of the step
 * @param command the command that it starts
 * @param needs steps that it waits for
 * @param action what would become of it
 * @param reason why, one sentence
 * @param run the earlier run that it would be taken from, empty if none
 * @param key cache key, empty if not known
 * @param retries how many more times it would be tried
 * @param pauseSeconds before the first of these; each further one is twice as long
 * @param timeLimitSeconds longest that one try may take
 * @param mayFail whether the pipeline goes on if it fails
 */
public record PlannedStep(
    String name,
    String command,
    List<String> needs,
    Action action,
    String reason,
    String run,
    String key,
    int retries,
    double pauseSeconds,
    long timeLimitSeconds,
    boolean mayFail) {

  /** Copies the list. */
  public PlannedStep {
    needs = List.copyOf(needs);
  }

  static PlannedStep of(Step step, Decision decision) {
    return new PlannedStep(
        step.name(),
        step.kind().command(),
        step.needs(),
        decision.action(),
        decision.reason(),
        decision.run(),
        decision.key().orElse(""),
        step.retries(),
        step.pause().toMillis() / 1e3,
        step.timeLimit().toSeconds(),
        step.mayFail());
  }
}
