package org.pose2gloss.features;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;

/** Little-endian numbers and strings of a stream, bounded and with sentences for its early end. */
final class LittleEndianInput {
  private final InputStream in;
  private final byte[] word = new byte[Integer.BYTES];
  private long left;

  /**
   * Reads at most {@code limit} bytes by the methods for single values.
   *
   * @param in the stream, read without looking ahead
   * @param limit bytes after which the stream counts as hostile
   */
  LittleEndianInput(InputStream in, long limit) {
    this.in = in;
    this.left = limit;
  }

  int unsignedShort(String what) throws IOException {
    fill(Short.BYTES, what);
    return (word[0] & 0xff) | (word[1] & 0xff) << 8;
  }

  long unsignedInt(String what) throws IOException {
    fill(Integer.BYTES, what);
    return ((word[0] & 0xff)
            | (word[1] & 0xff) << 8
            | (word[2] & 0xff) << 16
            | (word[3] & 0xff) << 24)
        & 0xffff_ffffL;
  }

  float float32(String what) throws IOException {
    return Float.intBitsToFloat((int) unsignedInt(what));
  }

  /** A string: its length in bytes as an unsigned short, then UTF-8. */
  String string(String what) throws IOException {
    int length = unsignedShort(what);
    take(length, what);
    byte[] bytes = in.readNBytes(length);
    if (bytes.length < length) {
      throw endsInside(what);
    }
    return new String(bytes, StandardCharsets.UTF_8);
  }

  void skip(long bytes, String what) throws IOException {
    take(bytes, what);
    try {
      in.skipNBytes(bytes);
    } catch (EOFException e) {
      throw endsInside(what);
    }
  }

  /** Up to {@code most} bytes of what is left; memory grows with what the stream really holds. */
  byte[] rest(int most) throws IOException {
    return in.readNBytes(most);
  }

  private void fill(int bytes, String what) throws IOException {
    take(bytes, what);
    if (in.readNBytes(word, 0, bytes) < bytes) {
      throw endsInside(what);
    }
  }

  private void take(long bytes, String what) throws PoseFileException {
    left -= bytes;
    if (left < 0) {
      throw new PoseFileException(
          "the .pose file's header is longer than a header can be: gave up at " + what);
    }
  }

  private static PoseFileException endsInside(String what) {
    return new PoseFileException("the .pose file ends inside its header, at " + what);
  }
}
