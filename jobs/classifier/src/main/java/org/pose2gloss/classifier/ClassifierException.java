package org.pose2gloss.classifier;

/** Training, loading or predicting cannot go on; the message is one sentence for the user. */
public class ClassifierException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /** With a sentence that says what is wrong, where, and what to do. */
  public ClassifierException(String sentence) {
    super(sentence);
  }

  /** With a sentence and what led to it. */
  public ClassifierException(String sentence, Throwable cause) {
    super(sentence, cause);
  }
}
