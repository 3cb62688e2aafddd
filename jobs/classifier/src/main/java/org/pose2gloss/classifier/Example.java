package org.pose2gloss.classifier;

/**
 * One prepared sequence of landmarks and the class it belongs to.
 *
 * @param id names the sequence in messages, such as a video's id
 * @param label class, 0 or more
 * @param frames number of frames, 1 or more
 * @param features {@code float[frames][featuresPerFrame]}, row-major flat, unit as the preparation
 *     left it; kept without a copy, so not to be changed afterwards
 */
// A float array is what tables and tensors hold; a list would take five times the memory, and
// nobody compares examples.
@SuppressWarnings("ArrayRecordComponent")
public record Example(String id, int label, int frames, float[] features) {

  /**
   * Checks the shape.
   *
   * @throws ClassifierException if the label is negative, there is no frame, or the features are
   *     not a whole number of equal frames
   */
  public Example {
    if (label < 0) {
      throw new ClassifierException("Example " + id + " has the label " + label + ", below 0.");
    }
    if (frames < 1) {
      throw new ClassifierException("Example " + id + " has no frame.");
    }
    if (features.length == 0 || features.length % frames != 0) {
      throw new ClassifierException(
          String.format(
              "Example %s has %d features, which do not fill its %d frames evenly.",
              id, features.length, frames));
    }
  }

  /** Features a frame. */
  public int featuresPerFrame() {
    return features.length / frames;
  }
}
