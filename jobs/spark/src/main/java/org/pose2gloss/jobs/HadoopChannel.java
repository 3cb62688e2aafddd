package org.pose2gloss.jobs;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.NonWritableChannelException;
import java.nio.channels.SeekableByteChannel;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FSDataInputStream;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.util.functional.FutureIO;

/**
 * A file of any file system that Hadoop knows, read from wherever one likes: opened once, nothing
 * copied, memory for one buffer.
 *
 * <p>Not thread safe.
 */
final class HadoopChannel implements SeekableByteChannel {
  private static final int BUFFER_BYTES = 1 << 16;

  /** What S3A and others take from it: seeks are to be expected, yet not at every read. */
  private static final String READ_POLICY = "fs.s3a.experimental.input.fadvise";

  private final FSDataInputStream in;
  private final long size;
  private final byte[] buffer = new byte[BUFFER_BYTES];
  private long position;
  private boolean open = true;

  private HadoopChannel(FSDataInputStream in, long size) {
    this.in = in;
    this.size = size;
  }

  /**
   * Opens a file.
   *
   * @throws IOException if it does not exist, is a folder or cannot be reached, in a sentence
   */
  static HadoopChannel open(String uri, Configuration configuration) throws IOException {
    try {
      Path path = new Path(uri);
      FileSystem files = path.getFileSystem(configuration);
      FileStatus status = files.getFileStatus(path);
      if (status.isDirectory()) {
        throw new IOException("it is a folder");
      }
      FSDataInputStream in =
          FutureIO.awaitFuture(
              files.openFile(path).withFileStatus(status).opt(READ_POLICY, "normal").build());
      return new HadoopChannel(in, status.getLen());
    } catch (IOException | IllegalArgumentException e) {
      throw new IOException(
          String.format("The file %s cannot be opened (%s).", uri, reason(e, uri)), e);
    }
  }

  private static String reason(Exception e, String uri) {
    if (e instanceof java.io.FileNotFoundException) {
      return "it does not exist";
    }
    String message = e.getMessage() == null ? e.getClass().getSimpleName() : e.getMessage();
    return message.replace(uri, "").strip().replaceAll("[.!]+$", "");
  }

  @Override
  public int read(ByteBuffer target) throws IOException {
    requireOpen();
    if (position >= size) {
      return -1;
    }
    if (in.getPos() != position) {
      in.seek(position);
    }
    int wanted = (int) Math.min(Math.min(target.remaining(), buffer.length), size - position);
    int read;
    if (target.hasArray()) {
      read = in.read(target.array(), target.arrayOffset() + target.position(), wanted);
      target.position(target.position() + Math.max(0, read));
    } else {
      read = in.read(buffer, 0, wanted);
      target.put(buffer, 0, Math.max(0, read));
    }
    position += Math.max(0, read);
    return read;
  }

  @Override
  public long position() throws IOException {
    requireOpen();
    return position;
  }

  /** Notes where to read on; nothing is read or asked of the storage yet. */
  @Override
  public SeekableByteChannel position(long newPosition) throws IOException {
    requireOpen();
    if (newPosition < 0) {
      throw new IllegalArgumentException("a position is 0 or more, not " + newPosition);
    }
    position = newPosition;
    return this;
  }

  /** Length of the file when it was opened. */
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
  public void close() throws IOException {
    open = false;
    in.close();
  }

  private void requireOpen() throws ClosedChannelException {
    if (!open) {
      throw new ClosedChannelException();
    }
  }
}
