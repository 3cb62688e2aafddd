package org.pose2gloss.pipelines.pipeline;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import java.util.Optional;

/**
 * What is to become of a step and, once it has, what came of it.
 *
 * @param action what
 * @param reason why, one sentence
 * @param key what the step would do and with what; empty if that is not known or is never reused
 * @param run the step's run: the earlier one, or the one that was started; empty if none
 * @param result its result record; missing as long as there is none
 */
record Decision(Action action, String reason, Optional<String> key, String run, JsonNode result) {
  static Decision of(Action action, String reason, Optional<String> key) {
    return new Decision(action, reason, key, "", MissingNode.getInstance());
  }

  /** This with what came of it. */
  Decision done(String runId, JsonNode record) {
    return new Decision(action, reason, key, runId, record);
  }
}
