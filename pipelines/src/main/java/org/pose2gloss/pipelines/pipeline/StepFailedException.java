package org.pose2gloss.pipelines.pipeline;

import org.pose2gloss.command.UserException;

/** A step ended badly, took too long or could not be started; trying it again may help. */
final class StepFailedException extends UserException {
  private static final long serialVersionUID = 1L;

  StepFailedException(String sentence) {
    super(sentence);
  }

  StepFailedException(String sentence, Throwable cause) {
    super(sentence, cause);
  }
}
