package org.pose2gloss.pipelines.pipeline;

import java.util.List;

/**
 * What a pipeline run came to.
 *
 * @param pipeline its name
 * @param run its tracking run
 * @param steps what became of each step
 * @param model registered model and version, empty if none was trained
 * @param testAccuracy of that version, 0..1, null if it was not evaluated
 * @param testTop5Accuracy likewise
 * @param testExamples test examples it was asked about, null likewise
 * @param classes glosses it tells apart, null if not known
 * @param promoted whether it is served now
 * @param reason why, one sentence, empty if that was not asked
 * @param seconds from start to end
 */
public record PipelineResult(
    String pipeline,
    String run,
    List<StepResult> steps,
    String model,
    Double testAccuracy,
    Double testTop5Accuracy,
    Long testExamples,
    Integer classes,
    boolean promoted,
    String reason,
    double seconds) {

  /** Copies the list. */
  public PipelineResult {
    steps = List.copyOf(steps);
  }

  /**
   * What became of one step.
   *
   * @param name of the step
   * @param action whether it ran
   * @param failed whether it failed, which it was allowed to
   * @param run its tracking run, empty if none
   * @param seconds it took
   */
  public record StepResult(
      String name, Action action, boolean failed, String run, double seconds) {}
}
