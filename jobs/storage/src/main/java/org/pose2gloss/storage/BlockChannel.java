package org.pose2gloss.storage;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SeekableByteChannel;

/**
 * A channel for one who reads a few bytes here and there, often backwards, as the list of an
 * archive is found: whole blocks are taken from what lies behind, the last one is kept, and no more
 * bytes are given out than a limit.
 */
final class BlockChannel extends ReadChannel {
  private static final int BLOCK_BYTES = 1 << 16;

  private final SeekableByteChannel whole;
  private final long limit;
  private final long mostGiven;
  private final ByteBuffer block = ByteBuffer.allocate(BLOCK_BYTES).limit(0);
  private long blockStart;
  private long given;

  /** Reading went on beyond the limit. */
  static final class LimitException extends IOException {
    private static final long serialVersionUID = 1L;

    private final long limit;

    LimitException(long limit) {
      super("more than " + limit + " bytes were asked for");
      this.limit = limit;
    }

    long limit() {
      return limit;
    }
  }

  /**
   * A channel that leaves the other open.
   *
   * @param limit most bytes to give out, over and above those that find the list's end
   */
  BlockChannel(SeekableByteChannel whole, long limit) throws IOException {
    super(whole.size());
    this.whole = whole;
    // The end of a list is sought backwards by four bytes at a time, through a remark of 64 KiB.
    this.limit = limit;
    mostGiven = limit + 8L * BLOCK_BYTES;
  }

  @Override
  int read(ByteBuffer target, long from, int most) throws IOException {
    if (from < blockStart || from >= blockStart + block.limit()) {
      fill(from - from % BLOCK_BYTES);
    }
    int at = (int) (from - blockStart);
    int read = Math.min(most, block.limit() - at);
    if (read <= 0) {
      return -1;
    }
    given += read;
    if (given > mostGiven) {
      throw new LimitException(limit);
    }
    target.put(target.position(), block, at, read);
    target.position(target.position() + read);
    return read;
  }

  private void fill(long start) throws IOException {
    block.clear();
    blockStart = start;
    whole.position(start);
    while (block.hasRemaining() && whole.read(block) > 0) {
      // Until the block is full or the file at its end.
    }
    block.flip();
  }
}
