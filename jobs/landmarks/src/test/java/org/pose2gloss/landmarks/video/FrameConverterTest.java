package org.pose2gloss.landmarks.video;

import static org.assertj.core.api.Assertions.assertThat;
import static org.bytedeco.ffmpeg.global.avutil.AVCOL_RANGE_JPEG;
import static org.bytedeco.ffmpeg.global.avutil.AVCOL_SPC_BT709;
import static org.bytedeco.ffmpeg.global.avutil.AV_PIX_FMT_RGB24;
import static org.bytedeco.ffmpeg.global.avutil.av_force_cpu_flags;
import static org.bytedeco.ffmpeg.global.avutil.av_frame_alloc;
import static org.bytedeco.ffmpeg.global.avutil.av_frame_free;
import static org.bytedeco.ffmpeg.global.avutil.av_frame_get_buffer;
import static org.bytedeco.ffmpeg.global.avutil.av_get_pix_fmt;
import static org.bytedeco.ffmpeg.global.avutil.av_pix_fmt_desc_get;

import java.util.Random;
import org.bytedeco.ffmpeg.avutil.AVFrame;
import org.bytedeco.javacpp.BytePointer;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FrameConverterTest {
  /**
   * swscale's straight way to packed RGB is the reference: slower, and the same to the last bit.
   */
  @ParameterizedTest
  @CsvSource({
    "yuv420p, 640, 480",
    "yuv420p, 637, 358",
    "yuv420p, 638, 359",
    "yuv410p, 80, 60",
    "yuv410p, 80, 58",
    "yuv440p, 80, 60",
    "p010le, 320, 180",
    "yuv422p10le, 64, 48",
    "yuvj420p, 288, 192",
    "yuv422p, 321, 181",
    "yuv444p, 65, 33",
    "yuv411p, 128, 96",
    "yuv420p10le, 320, 180",
    "yuva420p, 100, 50",
    "nv12, 320, 180",
    "yuv420p, 1, 1",
    "yuv420p, 1, 300",
    "yuv420p, 300, 1",
    "gray, 64, 48",
    "bgra, 63, 47",
    "rgb8, 31, 17",
    "gbrp, 40, 30"
  })
  void givesTheBitsOfTheStraightWay(String format, int width, int height) throws Exception {
    AVFrame frame = noise(format, width, height);
    byte[] straight;
    try (Scaler packed = new Scaler(width, height, AV_PIX_FMT_RGB24, 64)) {
      straight = rgb(packed.scale(frame));
    }
    try (FrameConverter converter = new FrameConverter(width, height, 0)) {
      assertThat(converter.convert(frame)).isEqualTo(straight);
      assertThat(converter.convert(frame)).isEqualTo(straight);
    }
    av_frame_free(frame);
  }

  /** A machine without vector instructions gives the same pixels. */
  @ParameterizedTest
  @CsvSource({"yuv420p, 640, 480", "yuv420p, 101, 77", "yuv420p10le, 320, 180"})
  void givesTheBitsOfPlainC(String format, int width, int height) throws Exception {
    AVFrame frame = noise(format, width, height);
    byte[] vectors;
    try (FrameConverter converter = new FrameConverter(width, height, 0)) {
      vectors = converter.convert(frame).clone();
    }
    av_force_cpu_flags(0);
    try (FrameConverter converter = new FrameConverter(width, height, 0)) {
      assertThat(converter.convert(frame)).isEqualTo(vectors);
    } finally {
      av_force_cpu_flags(-1);
    }
    av_frame_free(frame);
  }

  private static AVFrame noise(String format, int width, int height) {
    AVFrame frame = av_frame_alloc();
    frame.format(av_get_pix_fmt(format));
    frame.width(width);
    frame.height(height);
    frame.colorspace(AVCOL_SPC_BT709);
    if (format.startsWith("yuvj")) {
      frame.color_range(AVCOL_RANGE_JPEG);
    }
    Ffmpeg.check(av_frame_get_buffer(frame, 0), "av_frame_get_buffer");
    Random random = new Random(width);
    int depth = av_pix_fmt_desc_get(frame.format()).comp(0).depth();
    for (int plane = 0; plane < 4 && frame.linesize(plane) > 0; plane++) {
      byte[] row = new byte[frame.linesize(plane)];
      for (int y = 0; y < (plane == 1 || plane == 2 ? rows(frame) : height); y++) {
        random.nextBytes(row);
        for (int i = 1; depth > 8 && i < row.length; i += 2) {
          row[i] = (byte) (row[i] & ((1 << (depth - 8)) - 1));
        }
        frame.data(plane).position((long) y * row.length).put(row);
      }
    }
    return frame;
  }

  private static int rows(AVFrame frame) {
    int shift = av_pix_fmt_desc_get(frame.format()).log2_chroma_h();
    return (frame.height() + (1 << shift) - 1) >> shift;
  }

  private static byte[] rgb(AVFrame packed) {
    byte[] rgb = new byte[packed.width() * packed.height() * 3];
    BytePointer pixels = packed.data(0);
    for (int y = 0; y < packed.height(); y++) {
      pixels
          .position((long) y * packed.linesize(0))
          .get(rgb, y * packed.width() * 3, packed.width() * 3);
    }
    return rgb;
  }
}
