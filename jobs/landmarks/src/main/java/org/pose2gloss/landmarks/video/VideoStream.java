package org.pose2gloss.landmarks.video;

import static org.bytedeco.ffmpeg.global.avcodec.AV_PKT_DATA_DISPLAYMATRIX;
import static org.bytedeco.ffmpeg.global.avcodec.AV_PKT_FLAG_CORRUPT;
import static org.bytedeco.ffmpeg.global.avcodec.av_packet_alloc;
import static org.bytedeco.ffmpeg.global.avcodec.av_packet_free;
import static org.bytedeco.ffmpeg.global.avcodec.av_packet_side_data_get;
import static org.bytedeco.ffmpeg.global.avcodec.av_packet_unref;
import static org.bytedeco.ffmpeg.global.avformat.av_find_best_stream;
import static org.bytedeco.ffmpeg.global.avformat.av_read_frame;
import static org.bytedeco.ffmpeg.global.avformat.avformat_close_input;
import static org.bytedeco.ffmpeg.global.avformat.avformat_find_stream_info;
import static org.bytedeco.ffmpeg.global.avformat.avformat_index_get_entries_count;
import static org.bytedeco.ffmpeg.global.avformat.avformat_open_input;
import static org.bytedeco.ffmpeg.global.avutil.AVERROR_EOF;
import static org.bytedeco.ffmpeg.global.avutil.AVMEDIA_TYPE_VIDEO;
import static org.bytedeco.ffmpeg.global.avutil.av_dict_free;
import static org.bytedeco.ffmpeg.global.avutil.av_dict_set;
import static org.bytedeco.ffmpeg.global.avutil.av_display_rotation_get;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import org.bytedeco.ffmpeg.avcodec.AVCodec;
import org.bytedeco.ffmpeg.avcodec.AVCodecParameters;
import org.bytedeco.ffmpeg.avcodec.AVPacket;
import org.bytedeco.ffmpeg.avcodec.AVPacketSideData;
import org.bytedeco.ffmpeg.avformat.AVFormatContext;
import org.bytedeco.ffmpeg.avformat.AVStream;
import org.bytedeco.ffmpeg.avutil.AVDictionary;
import org.bytedeco.ffmpeg.avutil.AVRational;
import org.bytedeco.javacpp.IntPointer;

/** The picture stream of one opened file: its packets in order, and what the container says. */
final class VideoStream implements AutoCloseable {
  /**
   * Most pixels of a frame that are decoded: 4096 x 4096, four times 4K television. What decoding
   * needs in memory grows with it (an RGB frame is 48 MiB there).
   */
  static final int MAX_PIXELS = 4096 * 4096;

  /**
   * Containers that are read. Play lists and descriptions that name other files or addresses (hls,
   * concat, dash, sdp) are not among them: a video must not make the reader open anything else.
   */
  private static final String CONTAINERS =
      "mov,mp4,m4a,3gp,3g2,mj2,matroska,webm,avi,flv,mpegts,mpeg,mpegvideo,asf,ogg,mxf,rm,swf,m4v,"
          + "h264,hevc,ivf,dv,wtv,gif,nut";

  private static final double FASTEST_BELIEVABLE = 1000;
  private static final double RATE_WHERE_NONE_IS_SAID = 25;

  private final Path file;
  private final AVFormatContext format = new AVFormatContext(null);
  private final AVPacket packet;
  private final AVStream stream;
  private final int samplesInIndex;
  private int packets;

  /**
   * Opens a file.
   *
   * @throws InvalidVideoException if it is absent, empty, no video, or of a hostile size
   */
  VideoStream(Path file) throws InvalidVideoException {
    this.file = file;
    requireContent();
    Ffmpeg.silence();
    AVDictionary options = new AVDictionary(null);
    Ffmpeg.check(av_dict_set(options, "protocol_whitelist", "file", 0), "av_dict_set");
    Ffmpeg.check(av_dict_set(options, "format_whitelist", CONTAINERS, 0), "av_dict_set");
    // With the prefix a name such as "http:x.mp4" stays the name of a file.
    int opened = avformat_open_input(format, "file:" + file.toAbsolutePath(), null, options);
    av_dict_free(options);
    if (opened < 0) {
      throw invalid("is no video that can be read (%s)".formatted(Ffmpeg.message(opened)));
    }
    boolean usable = false;
    try {
      int found = avformat_find_stream_info(format, (AVDictionary) null);
      if (found < 0) {
        throw invalid("is no video that can be read (%s)".formatted(Ffmpeg.message(found)));
      }
      int index = av_find_best_stream(format, AVMEDIA_TYPE_VIDEO, -1, -1, (AVCodec) null, 0);
      if (index < 0) {
        throw invalid("holds no pictures");
      }
      stream = format.streams(index);
      requireSize(parameters().width(), parameters().height());
      samplesInIndex = samplesInIndex();
      usable = true;
    } finally {
      if (!usable) {
        avformat_close_input(format);
      }
    }
    packet = av_packet_alloc();
  }

