package org.pose2gloss.jobs;

import java.io.IOException;

/** A process died over a video, which it had for itself. */
final class CrashException extends IOException {
  private static final long serialVersionUID = 1L;

  CrashException(String sentence) {
    super(sentence);
  }
}
