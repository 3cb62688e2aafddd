package org.pose2gloss.tracking;

/** Says in one sentence what could not be tracked, at which server, and what to do about it. */
public final class TrackingException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /** What is known of the server from it. */
  enum Kind {
    /** Nobody answered, or "not now", or not MLflow: the same may be taken later. */
    AWAY,
    /** The server understood and will never take it. */
    REFUSED,
    /** Something else, mostly our own mistake. */
    OTHER
  }

  private final String errorCode;
  private final Kind kind;

  TrackingException(String sentence) {
    this(sentence, null);
  }

  TrackingException(String sentence, Throwable cause) {
    this(sentence, "", Kind.OTHER, cause);
  }

  TrackingException(String sentence, String errorCode, Kind kind, Throwable cause) {
    super(sentence, cause);
    this.errorCode = errorCode;
    this.kind = kind;
  }

  /** Whether the server may take later what it did not take now. */
  public boolean isServerAway() {
    return kind == Kind.AWAY;
  }

  /** Whether the server will never take what it was told. */
  boolean isRefusal() {
    return kind == Kind.REFUSED;
  }

  /** MLflow's own code, as {@code RESOURCE_DOES_NOT_EXIST}; empty where the server gave none. */
  public String errorCode() {
    return errorCode;
  }
}