  private void requireContent() throws InvalidVideoException {
    try {
      if (!Files.isRegularFile(file)) {
        throw Files.exists(file)
            ? invalid("is a folder or a device, not a file")
            : new NoSuchFileException(file.toString());
      }
      if (Files.size(file) == 0) {
        throw invalid("is empty");
      }
    } catch (InvalidVideoException e) {
      throw e;
    } catch (NoSuchFileException e) {
      throw invalid("does not exist");
    } catch (IOException e) {
      throw invalid("cannot be read (%s)".formatted(e.getMessage()));
    }
  }

  private void requireSize(int width, int height) throws InvalidVideoException {
    if (width < 1 || height < 1) {
      throw invalid("does not say how large its pictures are");
    }
    if ((long) width * height > MAX_PIXELS) {
      throw invalid(
          "has pictures of %d x %d pixels, more than the %d that are decoded"
              .formatted(width, height, MAX_PIXELS));
    }
  }

  /** Samples that the header of an MP4 or QuickTime file lists; 0 for other containers. */
  private int samplesInIndex() {
    boolean indexed = format.iformat().name().getString().startsWith("mov,");
    return indexed ? Math.max(0, avformat_index_get_entries_count(stream)) : 0;
  }

  AVCodecParameters parameters() {
    return stream.codecpar();
  }

  AVRational timeBase() {
    return stream.time_base();
  }

  /** Frames a second; 25 where the file says nothing believable. */
  double framesPerSecond() {
    double average = ratio(stream.avg_frame_rate());
    if (average > 0 && average <= FASTEST_BELIEVABLE) {
      return average;
    }
    double lowest = ratio(stream.r_frame_rate());
    return lowest > 0 && lowest <= FASTEST_BELIEVABLE ? lowest : RATE_WHERE_NONE_IS_SAID;
  }

  private static double ratio(AVRational fraction) {
    return fraction.den() == 0 ? 0 : fraction.num() / (double) fraction.den();
  }

  /** Quarter turns clockwise, 0..3, by which a player turns the picture before it shows it. */
  int quarterTurns() {
    AVPacketSideData data = parameters().coded_side_data();
    if (data == null || data.isNull()) {
      return 0;
    }
    AVPacketSideData matrix =
        av_packet_side_data_get(data, parameters().nb_coded_side_data(), AV_PKT_DATA_DISPLAYMATRIX);
    if (matrix == null || matrix.isNull() || matrix.size() < 9 * Integer.BYTES) {
      return 0;
    }
    double counterclockwise = av_display_rotation_get(new IntPointer(matrix.data()));
    return Double.isNaN(counterclockwise)
        ? 0
        : Math.floorMod(Math.round(-counterclockwise / 90), 4);
  }

  /**
   * The next packet of the stream, valid until the next call, or null at the end.
   *
   * @throws InvalidVideoException if the file breaks off or cannot be read on
   */
  AVPacket next() throws InvalidVideoException {
    while (true) {
      av_packet_unref(packet);
      int read = av_read_frame(format, packet);
      if (read == AVERROR_EOF()) {
        requireWhole();
        return null;
      }
      if (read < 0) {
        throw invalid(
            "cannot be read past packet %d (%s)".formatted(packets, Ffmpeg.message(read)));
      }
      if (packet.stream_index() == stream.index()) {
        packets++;
        if ((packet.flags() & AV_PKT_FLAG_CORRUPT) != 0 && samplesInIndex > 0) {
          throw brokenOff();
        }
        return packet;
      }
    }
  }

  private void requireWhole() throws InvalidVideoException {
    if (packets < samplesInIndex) {
      throw brokenOff();
    }
  }

  private InvalidVideoException brokenOff() {
    return invalid(
        "breaks off: its header lists %d pictures and picture %d is missing or cut"
            .formatted(samplesInIndex, packets));
  }

  InvalidVideoException invalid(String problem) {
    return new InvalidVideoException("The video " + file + " " + problem + ".");
  }

  @Override
  public void close() {
    av_packet_free(packet);
    avformat_close_input(format);
  }
}
