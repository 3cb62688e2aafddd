package org.pose2gloss.storage;

import java.io.IOException;
import java.nio.ByteBuffer;
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
public final class HadoopChannel extends ReadChannel {
  private static final int BUFFER_BYTES = 1 << 16;

  /** What S3A and others take from it: seeks are to be expected, yet not at every read. */
  private static final String READ_POLICY = "fs.s3a.experimental.input.fadvise";

  private final FSDataInputStream in;
  private final byte[] buffer = new byte[BUFFER_BYTES];

  private HadoopChannel(FSDataInputStream in, long size) {
    super(size);
    this.in = in;
  }

  /**
   * Opens a file.
   *
   * @throws IOException if it does not exist, is a folder or cannot be reached, in a sentence
   */
  public static HadoopChannel open(String uri, Configuration configuration) throws IOException {
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
  int read(ByteBuffer target, long from, int most) throws IOException {
    if (in.getPos() != from) {
      in.seek(from);
    }
    int wanted = Math.min(most, buffer.length);
    int read;
    if (target.hasArray()) {
      read = in.read(target.array(), target.arrayOffset() + target.position(), wanted);
      target.position(target.position() + Math.max(0, read));
    } else {
      read = in.read(buffer, 0, wanted);
      target.put(buffer, 0, Math.max(0, read));
    }
    return read;
  }

  @Override
  public void close() throws IOException {
    super.close();
    in.close();
  }
}
