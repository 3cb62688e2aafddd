package org.pose2gloss.pipelines.statistics;

/** Statistics that cannot be made or compared, with a sentence for the user. */
public final class StatisticsException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /** With a sentence. */
  public StatisticsException(String message) {
    super(message);
  }

  /** With a sentence and its cause. */
  public StatisticsException(String message, Throwable cause) {
    super(message, cause);
  }
}
