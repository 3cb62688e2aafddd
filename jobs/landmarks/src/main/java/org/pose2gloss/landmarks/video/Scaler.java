package org.pose2gloss.landmarks.video;

import static org.bytedeco.ffmpeg.global.avutil.av_frame_alloc;
import static org.bytedeco.ffmpeg.global.avutil.av_frame_free;
import static org.bytedeco.ffmpeg.global.avutil.av_frame_get_buffer;
import static org.bytedeco.ffmpeg.global.avutil.av_get_pix_fmt_name;
import static org.bytedeco.ffmpeg.global.swscale.SWS_BICUBIC;
import static org.bytedeco.ffmpeg.global.swscale.sws_freeContext;
import static org.bytedeco.ffmpeg.global.swscale.sws_getContext;
import static org.bytedeco.ffmpeg.global.swscale.sws_scale;

import org.bytedeco.ffmpeg.avutil.AVFrame;
import org.bytedeco.ffmpeg.swscale.SwsContext;
import org.bytedeco.javacpp.DoublePointer;

/** Turns frames of any size and pixel format into frames of one size and format, its own. */
final class Scaler implements AutoCloseable {
  /**
   * As OpenCV's VideoCapture, which feeds MediaPipe in Python: the same file gives the same bytes
   * there and here. It takes all colours for BT.601 of narrow range, whatever the stream says, and
   * so does this ({@code modules/videoio/src/cap_ffmpeg_impl.hpp} of OpenCV 4.11).
   */
  private static final int FLAGS = SWS_BICUBIC;

  /** Row alignment in bytes: with less, the fast paths of swscale change low bits between runs. */
  private static final int ALIGNMENT = 64;

  private final AVFrame target = av_frame_alloc();
  private SwsContext context;
  private int sourceWidth;
  private int sourceHeight;
  private int sourceFormat;

  /**
   * @param width pixels of the frames that come out
   * @param height pixels of the frames that come out
   * @param format FFmpeg's number of their pixel format
   */
  Scaler(int width, int height, int format) {
    target.format(format);
    target.width(width);
    target.height(height);
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
      Ffmpeg.check(av_frame_get_buffer(target, ALIGNMENT), "av_frame_get_buffer");
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
