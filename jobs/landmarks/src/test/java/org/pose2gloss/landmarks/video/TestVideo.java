package org.pose2gloss.landmarks.video;

import static org.bytedeco.ffmpeg.global.avcodec.AV_CODEC_FLAG_GLOBAL_HEADER;
import static org.bytedeco.ffmpeg.global.avcodec.AV_CODEC_FLAG_QSCALE;
import static org.bytedeco.ffmpeg.global.avcodec.AV_CODEC_ID_PCM_S16LE;
import static org.bytedeco.ffmpeg.global.avcodec.av_new_packet;
import static org.bytedeco.ffmpeg.global.avcodec.av_packet_alloc;
import static org.bytedeco.ffmpeg.global.avcodec.av_packet_free;
import static org.bytedeco.ffmpeg.global.avcodec.av_packet_rescale_ts;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_alloc_context3;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_find_encoder_by_name;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_free_context;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_open2;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_parameters_from_context;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_receive_packet;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_send_frame;
import static org.bytedeco.ffmpeg.global.avformat.AVFMT_GLOBALHEADER;
import static org.bytedeco.ffmpeg.global.avformat.AVIO_FLAG_WRITE;
import static org.bytedeco.ffmpeg.global.avformat.av_interleaved_write_frame;
import static org.bytedeco.ffmpeg.global.avformat.av_write_trailer;
import static org.bytedeco.ffmpeg.global.avformat.avformat_alloc_output_context2;
import static org.bytedeco.ffmpeg.global.avformat.avformat_free_context;
import static org.bytedeco.ffmpeg.global.avformat.avformat_new_stream;
import static org.bytedeco.ffmpeg.global.avformat.avformat_write_header;
import static org.bytedeco.ffmpeg.global.avformat.avio_closep;
import static org.bytedeco.ffmpeg.global.avformat.avio_open;
import static org.bytedeco.ffmpeg.global.avutil.AVMEDIA_TYPE_AUDIO;
import static org.bytedeco.ffmpeg.global.avutil.AV_PIX_FMT_RGB8;
import static org.bytedeco.ffmpeg.global.avutil.AV_PIX_FMT_YUV420P;
import static org.bytedeco.ffmpeg.global.avutil.FF_QP2LAMBDA;
import static org.bytedeco.ffmpeg.global.avutil.av_dict_free;
import static org.bytedeco.ffmpeg.global.avutil.av_dict_set;
import static org.bytedeco.ffmpeg.global.avutil.av_frame_alloc;
import static org.bytedeco.ffmpeg.global.avutil.av_frame_free;
import static org.bytedeco.ffmpeg.global.avutil.av_frame_get_buffer;
import static org.bytedeco.ffmpeg.global.avutil.av_frame_make_writable;
import static org.bytedeco.ffmpeg.global.avutil.av_make_q;

import java.nio.file.Path;
import java.util.function.IntBinaryOperator;
import java.util.function.IntUnaryOperator;
import org.bytedeco.ffmpeg.avcodec.AVCodec;
import org.bytedeco.ffmpeg.avcodec.AVCodecContext;
import org.bytedeco.ffmpeg.avcodec.AVPacket;
import org.bytedeco.ffmpeg.avformat.AVFormatContext;
import org.bytedeco.ffmpeg.avformat.AVIOContext;
import org.bytedeco.ffmpeg.avformat.AVStream;
import org.bytedeco.ffmpeg.avutil.AVDictionary;
import org.bytedeco.ffmpeg.avutil.AVFrame;
import org.bytedeco.javacpp.BytePointer;

