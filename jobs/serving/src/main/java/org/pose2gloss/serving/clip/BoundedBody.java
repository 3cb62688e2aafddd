package org.pose2gloss.serving.clip;

import java.io.EOFException;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.zip.GZIPInputStream;

/** A body that ends in an error where it grows beyond a limit, however small it was compressed. */
public final class BoundedBody extends FilterInputStream {
  private final long limit;
  private long left;

  private BoundedBody(InputStream in, long limit) {
    super(in);
    this.limit = limit;
    this.left = limit;
  }

  /** Bounds a body that is not compressed. */
  public static BoundedBody plain(InputStream body, long limit) {
    return new BoundedBody(body, limit);
  }

  /**
   * Unpacks a body and bounds what comes out.
   *
   * @throws InvalidClipException if it is cut off
   * @throws IOException if it is not gzip
   */
  public static BoundedBody gzip(InputStream body, long limit) throws IOException {
    try {
      return new BoundedBody(new GZIPInputStream(body), limit);
    } catch (EOFException e) {
      throw cutOff();
    }
  }

  @Override
  public int read() throws IOException {
    int value = whole(in::read);
    if (value >= 0) {
      count(1);
    }
    return value;
  }

  @Override
  public int read(byte[] into, int from, int length) throws IOException {
    int read = whole(() -> in.read(into, from, length));
    if (read > 0) {
      count(read);
    }
    return read;
  }

  @Override
  public long skip(long bytes) throws IOException {
    long skipped = whole(() -> in.skip(bytes));
    count(skipped);
    return skipped;
  }

  @Override
  public boolean markSupported() {
    return false;
  }

  /** A step of reading, of whose several exceptions at an early end one is made. */
  private interface Step<T> {
    T read() throws IOException;
  }

  private static <T> T whole(Step<T> step) throws IOException {
    try {
      return step.read();
    } catch (EOFException e) {
      throw cutOff();
    }
  }

  private static InvalidClipException cutOff() {
    return InvalidClipException.unreadable("The body, or its gzip, ended before it was whole.");
  }

  private void count(long bytes) {
    left -= bytes;
    if (left < 0) {
      throw InvalidClipException.tooLarge(
          String.format(
              "The body unpacks to more than %d bytes, the most this service takes: send a shorter"
                  + " clip, or the binary form.",
              limit));
    }
  }
}
