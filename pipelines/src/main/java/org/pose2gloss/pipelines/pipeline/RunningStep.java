package org.pose2gloss.pipelines.pipeline;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.util.Optional;

/** A step that was started. Closing ends it, with all that it has started, if it has not ended. */
interface RunningStep extends AutoCloseable {
  /**
   * Waits for its end.
   *
   * @return whether it has ended
   */
  boolean ended(Duration longest) throws InterruptedException;

  /** Why it ended badly, one sentence; empty if it did not, or has not ended. */
  Optional<String> failure();

  /** Its result record, if it can be had here; otherwise it is on its run. */
  Optional<JsonNode> result();

  @Override
  void close();
}
