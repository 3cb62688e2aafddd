package org.pose2gloss.serving.http;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;

/**
 * A body that ends in an error where it comes too slowly on the whole, so that nobody holds a place
 * by sending a byte now and then. (Jetty's own check counts from the first byte: it refuses a
 * client that pauses a tenth of a second after it.)
 */
final class PacedBody extends FilterInputStream {
  /** Slowest client that is put up with: a clip of a megabyte takes a minute then. */
  private static final long SLOWEST_BYTES_PER_SECOND = 16 * 1024;

  private static final long GRACE = Duration.ofSeconds(10).toNanos();

  private final long start = System.nanoTime();
  private long bytes;

  PacedBody(InputStream in) {
    super(in);
  }

  @Override
  public int read() throws IOException {
    int value = super.read();
    count(value < 0 ? 0 : 1);
    return value;
  }

  @Override
  public int read(byte[] into, int from, int length) throws IOException {
    int read = super.read(into, from, length);
    count(Math.max(read, 0));
    return read;
  }

  private void count(int read) {
    bytes += read;
    long late = System.nanoTime() - start - GRACE;
    if (late > 0 && bytes < late / 1e9 * SLOWEST_BYTES_PER_SECOND) {
      throw ProblemException.of(408, "The body comes too slowly: send it faster.");
    }
  }
}
