package org.pose2gloss.landmarks.video;

import static org.bytedeco.ffmpeg.global.avutil.AV_PIX_FMT_FLAG_RGB;
import static org.bytedeco.ffmpeg.global.avutil.AV_PIX_FMT_GBRP;
import static org.bytedeco.ffmpeg.global.avutil.AV_PIX_FMT_RGB24;
import static org.bytedeco.ffmpeg.global.avutil.av_pix_fmt_desc_get;

import org.bytedeco.ffmpeg.avutil.AVFrame;
import org.bytedeco.ffmpeg.avutil.AVPixFmtDescriptor;
import org.bytedeco.javacpp.BytePointer;
import org.pose2gloss.landmarks.video.Scaler.UnscalableException;

/** Turns decoded frames of any pixel format into packed RGB of one size, upright. */
final class FrameConverter implements AutoCloseable {
  /** Row alignment in bytes: with less, the fast paths of swscale change low bits between runs. */
  private static final int ALIGNMENT = 64;

  private static final int UNPADDED = 1;
  private static final int CHANNELS = 3;

  private final int width;
  private final int height;
  private final int quarterTurns;
  private final byte[] flat;
  private final byte[] turned;
  // swscale has fast code from YUV to planes of green, blue and red, and none for packed RGB: by
  // way of planes the same bits come out in less than half the time (640 x 480: 1.7 + 0.3 ms
  // against 4.7 ms).
  private final Scaler planes;
  private final Scaler interleaved;
  private final Scaler packed;

  /**
   * @param width pixels of a frame as stored, before it is turned
   * @param height pixels of a frame as stored, before it is turned
   * @param quarterTurns turns of 90 degrees clockwise, 0..3
   */
  FrameConverter(int width, int height, int quarterTurns) {
    this.width = width;
    this.height = height;
    this.quarterTurns = quarterTurns;
    planes = new Scaler(width, height, AV_PIX_FMT_GBRP, ALIGNMENT);
    interleaved = new Scaler(width, height, AV_PIX_FMT_RGB24, UNPADDED);
    packed = new Scaler(width, height, AV_PIX_FMT_RGB24, ALIGNMENT);
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
    copy(mayGoByPlanes(frame) ? interleaved.scale(planes.scale(frame)) : packed.scale(frame));
    if (quarterTurns != 0) {
      turn();
    }
    return turned;
  }

  /**
   * Whether the frame is YUV and needs no scaling, neither as a whole nor of its colours to whole
   * rows: where rows are mixed, the two ways round differently.
   */
  private boolean mayGoByPlanes(AVFrame frame) {
    AVPixFmtDescriptor format = av_pix_fmt_desc_get(frame.format());
    return (format.flags() & AV_PIX_FMT_FLAG_RGB) == 0
        && format.nb_components() >= CHANNELS
        && frame.width() == width
        && frame.height() == height
        && height % (1 << format.log2_chroma_h()) == 0;
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
    planes.close();
    interleaved.close();
    packed.close();
  }
}
