package org.pose2gloss.tables;

/** What exceptions say, short enough to stand inside a sentence. */
public final class Reasons {
  private Reasons() {}

  /** What was thrown first: libraries wrap it. */
  public static Throwable innermost(Throwable failure) {
    Throwable cause = failure;
    while (cause.getCause() != null) {
      cause = cause.getCause();
    }
    return cause;
  }

  /** First line of the message; the name of the exception's class where it has none. */
  public static String firstLine(Throwable failure) {
    String message = failure.getMessage();
    return message == null || message.isBlank()
        ? failure.getClass().getSimpleName()
        : message.strip().lines().findFirst().orElseThrow();
  }
}
