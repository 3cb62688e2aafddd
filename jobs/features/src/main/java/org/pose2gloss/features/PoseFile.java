package org.pose2gloss.features;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;

/**
 * Reads and writes {@code .pose} files, the exchange format of sign-language processing.
 *
 * <p>The format is that of the pose-format project (versions 0.1 and 0.2, {@code docs/specs}): all
 * little-endian, a header with the picture's size and named components of points, then coordinates
 * and confidences. Read are the components of MediaPipe Holistic: POSE_LANDMARKS, FACE_LANDMARKS,
 * LEFT_HAND_LANDMARKS and RIGHT_HAND_LANDMARKS, whole or a part of their named points; others, such
 * as POSE_WORLD_LANDMARKS, are passed over. Of several people the first counts.
 *
 * <p>x and y are pixels in the file, image widths and heights here. A point of confidence 0 is
 * absent: NaN in all its numbers. The confidence of a pose point is its visibility.
 *
 * <p>z has two scales in the wild: pose-format leaves MediaPipe's z as it is, in image widths, but
 * files that were scaled or normalised afterwards have it on the scale of their pixels. A file in
 * which some |z| is above {@value #LARGEST_Z_IN_WIDTHS} is taken for the latter, since no landmark
 * lies that many image widths before or behind the signer.
 */
public final class PoseFile {
  /** Largest |z| that is still taken for image widths. */
  static final float LARGEST_Z_IN_WIDTHS = 16;

  /** A holistic header takes 15 thousand bytes, most of them the limbs and names of the face. */
  private static final long LONGEST_HEADER = 1 << 20;

  private PoseFile() {}

  /**
   * Reads a sequence; what follows it in the stream is left alone in version 0.2.
   *
   * @param in the file from its first byte; buffered by the caller; not closed
   * @return its landmarks, NaN where absent; with 468 face points the ten of the irises are absent
   * @throws PoseFileException if it is no such file, cut off, damaged, or too large to be a sign
   * @throws IOException if the stream fails
   */
  public static LandmarkSequence read(InputStream in) throws IOException {
    LittleEndianInput input = new LittleEndianInput(in, LONGEST_HEADER);
    return new PoseBodyReader(PoseHeader.read(input), input).read();
  }

  /**
   * Writes a sequence as version 0.2, with all four components whole.
   *
   * @param sequence landmarks; NaN points get confidence 0
   * @param out where to; buffered by the caller; flushed, not closed
   * @throws PoseFileException if the picture is larger than the format can say
   * @throws IOException if the stream fails
   */
  public static void write(LandmarkSequence sequence, OutputStream out) throws IOException {
    write(sequence, PointSelection.of("all553"), out);
  }

  /**
   * The same with some points alone: components hold only those selected, under their names, and a
   * component of which none is selected is left out.
   */
  public static void write(LandmarkSequence sequence, PointSelection selection, OutputStream out)
      throws IOException {
    new PoseFileWriter(sequence, selection, out).write();
  }

  /** What z of a file is to be divided by to be in image widths: 1, or the width in pixels. */
  static float zUnit(float largestZ, int width) {
    return largestZ > LARGEST_Z_IN_WIDTHS ? width : 1;
  }
}
