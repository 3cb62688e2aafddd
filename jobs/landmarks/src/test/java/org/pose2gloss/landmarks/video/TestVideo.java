package org.pose2gloss.landmarks.video;

import static org.bytedeco.ffmpeg.global.avcodec.AV_CODEC_FLAG_GLOBAL_HEADER;
import static org.bytedeco.ffmpeg.global.avcodec.AV_CODEC_FLAG_QSCALE;
import static org.bytedeco.ffmpeg.global.avcodec.AV_CODEC_ID_MPEG4;
import static org.bytedeco.ffmpeg.global.avcodec.av_packet_alloc;
import static org.bytedeco.ffmpeg.global.avcodec.av_packet_free;
import static org.bytedeco.ffmpeg.global.avcodec.av_packet_rescale_ts;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_alloc_context3;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_find_encoder;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_free_context;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_open2;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_parameters_from_context;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_receive_packet;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_send_frame;
import static org.bytedeco.ffmpeg.global.avformat.AVIO_FLAG_WRITE;
import static org.bytedeco.ffmpeg.global.avformat.av_interleaved_write_frame;
import static org.bytedeco.ffmpeg.global.avformat.av_write_trailer;
import static org.bytedeco.ffmpeg.global.avformat.avformat_alloc_output_context2;
import static org.bytedeco.ffmpeg.global.avformat.avformat_free_context;
import static org.bytedeco.ffmpeg.global.avformat.avformat_new_stream;
import static org.bytedeco.ffmpeg.global.avformat.avformat_write_header;
import static org.bytedeco.ffmpeg.global.avformat.avio_closep;
import static org.bytedeco.ffmpeg.global.avformat.avio_open;
import static org.bytedeco.ffmpeg.global.avutil.AV_PIX_FMT_YUV420P;
import static org.bytedeco.ffmpeg.global.avutil.FF_QP2LAMBDA;
import static org.bytedeco.ffmpeg.global.avutil.av_frame_alloc;
import static org.bytedeco.ffmpeg.global.avutil.av_frame_free;
import static org.bytedeco.ffmpeg.global.avutil.av_frame_get_buffer;
import static org.bytedeco.ffmpeg.global.avutil.av_frame_make_writable;
import static org.bytedeco.ffmpeg.global.avutil.av_make_q;

import java.nio.file.Path;
import org.bytedeco.ffmpeg.avcodec.AVCodec;
import org.bytedeco.ffmpeg.avcodec.AVCodecContext;
import org.bytedeco.ffmpeg.avcodec.AVPacket;
import org.bytedeco.ffmpeg.avformat.AVFormatContext;
import org.bytedeco.ffmpeg.avformat.AVIOContext;
import org.bytedeco.ffmpeg.avformat.AVStream;
import org.bytedeco.ffmpeg.avutil.AVDictionary;
import org.bytedeco.ffmpeg.avutil.AVFrame;

/** Writes small MPEG-4 videos of flat colours, so that tests know every pixel. */
public final class TestVideo {
  /** A colour as Rec. BT.601 codes it (Y, U, V), and what that is in RGB. */
  public enum Colour {
    RED(81, 90, 240, 255, 0, 0),
    GREEN(145, 54, 34, 0, 255, 0),
    BLUE(41, 240, 110, 0, 0, 255),
    WHITE(235, 128, 128, 255, 255, 255);

    private final int y;
    private final int u;
    private final int v;
    private final int red;
    private final int green;
    private final int blue;

    Colour(int y, int u, int v, int red, int green, int blue) {
      this.y = y;
      this.u = u;
      this.v = v;
      this.red = red;
      this.green = green;
      this.blue = blue;
    }

    /** Red, green, blue: 0..255. */
    public int[] rgb() {
      return new int[] {red, green, blue};
    }
  }

  /** The colour of each pixel. */
  public interface Painter {
    Colour at(int frame, int x, int y);
  }

  private TestVideo() {}

  /** Writes a video; the file's ending names the container. Width and height are even. */
  public static void write(
      Path file, int width, int height, int framesPerSecond, int frames, Painter painter) {
    AVFormatContext format = new AVFormatContext(null);
    check(avformat_alloc_output_context2(format, null, null, file.toString()));
    AVCodec codec = avcodec_find_encoder(AV_CODEC_ID_MPEG4);
    AVStream stream = avformat_new_stream(format, codec);
    AVCodecContext encoder = avcodec_alloc_context3(codec);
    encoder.width(width);
    encoder.height(height);
    encoder.pix_fmt(AV_PIX_FMT_YUV420P);
    encoder.time_base(av_make_q(1, framesPerSecond));
    encoder.framerate(av_make_q(framesPerSecond, 1));
    encoder.gop_size(4);
    encoder.global_quality(FF_QP2LAMBDA);
    encoder.flags(encoder.flags() | AV_CODEC_FLAG_GLOBAL_HEADER | AV_CODEC_FLAG_QSCALE);
    check(avcodec_open2(encoder, codec, (AVDictionary) null));
    check(avcodec_parameters_from_context(stream.codecpar(), encoder));
    stream.time_base(encoder.time_base());
    stream.avg_frame_rate(encoder.framerate());
    AVIOContext output = new AVIOContext(null);
    check(avio_open(output, file.toString(), AVIO_FLAG_WRITE));
    format.pb(output);
    check(avformat_write_header(format, (AVDictionary) null));
    AVFrame frame = av_frame_alloc();
    frame.format(AV_PIX_FMT_YUV420P);
    frame.width(width);
    frame.height(height);
    check(av_frame_get_buffer(frame, 0));
    for (int i = 0; i < frames; i++) {
      check(av_frame_make_writable(frame));
      paint(frame, i, painter);
      frame.pts(i);
      frame.quality(encoder.global_quality());
      check(avcodec_send_frame(encoder, frame));
      drain(encoder, stream, format);
    }
    check(avcodec_send_frame(encoder, null));
    drain(encoder, stream, format);
    check(av_write_trailer(format));
    av_frame_free(frame);
    avcodec_free_context(encoder);
    avio_closep(output);
    format.pb(null);
    avformat_free_context(format);
  }

  private static void paint(AVFrame frame, int index, Painter painter) {
    for (int y = 0; y < frame.height(); y++) {
      for (int x = 0; x < frame.width(); x++) {
        frame.data(0).put((long) y * frame.linesize(0) + x, (byte) painter.at(index, x, y).y);
      }
    }
    for (int y = 0; y < frame.height() / 2; y++) {
      for (int x = 0; x < frame.width() / 2; x++) {
        Colour colour = painter.at(index, 2 * x, 2 * y);
        frame.data(1).put((long) y * frame.linesize(1) + x, (byte) colour.u);
        frame.data(2).put((long) y * frame.linesize(2) + x, (byte) colour.v);
      }
    }
  }

  private static void drain(AVCodecContext encoder, AVStream stream, AVFormatContext format) {
    AVPacket packet = av_packet_alloc();
    while (avcodec_receive_packet(encoder, packet) >= 0) {
      av_packet_rescale_ts(packet, encoder.time_base(), stream.time_base());
      packet.stream_index(stream.index());
      check(av_interleaved_write_frame(format, packet));
    }
    av_packet_free(packet);
  }

  private static void check(int result) {
    if (result < 0) {
      throw new IllegalStateException(
          "the test video cannot be written: " + Ffmpeg.message(result));
    }
  }
}
