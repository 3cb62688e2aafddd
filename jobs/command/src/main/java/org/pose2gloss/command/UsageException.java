package org.pose2gloss.command;

/** A wrong argument or setting: nothing was started. Exit code 2. */
public final class UsageException extends UserException {
  private static final long serialVersionUID = 1L;

  /** Names the argument or key, its value, and what is allowed. */
  public UsageException(String sentence) {
    super(sentence);
  }

  /** Names the argument or key, its value, and what is allowed; keeps the cause for the log. */
  public UsageException(String sentence, Throwable cause) {
    super(sentence, cause);
  }
}
