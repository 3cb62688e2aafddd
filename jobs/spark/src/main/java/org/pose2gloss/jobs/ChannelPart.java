package org.pose2gloss.jobs;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.NonWritableChannelException;
import java.nio.channels.SeekableByteChannel;

/** A part of a channel as a channel of its own; closing it leaves the whole open. */
final class ChannelPart implements SeekableByteChannel {
  private final SeekableByteChannel whole;
  private final long offset;
  private final long size;
  private long position;
  private boolean open = true;

  ChannelPart(SeekableByteChannel whole, long offset, long size) {
    this.whole = whole;
    this.offset = offset;
    this.size = size;
  }

  @Override
  public int read(ByteBuffer target) throws IOException {
    requireOpen();
    if (position >= size) {
      return -1;
    }
    whole.position(offset + position);
    int limit = target.limit();
    target.limit((int) Math.min(limit, target.position() + (size - position)));
    try {
      int read = whole.read(target);
      position += Math.max(0, read);
      return read;
    } finally {
      target.limit(limit);
    }
  }

  @Override
  public long position() throws IOException {
    requireOpen();
    return position;
  }

  @Override
  public SeekableByteChannel position(long newPosition) throws IOException {
    requireOpen();
    if (newPosition < 0) {
      throw new IllegalArgumentException("a position is 0 or more, not " + newPosition);
    }
    position = newPosition;
    return this;
  }

  @Override
  public long size() throws IOException {
    requireOpen();
    return size;
  }

  @Override
  public int write(ByteBuffer source) {
    throw new NonWritableChannelException();
  }

  @Override
  public SeekableByteChannel truncate(long newSize) {
    throw new NonWritableChannelException();
  }

  @Override
  public boolean isOpen() {
    return open;
  }

  @Override
  public void close() {
    open = false;
  }

  private void requireOpen() throws ClosedChannelException {
    if (!open) {
      throw new ClosedChannelException();
    }
  }
}
