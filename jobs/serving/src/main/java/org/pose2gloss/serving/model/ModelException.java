package org.pose2gloss.serving.model;

/** A model cannot be served; the message is one sentence that says why. */
public final class ModelException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  ModelException(String sentence) {
    super(sentence);
  }

  ModelException(String sentence, Throwable cause) {
    super(sentence, cause);
  }
}
