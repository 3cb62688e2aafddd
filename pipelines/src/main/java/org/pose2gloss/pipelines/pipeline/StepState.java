package org.pose2gloss.pipelines.pipeline;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Locale;
import java.util.Optional;
import org.pose2gloss.tracking.FoundRun;

/**
 * What a pipeline's run tells of one of its steps.
 *
 * @param state running, done or failed; empty if it was not begun
 * @param action what was to become of it, null if it was not begun
 * @param reason why
 * @param run the step's run, empty if none
 * @param key its cache key, empty if none
 * @param before runs of its command that the pipeline had when it was begun
 * @param seconds it took
 */
record StepState(
    String state,
    Action action,
    String reason,
    String run,
    String key,
    int before,
    double seconds) {

  static StepState of(FoundRun pipeline, Step step) {
    JsonNode told = RunTags.parsed(pipeline.tag(RunTags.STATE + step.name()));
    return new StepState(
        told.path("state").asText(),
        told.path("action").isTextual()
            ? Action.valueOf(told.path("action").asText().toUpperCase(Locale.ROOT))
            : null,
        told.path("reason").asText(),
        told.path("run").asText(),
        told.path("key").asText(),
        told.path("before").asInt(),
        told.path("seconds").asDouble());
  }

  boolean done() {
    return state.equals("done");
  }

  boolean failed() {
    return state.equals("failed");
  }

  /** The decision as it was made. */
  Decision decision() {
    return Decision.of(action, reason, Optional.of(key).filter(text -> !text.isEmpty()));
  }
}
