package org.pose2gloss.tables;

/** A table or its catalog cannot be used; the message is one sentence that says what to do. */
public class TableException extends RuntimeException {
  /** A failure that has no other exception behind it. */
  public TableException(String sentence) {
    super(sentence);
  }

  /** A failure with the exception that showed it. */
  public TableException(String sentence, Throwable cause) {
    super(sentence, cause);
  }
}
