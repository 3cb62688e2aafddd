package org.pose2gloss.landmarks.video;

import static org.bytedeco.ffmpeg.global.avutil.AVCOL_RANGE_JPEG;
import static org.bytedeco.ffmpeg.global.avutil.AVCOL_SPC_UNSPECIFIED;
import static org.bytedeco.ffmpeg.global.avutil.av_frame_alloc;
import static org.bytedeco.ffmpeg.global.avutil.av_frame_free;
import static org.bytedeco.ffmpeg.global.avutil.av_frame_get_buffer;
import static org.bytedeco.ffmpeg.global.avutil.av_get_pix_fmt_name;
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
import org.bytedeco.javacpp.DoublePointer;

/** Turns frames of any size and pixel format into frames of one size and format, its own. */
final class Scaler implements AutoCloseable {
  private static final int FLAGS =
      SWS_BILINEAR | SWS_ACCURATE_RND | SWS_BITEXACT | SWS_FULL_CHR_H_INT | SWS_FULL_CHR_H_INP;

  /** Neutral brightness, contrast and saturation in swscale's 16.16 fixed point. */
  private static final int ONE = 1 << 16;

  private final AVFrame target = av_frame_alloc();
  private final int alignment;
  private SwsContext context;
  private int sourceWidth;
  private int sourceHeight;
  private int sourceFormat;

  /**
   * @param width pixels of the frames that come out
   * @param height pixels of the frames that come out
   * @param format FFmpeg's number of their pixel format
   * @param alignment row alignment in bytes; 1 for rows without padding
   */
  Scaler(int width, int height, int format, int alignment) {
    target.format(format);
    target.width(width);
    target.height(height);
    this.alignment = alignment;
  }

  /** A frame that swscale cannot work on. */
  static final class UnscalableException extends Exception {
    private static final long serialVersionUID = 1L;

    UnscalableException(AVFrame frame) {
      super(
          "%d x %d pixels in format %s"
              .formatted(
                  frame.width(), frame.height(), av_get_pix_fmt_name(frame.format()).getString()));
    }
  }

  /**
   * The frame in the size and format of this scaler, overwritten by the next call.
   *
   * @throws UnscalableException if swscale does not know its pixel format, or refuses its size
   */
  AVFrame scale(AVFrame frame) throws UnscalableException {
    prepare(frame);
    Ffmpeg.check(
        sws_scale(
            context,
            frame.data(),
            frame.linesize(),
            0,
            frame.height(),
            target.data(),
            target.linesize()),
        "sws_scale");
    return target;
  }

  /** A stream may change size or format on its way. */
  private void prepare(AVFrame frame) throws UnscalableException {
    if (context != null
        && sourceWidth == frame.width()
        && sourceHeight == frame.height()
        && sourceFormat == frame.format()) {
      return;
    }
    if (context == null) {
      Ffmpeg.check(av_frame_get_buffer(target, alignment), "av_frame_get_buffer");
    }
    freeContext();
    sourceWidth = frame.width();
    sourceHeight = frame.height();
    sourceFormat = frame.format();
    context =
        sws_getContext(
            sourceWidth,
            sourceHeight,
            sourceFormat,
            target.width(),
            target.height(),
            target.format(),
            FLAGS,
            null,
            null,
            (DoublePointer) null);
    if (context == null || context.isNull()) {
      context = null;
      throw new UnscalableException(frame);
    }
    int matrix = frame.colorspace() == AVCOL_SPC_UNSPECIFIED ? SWS_CS_DEFAULT : frame.colorspace();
    int fullRange = frame.color_range() == AVCOL_RANGE_JPEG ? 1 : 0;
    // Returns -1 where colours need no matrix, as for RGB and grey sources: nothing to set then.
    sws_setColorspaceDetails(
        context,
        sws_getCoefficients(matrix),
        fullRange,
        sws_getCoefficients(SWS_CS_DEFAULT),
        1,
        0,
        ONE,
        ONE);
  }

  private void freeContext() {
    if (context != null) {
      sws_freeContext(context);
      context = null;
    }
  }

  @Override
  public void close() {
    freeContext();
    av_frame_free(target);
  }
}
