package org.pose2gloss.landmarks.video;

import static org.bytedeco.ffmpeg.global.avcodec.AVDISCARD_ALL;
import static org.bytedeco.ffmpeg.global.avformat.av_find_best_stream;
import static org.bytedeco.ffmpeg.global.avformat.av_read_frame;
import static org.bytedeco.ffmpeg.global.avformat.avformat_alloc_context;
import static org.bytedeco.ffmpeg.global.avformat.avformat_close_input;
import static org.bytedeco.ffmpeg.global.avformat.avformat_find_stream_info;
import static org.bytedeco.ffmpeg.global.avformat.avformat_open_input;
import static org.bytedeco.ffmpeg.global.avutil.AVMEDIA_TYPE_VIDEO;
import static org.bytedeco.ffmpeg.global.avutil.av_dict_free;
import static org.bytedeco.ffmpeg.global.avutil.av_dict_set;

import java.io.IOException;
import java.nio.channels.SeekableByteChannel;
import org.bytedeco.ffmpeg.avcodec.AVCodec;
import org.bytedeco.ffmpeg.avcodec.AVCodecParameters;
import org.bytedeco.ffmpeg.avcodec.AVPacket;
import org.bytedeco.ffmpeg.avformat.AVFormatContext;
import org.bytedeco.ffmpeg.avformat.AVStream;
import org.bytedeco.ffmpeg.avutil.AVDictionary;
import org.bytedeco.javacpp.PointerPointer;

/** One opened file of some container format, and the stream of pictures in it. */
final class VideoContainer implements AutoCloseable {
  /**
   * Most pixels of a frame that are decoded: 4096 x 2304, which 4K films and televisions and every
   * phone keep to. What decoding needs in memory grows with it (an RGB frame is 27 MiB there).
   */
  static final int MAX_PIXELS = 4096 * 2304;

  /**
   * Most streams that are taken in: pictures, sound, subtitles, a camera's telemetry. The header of
   * an MP4 may claim a long table of contents for each in a few bytes.
   */
  private static final int MAX_STREAMS = 12;

  /**
   * Containers that are read. Play lists and descriptions that name other files or addresses (hls,
   * concat, dash, sdp) are not among them: a video must not make the reader open anything else.
   */
  private static final String CONTAINERS =
      "mov,mp4,m4a,3gp,3g2,mj2,matroska,webm,avi,flv,mpegts,mpeg,mpegvideo,asf,ogg,mxf,rm,swf,m4v,"
          + "h264,hevc,ivf,dv,wtv,gif,nut";

  private final String name;
  private final ChannelInput input;
  private final AVFormatContext format;
  private final AVStream pictures;

  /**
   * Opens a file and finds its pictures.
   *
   * @param name what messages call it; its ending helps to recognise containers without a mark
   * @param bytes the file, read from its beginning; not closed here
   * @throws InvalidVideoException if it is empty, no video, of a hostile size, or late
   * @throws IOException if the channel fails
   */
  VideoContainer(String name, SeekableByteChannel bytes, Deadline deadline) throws IOException {
    this.name = name;
    Ffmpeg.prepare();
    input = new ChannelInput(name, bytes, deadline);
    format = avformat_alloc_context();
    boolean usable = false;
    try {
      if (input.size() == 0) {
        throw invalid("is empty");
      }
      input.feed(format);
      requireReadable(open());
      refuseHostileSizes();
      requireReadable(findStreamInfo());
      int index = av_find_best_stream(format, AVMEDIA_TYPE_VIDEO, -1, -1, (AVCodec) null, 0);
      if (index < 0) {
        throw invalid("holds no pictures");
      }
      pictures = format.streams(index);
      if (pictures.codecpar().width() < 1 || pictures.codecpar().height() < 1) {
        throw invalid("does not say how large its pictures are");
      }
      refuseHostileSizes();
      skipOtherStreams(index);
      usable = true;
    } finally {
      if (!usable) {
        close();
      }
    }
  }

  private int open() {
    AVDictionary options = new AVDictionary(null);
    // No protocol has this name: a video that refers to other files gets none of them.
    Ffmpeg.check(av_dict_set(options, "protocol_whitelist", "none", 0), "av_dict_set");
    Ffmpeg.check(av_dict_set(options, "format_whitelist", CONTAINERS, 0), "av_dict_set");
    Ffmpeg.check(
        av_dict_set(options, "max_streams", Integer.toString(MAX_STREAMS), 0), "av_dict_set");
    int opened = avformat_open_input(format, name, null, options);
    av_dict_free(options);
    return opened;
  }

  /** Looks into the streams, with decoders that take no larger pictures than are decoded later. */
  private int findStreamInfo() {
    int streams = format.nb_streams();
    try (PointerPointer<AVDictionary> options = new PointerPointer<>(Math.max(1, streams))) {
      for (int i = 0; i < streams; i++) {
        AVDictionary limits = new AVDictionary(null);
        Ffmpeg.check(
            av_dict_set(limits, "max_pixels", Integer.toString(MAX_PIXELS), 0), "av_dict_set");
        options.put(i, limits);
      }
      int found = avformat_find_stream_info(format, streams == 0 ? null : options);
      for (int i = 0; i < streams; i++) {
        av_dict_free(options.position(i));
      }
      options.position(0);
      return found;
    }
  }

  private void requireReadable(int result) throws IOException {
    input.check();
    if (result < 0) {
      throw invalid("is no video that can be read (%s)".formatted(Ffmpeg.message(result)));
    }
  }

  /** Before the streams are looked into, on what the container says; after it, on what they say. */
  private void refuseHostileSizes() throws InvalidVideoException {
    for (int i = 0; i < format.nb_streams(); i++) {
      AVCodecParameters stored = format.streams(i).codecpar();
      if ((long) stored.width() * stored.height() > MAX_PIXELS) {
        throw invalid(
            "has pictures of %d x %d pixels, more than the %d that are decoded"
                .formatted(stored.width(), stored.height(), MAX_PIXELS));
      }
    }
  }

  /** Sound is not read: where it lies apart from the pictures, every change over is a seek. */
  private void skipOtherStreams(int wanted) {
    for (int i = 0; i < format.nb_streams(); i++) {
      if (i != wanted) {
        format.streams(i).discard(AVDISCARD_ALL);
      }
    }
  }

  /** The stream of pictures. */
  AVStream pictures() {
    return pictures;
  }

  /** Whether the container is MP4 or QuickTime, whose header lists every sample. */
  boolean listsItsSamples() {
    return format.iformat().name().getString().startsWith("mov,");
  }

  /**
   * The next packet of any stream: FFmpeg's result, 0 or an error of the file's.
   *
   * @throws InvalidVideoException if the deadline has passed
   * @throws IOException if the channel fails
   */
  int read(AVPacket packet) throws IOException {
    int read = av_read_frame(format, packet);
    input.check();
    return read;
  }

  /** An exception that names the video; the problem goes on from "The video X". */
  InvalidVideoException invalid(String problem) {
    return new InvalidVideoException("The video " + name + " " + problem + ".");
  }

  @Override
  public void close() {
    // Frees the context too where opening failed half-way; the input stays ours.
    avformat_close_input(format);
    input.close();
  }
}
