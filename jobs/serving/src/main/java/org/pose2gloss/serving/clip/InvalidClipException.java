package org.pose2gloss.serving.clip;

/** A request's body cannot be used; the message says what to change, and the status is HTTP's. */
public final class InvalidClipException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /** HTTP status of a body that cannot be read (RFC 9110, 15.5.1). */
  private static final int BAD_REQUEST = 400;

  /** HTTP status of a body beyond a limit (RFC 9110, 15.5.14). */
  private static final int TOO_LARGE = 413;

  private final int status;

  private InvalidClipException(int status, String message) {
    super(message);
    this.status = status;
  }

  static InvalidClipException unreadable(String message) {
    return new InvalidClipException(BAD_REQUEST, message);
  }

  static InvalidClipException tooLarge(String message) {
    return new InvalidClipException(TOO_LARGE, message);
  }

  /** HTTP status to answer with. */
  public int status() {
    return status;
  }
}
