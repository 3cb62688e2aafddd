package org.pose2gloss.command;

/**
 * Something that the person who runs a command can mend; its message is the one sentence they see.
 * Exit code 1.
 */
public class UserException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /** Says what is wrong, where, and what to do. */
  public UserException(String sentence) {
    super(sentence);
  }

  /** Says what is wrong, where, and what to do, and keeps the cause for the log. */
  public UserException(String sentence, Throwable cause) {
    super(sentence, cause);
  }
}
