package org.pose2gloss.landmarks.video;

import static org.bytedeco.ffmpeg.global.avcodec.AV_CODEC_ID_NONE;
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

import java.io.Closeable;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.SeekableByteChannel;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import org.bytedeco.ffmpeg.avcodec.AVCodec;
import org.bytedeco.ffmpeg.avcodec.AVCodecContext;
import org.bytedeco.ffmpeg.avcodec.AVPacket;
import org.bytedeco.ffmpeg.avutil.AVDictionary;
import org.bytedeco.ffmpeg.avutil.AVFrame;

/**
 * Decodes the pictures of a video, one after the other, on the calling thread.
 *
 * <p>The bytes are read as they are needed, never all at once, and one frame is held at a time.
 * Frames come upright (rotation metadata applied) and all in the size of the first. The same bytes
 * give the same pixels in every run. Not thread safe.
 */
public final class VideoDecoder implements AutoCloseable {
  /**
   * How long the work on a video may take where nothing else is said: ten minutes of video at 30
   * frames a second, of which ten are done in a second.
   */
  public static final Duration DEFAULT_TIME_LIMIT = Duration.ofMinutes(30);

  /**
   * Packets that may fail to decode before the whole video counts as broken: one in ten. Old
   * encoders leave a stray bad packet that every player skips.
   */
  private static final double MOST_UNDECODABLE = 0.1;

  /**
   * Seconds by which a middle that lies on a border comes after it, whatever binary fractions make
   * of the two; no container's clock is as fine.
   */
  private static final double ROUNDING = 1e-6;

  private final VideoStream stream;
  private final AVCodecContext codec;
  private final Closeable owned;
  private final FrameClock clock;
  private final AVFrame frame = av_frame_alloc();
  private FrameConverter converter;
  private int frames;
  private int packets;
  private int undecodable;
  private boolean held;
  private boolean drained;

  private VideoDecoder(VideoStream stream, AVCodecContext codec, Closeable owned) {
    this.stream = stream;
    this.codec = codec;
    this.owned = owned;
    clock = new FrameClock(stream.timeBase(), stream.framesPerSecond());
  }

  /**
   * Opens a file of the local disk, for at most {@link #DEFAULT_TIME_LIMIT}.
   *
   * @throws InvalidVideoException if the file is absent, empty, no video, of an unknown codec, or
   *     of pictures larger than are decoded
   * @throws IOException if it cannot be read
   */
  public static VideoDecoder open(Path file) throws IOException {
    return open(file, Deadline.after(DEFAULT_TIME_LIMIT));
  }

  /**
   * Opens a file of the local disk.
   *
   * @param deadline after it, opening and decoding end in an {@link InvalidVideoException}
   * @throws InvalidVideoException if the file is absent, empty, no video, of an unknown codec, or
   *     of pictures larger than are decoded
   * @throws IOException if it cannot be read
   */
  public static VideoDecoder open(Path file, Deadline deadline) throws IOException {
    SeekableByteChannel bytes = LocalVideo.open(file);
    boolean usable = false;
    try {
      VideoDecoder decoder = open(file.toString(), bytes, deadline, bytes);
      usable = true;
      return decoder;
    } finally {
      if (!usable) {
        bytes.close();
      }
    }
  }

  /**
   * Opens a video that lies anywhere, for at most {@link #DEFAULT_TIME_LIMIT}.
   *
   * @param name what messages call the video: its path or address
   * @param bytes the file, read from its beginning; not closed here
   * @throws InvalidVideoException if it is empty, no video, of an unknown codec, or of pictures
   *     larger than are decoded
   * @throws IOException if the channel fails
   */
  public static VideoDecoder open(String name, SeekableByteChannel bytes) throws IOException {
    return open(name, bytes, Deadline.after(DEFAULT_TIME_LIMIT));
  }

  /**
   * Opens a video that lies anywhere.
   *
   * @param name what messages call the video: its path or address
   * @param bytes the file, read from its beginning; not closed here
   * @param deadline after it, opening and decoding end in an {@link InvalidVideoException}
   * @throws InvalidVideoException if it is empty, no video, of an unknown codec, or of pictures
   *     larger than are decoded
   * @throws IOException if the channel fails
   */
  public static VideoDecoder open(String name, SeekableByteChannel bytes, Deadline deadline)
      throws IOException {
    return open(name, bytes, deadline, () -> {});
  }

