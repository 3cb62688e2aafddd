package org.pose2gloss.serving.batch;

/** A clip's time was over before it was its turn. */
public final class LateException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  LateException() {
    super("The clip's time was over before it was its turn.");
  }
}
