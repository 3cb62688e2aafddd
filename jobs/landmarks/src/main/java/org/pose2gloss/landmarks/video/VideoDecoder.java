package org.pose2gloss.landmarks.video;

import static org.bytedeco.ffmpeg.global.avcodec.AV_PKT_FLAG_DISCARD;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_alloc_context3;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_find_decoder;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_free_context;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_get_name;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_open2;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_parameters_to_context;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_receive_frame;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_send_packet;
import static org.bytedeco.ffmpeg.global.avutil.AVERROR_EOF;
import static org.bytedeco.ffmpeg.global.avutil.av_frame_alloc;
import static org.bytedeco.ffmpeg.global.avutil.av_frame_free;

import java.nio.file.Path;
import java.util.Optional;
import org.bytedeco.ffmpeg.avcodec.AVCodec;
import org.bytedeco.ffmpeg.avcodec.AVCodecContext;
import org.bytedeco.ffmpeg.avcodec.AVPacket;
import org.bytedeco.ffmpeg.avutil.AVDictionary;
import org.bytedeco.ffmpeg.avutil.AVFrame;

/**
 * Decodes the pictures of a video file, one after the other, on the calling thread.
 *
 * <p>Frames come upright (rotation metadata applied) and all in the size of the first. The same
 * file gives the same bytes in every run. Not thread safe.
 */
public final class VideoDecoder implements AutoCloseable {
  /**
   * Packets that may fail to decode before the whole video counts as broken: one in ten. Old
   * encoders leave a stray bad packet that every player skips.
   */
  private static final double MOST_UNDECODABLE = 0.1;

  private final VideoStream stream;
  private final AVCodecContext codec;
  private final AVFrame frame = av_frame_alloc();
  private FrameConverter converter;
  private int frames;
  private int packets;
  private int undecodable;
  private boolean drained;

  private VideoDecoder(VideoStream stream, AVCodecContext codec) {
    this.stream = stream;
    this.codec = codec;
  }

  /**
   * Opens a video file.
   *
   * @throws InvalidVideoException if the file is absent, empty, no video, of an unknown codec, or
   *     of pictures larger than are decoded
   */
  public static VideoDecoder open(Path file) throws InvalidVideoException {
    VideoStream stream = new VideoStream(file);
    boolean usable = false;
    try {
      VideoDecoder decoder = new VideoDecoder(stream, openCodec(stream));
      usable = true;
      return decoder;
    } finally {
      if (!usable) {
        stream.close();
      }
    }
  }

  private static AVCodecContext openCodec(VideoStream stream) throws InvalidVideoException {
    int id = stream.parameters().codec_id();
    AVCodec decoder = avcodec_find_decoder(id);
    if (decoder == null || decoder.isNull()) {
      throw stream.invalid(
          "is coded as %s, which cannot be decoded here"
              .formatted(avcodec_get_name(id).getString()));
    }
    AVCodecContext context = avcodec_alloc_context3(decoder);
    int result = avcodec_parameters_to_context(context, stream.parameters());
    if (result >= 0) {
      context.pkt_timebase(stream.timeBase());
      // Work is spread by giving each worker its own video, and threads would hold more frames.
      context.thread_count(1);
      context.max_pixels(VideoStream.MAX_PIXELS);
      result = avcodec_open2(context, decoder, (AVDictionary) null);
    }
    if (result < 0) {
      avcodec_free_context(context);
      throw stream.invalid("cannot be decoded (%s)".formatted(Ffmpeg.message(result)));
    }
    return context;
  }

  /**
   * Reads what the file says of itself and counts its frames, without decoding them.
   *
   * @throws InvalidVideoException if the file is absent, empty, broken off, or no video
   */
  public static VideoProbe probe(Path file) throws InvalidVideoException {
    try (VideoStream stream = new VideoStream(file)) {
      int frames = 0;
      for (AVPacket packet = stream.next(); packet != null; packet = stream.next()) {
        // An edit list may cut pictures off that others are decoded from: they are not shown.
        if ((packet.flags() & AV_PKT_FLAG_DISCARD) == 0) {
          frames++;
        }
      }
      if (frames == 0) {
        throw stream.invalid("holds no pictures");
      }
      boolean upright = stream.quarterTurns() % 2 == 0;
      int width = stream.parameters().width();
      int height = stream.parameters().height();
      double framesPerSecond = stream.framesPerSecond();
      return new VideoProbe(
          avcodec_get_name(stream.parameters().codec_id()).getString(),
          upright ? width : height,
          upright ? height : width,
          framesPerSecond,
          frames,
          frames / framesPerSecond);
    }
  }

  /** Frames a second, above 0; 25 where the file says nothing believable. */
  public double framesPerSecond() {
    return stream.framesPerSecond();
  }

  /**
   * The next frame, or empty at the end. Its pixels are overwritten by the next call.
   *
   * @throws InvalidVideoException if the file breaks off, if none or too many of its pictures can
   *     be decoded, naming how many
   */
  public Optional<VideoFrame> next() throws InvalidVideoException {
    while (true) {
      int received = avcodec_receive_frame(codec, frame);
      if (received >= 0) {
        if (frame.width() < 1 || frame.height() < 1) {
          continue;
        }
        return Optional.of(converted());
      }
      if (received == AVERROR_EOF()) {
        requireDecodable();
        return Optional.empty();
      }
      if (received != Ffmpeg.AGAIN) {
        undecodable++;
      }
      feed();
    }
  }

  private VideoFrame converted() {
    if (converter == null) {
      converter = new FrameConverter(frame.width(), frame.height(), stream.quarterTurns());
    }
    byte[] rgb = converter.convert(frame);
    return new VideoFrame(rgb, converter.shownWidth(), converter.shownHeight(), frames++);
  }

  private void feed() throws InvalidVideoException {
    AVPacket packet = stream.next();
    if (packet != null) {
      packets++;
      if (avcodec_send_packet(codec, packet) < 0) {
        undecodable++;
      }
    } else if (!drained) {
      drained = true;
      avcodec_send_packet(codec, null);
    } else {
      throw stream.invalid("cannot be decoded to its end");
    }
  }

  private void requireDecodable() throws InvalidVideoException {
    if (frames == 0 || undecodable > packets * MOST_UNDECODABLE) {
      throw stream.invalid(
          "is damaged: %d of its %d packets cannot be decoded, which leaves %d pictures"
              .formatted(undecodable, packets, frames));
    }
  }

  @Override
  public void close() {
    av_frame_free(frame);
    avcodec_free_context(codec);
    if (converter != null) {
      converter.close();
    }
    stream.close();
  }
}
