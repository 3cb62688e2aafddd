package org.pose2gloss.pipelines.pipeline;

import java.time.Duration;
import java.util.List;
import org.pose2gloss.command.Settings;
import org.pose2gloss.command.UsageException;

/**
 * One step of a pipeline as it is configured.
 *
 * @param name of its own within the pipeline
 * @param kind what it does
 * @param needs names of the steps that must have ended well before
 * @param assignments {@code key=value} that hold for this step alone
 * @param retries how many more times it is tried after a failure
 * @param pause before the first of these; each further one is twice as long
 * @param timeLimit of one try
 * @param mayFail whether the pipeline goes on without it
 */
public record Step(
    String name,
    StepKind kind,
    List<String> needs,
    List<String> assignments,
    int retries,
    Duration pause,
    Duration timeLimit,
    boolean mayFail) {

  /** Copies the lists. */
  public Step {
    needs = List.copyOf(needs);
    assignments = List.copyOf(assignments);
  }

  /** One entry of {@code pipeline.steps}. */
  static Step of(Settings entry) {
    String name =
        entry
            .optionalText("name")
            .orElseThrow(() -> new UsageException("A step of pipeline.steps has no name."));
    String word = entry.optionalText("command").orElse(name);
    StepKind kind =
        StepKind.of(word)
            .orElseThrow(
                () ->
                    new UsageException(
                        "The step '%s' of pipeline.steps is to run '%s', which is none of: %s."
                            .formatted(name, word, String.join(", ", StepKind.words()))));
    return new Step(
        name,
        kind,
        entry.texts("needs"),
        entry.texts("set"),
        entry.integer("retries"),
        entry.duration("pause"),
        entry.duration("time-limit"),
        entry.flag("may-fail"));
  }
}
