package org.pose2gloss.serving.clip;

/**
 * What a request may ask for.
 *
 * @param points landmarks a frame that the model takes
 * @param classes glosses that the model knows
 * @param clips most clips of a request
 * @param frames most frames of a clip
 * @param bytes most bytes of a body, after decompression
 */
public record ClipLimits(int points, int classes, int clips, int frames, long bytes) {
  /** Checks the numbers. */
  public ClipLimits {
    if (points < 1 || classes < 1 || clips < 1 || frames < 1 || bytes < 1) {
      throw new IllegalArgumentException("Every limit must be 1 or more.");
    }
  }

  InvalidClipException tooManyClips() {
    return InvalidClipException.tooLarge(
        String.format(
            "The request has more than %d clips, the most this service takes: send several.",
            clips));
  }

  /** What a clip is told that has more frames than allowed. */
  public InvalidClipException tooManyFrames() {
    return InvalidClipException.tooLarge(
        String.format(
            "The clip has more than %d frames, the most this service takes: cut it.", frames));
  }
}
