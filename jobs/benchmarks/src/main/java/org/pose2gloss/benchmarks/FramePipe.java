package org.pose2gloss.benchmarks;

import java.io.BufferedInputStream;
import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.pose2gloss.landmarks.video.VideoFrame;

/**
 * Decoded frames of several videos, one after the other, as another program sends them.
 *
 * <p>Numbers are big endian. A video: int length of its name, its name in UTF-8, then its frames,
 * then int 0. A frame: int width, int height, {@code byte[height * width * 3]} in RGB. Memory holds
 * one frame at a time.
 */
final class FramePipe {
  private static final int LONGEST_NAME = 4096;
  private static final int MOST_PIXELS = 1 << 26;

  private final DataInputStream in;
  private byte[] rgb = new byte[0];
  private int frames;

  FramePipe(InputStream in) {
    this.in = new DataInputStream(new BufferedInputStream(in, 1 << 16));
  }

  /**
   * The name of the next video; empty at the end.
   *
   * @throws IOException if the sender breaks off or sends something else
   */
  Optional<String> nextVideo() throws IOException {
    int first = in.read();
    if (first < 0) {
      return Optional.empty();
    }
    int length = first << 24 | in.readUnsignedByte() << 16 | in.readUnsignedShort();
    if (length < 1 || length > LONGEST_NAME) {
      throw new IOException("a video's name has 1 to " + LONGEST_NAME + " bytes, not " + length);
    }
    frames = 0;
    byte[] name = in.readNBytes(length);
    if (name.length < length) {
      throw new EOFException("the sender broke off within a name");
    }
    return Optional.of(new String(name, StandardCharsets.UTF_8));
  }

  /**
   * The next frame of the video, whose pixels the next call overwrites; empty at its end.
   *
   * @throws IOException if the sender breaks off or sends something else
   */
  Optional<VideoFrame> nextFrame() throws IOException {
    int width = in.readInt();
    if (width == 0) {
      return Optional.empty();
    }
    int height = in.readInt();
    if (width < 1 || height < 1 || (long) width * height > MOST_PIXELS) {
      throw new IOException(String.format("no frame has %d x %d pixels", width, height));
    }
    int bytes = width * height * 3;
    if (rgb.length != bytes) {
      rgb = new byte[bytes];
    }
    in.readFully(rgb);
    return Optional.of(new VideoFrame(rgb, width, height, frames++));
  }
}
