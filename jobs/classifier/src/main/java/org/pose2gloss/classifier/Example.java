package org.pose2gloss.classifier;

/**
 * One prepared sequence of landmarks and the class it belongs to.
 *
 * @param id names the sequence in messages, such as a video's id
 * @param label class, 0 or more
 * @param frames number of frames, 1 or more
 * @param xyz {@code float[frames][points][3]}, row-major flat, in image widths and heights, NaN
 *     where absent; kept without a copy, so not to be changed afterwards
 */
// A float array is what tables and tensors hold; a list would take five times the memory, and
// nobody compares examples.
@SuppressWarnings("ArrayRecordComponent")
public record Example(String id, int label, int frames, float[] xyz) {
  /** Numbers a point: x, y, z. */
  public static final int CHANNELS = 3;

  /**
   * Checks the shape.
   *
   * @throws ClassifierException if the label is negative, there is no frame, or the numbers are not
   *     a whole number of points in each
   */
  public Example {
    if (label < 0) {
      throw new ClassifierException("Example " + id + " has the label " + label + ", below 0.");
    }
    if (frames < 1) {
      throw new ClassifierException("Example " + id + " has no frame.");
    }
    if (xyz.length == 0 || xyz.length % (frames * CHANNELS) != 0) {
      throw new ClassifierException(
          String.format(
              "Example %s has %d numbers, which do not fill its %d frames with points of %d.",
              id, xyz.length, frames, CHANNELS));
    }
  }

  /** Points a frame. */
  public int points() {
    return xyz.length / frames / CHANNELS;
  }
}
