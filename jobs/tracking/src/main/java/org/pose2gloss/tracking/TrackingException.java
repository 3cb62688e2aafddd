package org.pose2gloss.tracking;

/** Says in one sentence what could not be tracked, at which server, and what to do about it. */
public final class TrackingException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final String errorCode;

  TrackingException(String sentence) {
    this(sentence, "", null);
  }

  TrackingException(String sentence, Throwable cause) {
    this(sentence, "", cause);
  }

  TrackingException(String sentence, String errorCode, Throwable cause) {
    super(sentence, cause);
    this.errorCode = errorCode;
  }

  /** MLflow's own code, as {@code RESOURCE_DOES_NOT_EXIST}; empty where the server gave none. */
  public String errorCode() {
    return errorCode;
  }
}