/**
 * Writes small videos of flat colours, so that tests know every pixel: MPEG-4 at 25 frames a second
 * unless told otherwise.
 */
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

    /** As one byte: three bits of red, three of green, two of blue. */
    private int rgb332() {
      return (red & 0xe0) | (green & 0xe0) >> 3 | blue >> 6;
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

  private final Path file;
  private final int width;
  private final int height;
  private String encoder = "mpeg4";
  private int rate = 25;
  private int rateBase = 1;
  private IntUnaryOperator times = frame -> frame;

  private TestVideo(Path file, int width, int height) {
    this.file = file;
    this.width = width;
    this.height = height;
  }

  /** A video to be written; the file's ending names the container. */
  public static TestVideo in(Path file, int width, int height) {
    return new TestVideo(file, width, height);
  }

  /** By another encoder of FFmpeg's, such as {@code libvpx-vp9}. */
  public TestVideo by(String otherEncoder) {
    encoder = otherEncoder;
    return this;
  }

  /** At another rate: numerator and denominator, such as 30000 and 1001. */
  public TestVideo at(int framesPerSecond, int per) {
    rate = framesPerSecond;
    rateBase = per;
    return this;
  }

  /** Shows frame i at a moment of its own, counted in frames of the rate. */
  public TestVideo shownAt(IntUnaryOperator moments) {
    times = moments;
    return this;
  }

  /** Writes an MPEG-4 video. */
  public static void write(
      Path file, int width, int height, int framesPerSecond, int frames, Painter painter) {
    in(file, width, height).at(framesPerSecond, 1).write(frames, painter);
  }

  /** Writes the video. */
  public void write(int frames, Painter painter) {
    AVFormatContext format = new AVFormatContext(null);
    check(avformat_alloc_output_context2(format, null, null, file.toString()));
    AVCodecContext context = openEncoder(format.oformat().flags() & AVFMT_GLOBALHEADER);
    AVStream stream = avformat_new_stream(format, null);
    check(avcodec_parameters_from_context(stream.codecpar(), context));
    stream.time_base(context.time_base());
    stream.avg_frame_rate(context.framerate());
    AVIOContext output = new AVIOContext(null);
    check(avio_open(output, file.toString(), AVIO_FLAG_WRITE));
    format.pb(output);
    check(avformat_write_header(format, (AVDictionary) null));
    AVFrame frame = av_frame_alloc();
    frame.format(context.pix_fmt());
    frame.width(width);
    frame.height(height);
    check(av_frame_get_buffer(frame, 0));
    for (int i = 0; i < frames; i++) {
      check(av_frame_make_writable(frame));
      paint(frame, i, painter);
      frame.pts(times.applyAsInt(i));
      frame.duration(times.applyAsInt(i + 1) - times.applyAsInt(i));
      frame.quality(context.global_quality());
      check(avcodec_send_frame(context, frame));
      drain(context, stream, format);
    }
    check(avcodec_send_frame(context, null));
    drain(context, stream, format);
    check(av_write_trailer(format));
    av_frame_free(frame);
    avcodec_free_context(context);
    avio_closep(output);
    format.pb(null);
    avformat_free_context(format);
  }

  /** Some containers keep what a decoder must know apart from the pictures, others among them. */
  private AVCodecContext openEncoder(int headerApart) {
    Ffmpeg.prepare();
    AVCodec codec = avcodec_find_encoder_by_name(encoder);
    AVCodecContext context = avcodec_alloc_context3(codec);
    context.width(width);
    context.height(height);
    context.pix_fmt(encoder.equals("gif") ? AV_PIX_FMT_RGB8 : AV_PIX_FMT_YUV420P);
    context.time_base(av_make_q(rateBase, rate));
    context.framerate(av_make_q(rate, rateBase));
    context.gop_size(4);
    if (headerApart != 0) {
      context.flags(context.flags() | AV_CODEC_FLAG_GLOBAL_HEADER);
    }
    AVDictionary options = new AVDictionary(null);
    if (encoder.startsWith("lib")) {
      context.bit_rate(2_000_000);
      av_dict_set(options, encoder.equals("libsvtav1") ? "preset" : "cpu-used", "8", 0);
    } else {
      context.global_quality(FF_QP2LAMBDA);
      context.flags(context.flags() | AV_CODEC_FLAG_QSCALE);
    }
    check(avcodec_open2(context, codec, options));
    av_dict_free(options);
    return context;
  }

  private static void paint(AVFrame frame, int index, Painter painter) {
    if (frame.format() == AV_PIX_FMT_RGB8) {
      paint(frame, 0, 1, (x, y) -> painter.at(index, x, y).rgb332());
      return;
    }
    paint(frame, 0, 1, (x, y) -> painter.at(index, x, y).y);
    paint(frame, 1, 2, (x, y) -> painter.at(index, x, y).u);
    paint(frame, 2, 2, (x, y) -> painter.at(index, x, y).v);
  }

  /** Every step-th pixel of every step-th row. */
  private static void paint(AVFrame frame, int plane, int step, IntBinaryOperator value) {
    byte[] row = new byte[(frame.width() + step - 1) / step];
    BytePointer pixels = frame.data(plane);
    for (int y = 0; y < frame.height(); y += step) {
      for (int x = 0; x < frame.width(); x += step) {
        row[x / step] = (byte) value.applyAsInt(x, y);
      }
      pixels.position((long) (y / step) * frame.linesize(plane)).put(row);
    }
  }

  /** Writes a file with a second of silence and no pictures. */
  public static void writeSilence(Path file) {
    Ffmpeg.prepare();
    AVFormatContext format = new AVFormatContext(null);
    check(avformat_alloc_output_context2(format, null, null, file.toString()));
    AVStream stream = avformat_new_stream(format, null);
    stream.codecpar().codec_type(AVMEDIA_TYPE_AUDIO);
    stream.codecpar().codec_id(AV_CODEC_ID_PCM_S16LE);
    stream.codecpar().sample_rate(8000);
    stream.codecpar().ch_layout().nb_channels(1);
    stream.codecpar().bits_per_coded_sample(16);
    stream.time_base(av_make_q(1, 8000));
    AVIOContext output = new AVIOContext(null);
    check(avio_open(output, file.toString(), AVIO_FLAG_WRITE));
    format.pb(output);
    check(avformat_write_header(format, (AVDictionary) null));
    AVPacket packet = av_packet_alloc();
    check(av_new_packet(packet, 16_000));
    packet.data().put(new byte[16_000]);
    packet.pts(0).dts(0).duration(8000);
    check(av_interleaved_write_frame(format, packet));
    check(av_write_trailer(format));
    av_packet_free(packet);
    avio_closep(output);
    format.pb(null);
    avformat_free_context(format);
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
