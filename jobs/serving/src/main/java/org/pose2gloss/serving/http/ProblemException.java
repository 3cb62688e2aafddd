package org.pose2gloss.serving.http;

import java.util.OptionalInt;

/** A request is not answered; the message says why and what to change. */
final class ProblemException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final int status;
  private final int retryAfterSeconds;

  private ProblemException(int status, String detail, int retryAfterSeconds) {
    super(detail);
    this.status = status;
    this.retryAfterSeconds = retryAfterSeconds;
  }

  /** With an HTTP status. */
  static ProblemException of(int status, String detail) {
    return new ProblemException(status, detail, 0);
  }

  /** More is asked than can be done (RFC 6585, 4). */
  static ProblemException busy() {
    return new ProblemException(
        429, "The service is at work on as many clips as it takes at once: try again.", 1);
  }

  /** It took too long. */
  static ProblemException late() {
    return new ProblemException(
        503, "The answer was not there within the service's time limit: try again.", 1);
  }

  /** No model has been loaded yet. */
  static ProblemException notReady(String why) {
    return new ProblemException(503, "No model is in service. " + why, 10);
  }

  int status() {
    return status;
  }

  OptionalInt retryAfterSeconds() {
    return retryAfterSeconds == 0 ? OptionalInt.empty() : OptionalInt.of(retryAfterSeconds);
  }
}