  private static VideoDecoder open(
      String name, SeekableByteChannel bytes, Deadline deadline, Closeable owned)
      throws IOException {
    VideoStream stream = new VideoStream(name, bytes, deadline);
    boolean usable = false;
    try {
      VideoDecoder decoder = new VideoDecoder(stream, openCodec(stream), owned);
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
    if (id == AV_CODEC_ID_NONE) {
      throw stream.invalid("is coded in a way that is not known");
    }
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
      context.max_pixels(VideoContainer.MAX_PIXELS);
      result = avcodec_open2(context, decoder, (AVDictionary) null);
    }
    if (result < 0) {
      avcodec_free_context(context);
      throw stream.invalid("cannot be decoded (%s)".formatted(Ffmpeg.message(result)));
    }
    return context;
  }

  /**
   * Reads what a file of the local disk says of itself and counts its frames, without decoding
   * them.
   *
   * @throws InvalidVideoException if the file is absent, empty, broken off, or no video
   * @throws IOException if it cannot be read
   */
  public static VideoProbe probe(Path file) throws IOException {
    try (SeekableByteChannel bytes = LocalVideo.open(file)) {
      return probe(file.toString(), bytes);
    }
  }

  /**
   * Reads what a video that lies anywhere says of itself and counts its frames, without decoding
   * them, in at most {@link #DEFAULT_TIME_LIMIT}.
   *
   * @param name what messages call the video: its path or address
   * @param bytes the file, read from its beginning; not closed here
   * @throws InvalidVideoException if it is empty, broken off, or no video
   * @throws IOException if the channel fails
   */
  public static VideoProbe probe(String name, SeekableByteChannel bytes) throws IOException {
    try (VideoStream stream = new VideoStream(name, bytes, Deadline.after(DEFAULT_TIME_LIMIT))) {
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
   *     be decoded, naming how many, or if the deadline has passed
   * @throws IOException if the channel fails
   */
  public Optional<VideoFrame> next() throws IOException {
    if (!held && !decode()) {
      return Optional.empty();
    }
    held = false;
    return Optional.of(converted());
  }

  /**
   * Decodes on to the first frame whose middle (halfway through the time that it is shown) is not
   * before a moment: {@link #next} gives that one. The frames before it are not converted.
   *
   * @param seconds from the first frame of the video
   * @return false if the video ends before
   * @throws InvalidVideoException as {@link #next} does
   * @throws IOException if the channel fails
   */
  public boolean skipTo(double seconds) throws IOException {
    while (held || decode()) {
      held = true;
      if (middle() >= seconds) {
        return true;
      }
      held = false;
      frames++;
    }
    return false;
  }

  /**
   * The next frame, or empty if its middle is not before a moment. Where it is empty, the video is
   * known to be sound up to there.
   *
   * @param seconds from the first frame of the video
   * @throws InvalidVideoException as {@link #next} does, judging what was decoded until then
   * @throws IOException if the channel fails
   */
  public Optional<VideoFrame> nextBefore(double seconds) throws IOException {
    if (!held && !decode()) {
      return Optional.empty();
    }
    held = true;
    if (middle() < seconds) {
      return next();
    }
    requireDecodable();
    return Optional.empty();
  }

  private double middle() {
    return clock.seconds() + clock.duration() / 2 + ROUNDING;
  }

  /** Decodes the next frame into {@link #frame}; false at the end. */
  private boolean decode() throws IOException {
    while (true) {
      int received = avcodec_receive_frame(codec, frame);
      if (received >= 0) {
        if (frame.width() < 1 || frame.height() < 1) {
          continue;
        }
        clock.take(frame);
        return true;
      }
      if (received == AVERROR_EOF()) {
        requireDecodable();
        return false;
      }
      if (received != Ffmpeg.AGAIN) {
        undecodable++;
      }
      feed();
    }
  }

  private VideoFrame converted() throws InvalidVideoException {
    if (converter == null) {
      converter = new FrameConverter(frame.width(), frame.height(), stream.quarterTurns());
    }
    try {
      return new VideoFrame(
          converter.convert(frame),
          converter.shownWidth(),
          converter.shownHeight(),
          frames++,
          clock.seconds());
    } catch (Scaler.UnscalableException e) {
      throw stream.invalid("has pictures that cannot be turned into RGB: " + e.getMessage());
    }
  }

  private void feed() throws IOException {
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
    try {
      owned.close();
    } catch (IOException e) {
      throw new UncheckedIOException("A file that was only read cannot be closed.", e);
    }
  }
}
