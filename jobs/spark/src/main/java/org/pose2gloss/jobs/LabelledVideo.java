package org.pose2gloss.jobs;

/**
 * A video that has landmarks, and what is known about it.
 *
 * @param id identifier of the sample
 * @param gloss the sign shown, null where unknown
 * @param split the split it came with, null where it came with none
 * @param signer identifier of the signer, null where unknown
 * @param language signed language, null where unknown
 * @param sha256 SHA-256 of the file
 * @param frameStart first frame of the sign in it, from 1
 * @param frameEnd last frame of it, inclusive; -1 = to the end
 * @param frames frames of its landmarks
 */
record LabelledVideo(
    String id,
    String gloss,
    String split,
    String signer,
    String language,
    String sha256,
    int frameStart,
    int frameEnd,
    int frames) {
  /** Two videos of the same content show the same frames. */
  String content() {
    return VideoWork.content(sha256, frameStart, frameEnd);
  }
}
