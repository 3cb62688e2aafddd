package org.pose2gloss.features;

import java.io.IOException;

/** A {@code .pose} file that cannot be read or written; the message is one sentence saying why. */
public final class PoseFileException extends IOException {
  private static final long serialVersionUID = 1L;

  /** An exception whose message names what is wrong and where in the file. */
  public PoseFileException(String sentence) {
    super(sentence);
  }
}
