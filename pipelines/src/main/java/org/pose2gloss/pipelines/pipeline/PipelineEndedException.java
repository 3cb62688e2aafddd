package org.pose2gloss.pipelines.pipeline;

import org.pose2gloss.command.UserException;

/** Somebody cancelled the pipeline, or another process leads it now: the present step must end. */
final class PipelineEndedException extends UserException {
  private static final long serialVersionUID = 1L;

  private final boolean cancelled;

  PipelineEndedException(String sentence, boolean cancelled) {
    super(sentence);
    this.cancelled = cancelled;
  }

  /** Whether it was cancelled; otherwise it is another's. */
  boolean cancelled() {
    return cancelled;
  }
}
