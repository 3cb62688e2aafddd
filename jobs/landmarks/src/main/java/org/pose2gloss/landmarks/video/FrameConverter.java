package org.pose2gloss.landmarks.video;

import static org.bytedeco.ffmpeg.global.avutil.AV_PIX_FMT_RGB24;

import org.bytedeco.ffmpeg.avutil.AVFrame;
import org.bytedeco.javacpp.BytePointer;
import org.pose2gloss.landmarks.video.Scaler.UnscalableException;

/** Turns decoded frames of any pixel format into packed RGB of one size, upright. */
final class FrameConverter implements AutoCloseable {
  private static final int CHANNELS = 3;

  private final int width;
  private final int height;
  private final int quarterTurns;
  private final byte[] flat;
  private final byte[] turned;
  private final Scaler scaler;

  /**
   * @param width pixels of a frame as stored, before it is turned
   * @param height pixels of a frame as stored, before it is turned
   * @param quarterTurns turns of 90 degrees clockwise, 0..3
   */
  FrameConverter(int width, int height, int quarterTurns) {
    this.width = width;
    this.height = height;
    this.quarterTurns = quarterTurns;
    scaler = new Scaler(width, height, AV_PIX_FMT_RGB24);
    flat = new byte[width * height * CHANNELS];
    turned = quarterTurns == 0 ? flat : new byte[flat.length];
  }

  int shownWidth() {
    return quarterTurns % 2 == 0 ? width : height;
  }

  int shownHeight() {
    return quarterTurns % 2 == 0 ? height : width;
  }

  /**
   * RGB of the frame, {@code byte[shownHeight * shownWidth * 3]}, overwritten by the next call.
   *
   * @throws UnscalableException if there is no way from its pixel format to RGB
   */
  byte[] convert(AVFrame frame) throws UnscalableException {
    copy(scaler.scale(frame));
    if (quarterTurns != 0) {
      turn();
    }
    return turned;
  }

  private void copy(AVFrame rgb) {
    int rowBytes = width * CHANNELS;
    BytePointer pixels = rgb.data(0);
    if (rgb.linesize(0) == rowBytes) {
      pixels.get(flat, 0, flat.length);
      return;
    }
    for (int y = 0; y < height; y++) {
      pixels.position((long) y * rgb.linesize(0)).get(flat, y * rowBytes, rowBytes);
    }
  }

  private void turn() {
    int shownWidth = shownWidth();
    for (int y = 0; y < height; y++) {
      for (int x = 0; x < width; x++) {
        int shownX = quarterTurns == 1 ? height - 1 - y : quarterTurns == 2 ? width - 1 - x : y;
        int shownY = quarterTurns == 1 ? x : quarterTurns == 2 ? height - 1 - y : width - 1 - x;
        System.arraycopy(
            flat,
            (y * width + x) * CHANNELS,
            turned,
            (shownY * shownWidth + shownX) * CHANNELS,
            CHANNELS);
      }
    }
  }

  @Override
  public void close() {
    scaler.close();
  }
}
