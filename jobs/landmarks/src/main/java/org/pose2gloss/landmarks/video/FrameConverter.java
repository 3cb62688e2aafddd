package org.pose2gloss.landmarks.video;

import static org.bytedeco.ffmpeg.global.avutil.AVCOL_RANGE_JPEG;
import static org.bytedeco.ffmpeg.global.avutil.AVCOL_SPC_UNSPECIFIED;
import static org.bytedeco.ffmpeg.global.avutil.AV_PIX_FMT_RGB24;
import static org.bytedeco.ffmpeg.global.avutil.av_frame_alloc;
import static org.bytedeco.ffmpeg.global.avutil.av_frame_free;
import static org.bytedeco.ffmpeg.global.avutil.av_frame_get_buffer;
import static org.bytedeco.ffmpeg.global.swscale.SWS_ACCURATE_RND;
import static org.bytedeco.ffmpeg.global.swscale.SWS_BILINEAR;
import static org.bytedeco.ffmpeg.global.swscale.SWS_BITEXACT;
import static org.bytedeco.ffmpeg.global.swscale.SWS_CS_DEFAULT;
import static org.bytedeco.ffmpeg.global.swscale.SWS_FULL_CHR_H_INP;
import static org.bytedeco.ffmpeg.global.swscale.SWS_FULL_CHR_H_INT;
import static org.bytedeco.ffmpeg.global.swscale.sws_freeContext;
import static org.bytedeco.ffmpeg.global.swscale.sws_getCoefficients;
import static org.bytedeco.ffmpeg.global.swscale.sws_getContext;
import static org.bytedeco.ffmpeg.global.swscale.sws_scale;
import static org.bytedeco.ffmpeg.global.swscale.sws_setColorspaceDetails;

import org.bytedeco.ffmpeg.avutil.AVFrame;
import org.bytedeco.ffmpeg.swscale.SwsContext;
import org.bytedeco.javacpp.BytePointer;
import org.bytedeco.javacpp.DoublePointer;

/** Turns decoded frames of any pixel format into packed RGB of one size, upright. */
final class FrameConverter implements AutoCloseable {
  /** Row alignment in bytes: with less, the fast paths of swscale change low bits between runs. */
  private static final int ALIGNMENT = 64;

  private static final int FLAGS =
      SWS_BILINEAR | SWS_ACCURATE_RND | SWS_BITEXACT | SWS_FULL_CHR_H_INT | SWS_FULL_CHR_H_INP;

  /** Neutral brightness, contrast and saturation in swscale's 16.16 fixed point. */
  private static final int ONE = 1 << 16;

  private final int width;
  private final int height;
  private final int quarterTurns;
  private final AVFrame target = av_frame_alloc();
  private final byte[] flat;
  private final byte[] turned;
  private SwsContext scaler;
  private int scalerWidth;
  private int scalerHeight;
  private int scalerFormat;

  /**
   * @param width pixels of a frame as stored, before it is turned
   * @param height pixels of a frame as stored, before it is turned
   * @param quarterTurns turns of 90 degrees clockwise, 0..3
   */
  FrameConverter(int width, int height, int quarterTurns) {
    this.width = width;
    this.height = height;
    this.quarterTurns = quarterTurns;
    target.format(AV_PIX_FMT_RGB24);
    target.width(width);
    target.height(height);
    Ffmpeg.check(av_frame_get_buffer(target, ALIGNMENT), "av_frame_get_buffer");
    flat = new byte[width * height * 3];
    turned = quarterTurns == 0 ? flat : new byte[flat.length];
  }

  int shownWidth() {
    return quarterTurns % 2 == 0 ? width : height;
  }

  int shownHeight() {
    return quarterTurns % 2 == 0 ? height : width;
  }

  /** RGB of the frame, {@code byte[shownHeight * shownWidth * 3]}, overwritten by the next call. */
  byte[] convert(AVFrame frame) {
    prepareScaler(frame);
    Ffmpeg.check(
        sws_scale(
            scaler,
            frame.data(),
            frame.linesize(),
            0,
            frame.height(),
            target.data(),
            target.linesize()),
        "sws_scale");
    int rowBytes = width * 3;
    BytePointer pixels = target.data(0);
    for (int y = 0; y < height; y++) {
      pixels.position((long) y * target.linesize(0)).get(flat, y * rowBytes, rowBytes);
    }
    if (quarterTurns != 0) {
      turn();
    }
    return turned;
  }

  /** A stream may change size or format on its way: every frame comes out in the first's size. */
  private void prepareScaler(AVFrame frame) {
    if (scaler != null
        && scalerWidth == frame.width()
        && scalerHeight == frame.height()
        && scalerFormat == frame.format()) {
      return;
    }
    freeScaler();
    scalerWidth = frame.width();
    scalerHeight = frame.height();
    scalerFormat = frame.format();
    scaler =
        sws_getContext(
            scalerWidth,
            scalerHeight,
            scalerFormat,
            width,
            height,
            AV_PIX_FMT_RGB24,
            FLAGS,
            null,
            null,
            (DoublePointer) null);
    if (scaler == null || scaler.isNull()) {
      throw new IllegalStateException(
          "FFmpeg's swscale cannot turn pixel format " + scalerFormat + " into RGB");
    }
    int matrix = frame.colorspace() == AVCOL_SPC_UNSPECIFIED ? SWS_CS_DEFAULT : frame.colorspace();
    int fullRange = frame.color_range() == AVCOL_RANGE_JPEG ? 1 : 0;
    // Returns -1 where colours need no matrix, as for RGB and grey sources: nothing to set then.
    sws_setColorspaceDetails(
        scaler,
        sws_getCoefficients(matrix),
        fullRange,
        sws_getCoefficients(SWS_CS_DEFAULT),
        1,
        0,
        ONE,
        ONE);
  }

  private void turn() {
    int shownWidth = shownWidth();
    for (int y = 0; y < height; y++) {
      for (int x = 0; x < width; x++) {
        int shownX = quarterTurns == 1 ? height - 1 - y : quarterTurns == 2 ? width - 1 - x : y;
        int shownY = quarterTurns == 1 ? x : quarterTurns == 2 ? height - 1 - y : width - 1 - x;
        System.arraycopy(flat, (y * width + x) * 3, turned, (shownY * shownWidth + shownX) * 3, 3);
      }
    }
  }

  private void freeScaler() {
    if (scaler != null) {
      sws_freeContext(scaler);
      scaler = null;
    }
  }

  @Override
  public void close() {
    freeScaler();
    av_frame_free(target);
  }
}
