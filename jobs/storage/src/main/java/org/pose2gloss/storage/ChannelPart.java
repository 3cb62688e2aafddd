package org.pose2gloss.storage;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SeekableByteChannel;

/** A part of a channel as a channel of its own; closing it leaves the whole open. */
final class ChannelPart extends ReadChannel {
  private final SeekableByteChannel whole;
  private final long offset;

  ChannelPart(SeekableByteChannel whole, long offset, long size) {
    super(size);
    this.whole = whole;
    this.offset = offset;
  }

  @Override
  int read(ByteBuffer target, long from, int most) throws IOException {
    whole.position(offset + from);
    int limit = target.limit();
    target.limit(target.position() + most);
    try {
      return whole.read(target);
    } finally {
      target.limit(limit);
    }
  }
}
