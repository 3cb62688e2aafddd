package org.pose2gloss.landmarks.video;

import java.io.IOException;

/** A file that cannot be used as a video; the message says which file and why, in one sentence. */
public final class InvalidVideoException extends IOException {
  private static final long serialVersionUID = 1L;

  /**
   * @param sentence which file, what is wrong with it
   */
  public InvalidVideoException(String sentence) {
    super(sentence);
  }
}
