package org.pose2gloss.storage;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.NonWritableChannelException;
import java.nio.channels.SeekableByteChannel;

/**
 * A channel of fixed size that is only read: what all such have in common but where their bytes
 * come from.
 *
 * <p>Not thread safe.
 */
abstract class ReadChannel implements SeekableByteChannel {
  private final long size;
  private long position;
  private boolean open = true;

  ReadChannel(long size) {
    this.size = size;
  }

  /**
   * Reads some bytes, as many as come at once.
   *
   * @param target takes them
   * @param from position of the first of them, below the size
   * @param most no more than the target has room for or the channel has left
   * @return how many were read, -1 if there are none after all
   */
  abstract int read(ByteBuffer target, long from, int most) throws IOException;

  @Override
  public final int read(ByteBuffer target) throws IOException {
    requireOpen();
    if (position >= size) {
      return -1;
    }
    int read = read(target, position, (int) Math.min(target.remaining(), size - position));
    position += Math.max(0, read);
    return read;
  }

  @Override
  public final long position() throws IOException {
    requireOpen();
    return position;
  }

  /** Notes where to read on; nothing is read or asked of the storage yet. */
  @Override
  public final SeekableByteChannel position(long newPosition) throws IOException {
    requireOpen();
    if (newPosition < 0) {
      throw new IllegalArgumentException("a position is 0 or more, not " + newPosition);
    }
    position = newPosition;
    return this;
  }

  /** The size that was known when it was opened. */
  @Override
  public final long size() throws IOException {
    requireOpen();
    return size;
  }

  @Override
  public final int write(ByteBuffer source) {
    throw new NonWritableChannelException();
  }

  @Override
  public final SeekableByteChannel truncate(long newSize) {
    throw new NonWritableChannelException();
  }

  @Override
  public final boolean isOpen() {
    return open;
  }

  @Override
  public void close() throws IOException {
    open = false;
  }

  private void requireOpen() throws ClosedChannelException {
    if (!open) {
      throw new ClosedChannelException();
    }
  }
}
