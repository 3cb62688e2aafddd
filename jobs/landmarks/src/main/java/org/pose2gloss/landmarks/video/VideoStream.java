package org.pose2gloss.landmarks.video;

import static org.bytedeco.ffmpeg.global.avcodec.AV_PKT_DATA_DISPLAYMATRIX;
import static org.bytedeco.ffmpeg.global.avcodec.AV_PKT_FLAG_CORRUPT;
import static org.bytedeco.ffmpeg.global.avcodec.av_packet_alloc;
import static org.bytedeco.ffmpeg.global.avcodec.av_packet_free;
import static org.bytedeco.ffmpeg.global.avcodec.av_packet_side_data_get;
import static org.bytedeco.ffmpeg.global.avcodec.av_packet_unref;
import static org.bytedeco.ffmpeg.global.avformat.avformat_index_get_entries_count;
import static org.bytedeco.ffmpeg.global.avutil.AVERROR_EOF;
import static org.bytedeco.ffmpeg.global.avutil.av_display_rotation_get;

import java.io.IOException;
import java.nio.channels.SeekableByteChannel;
import org.bytedeco.ffmpeg.avcodec.AVCodecParameters;
import org.bytedeco.ffmpeg.avcodec.AVPacket;
import org.bytedeco.ffmpeg.avcodec.AVPacketSideData;
import org.bytedeco.ffmpeg.avformat.AVStream;
import org.bytedeco.ffmpeg.avutil.AVRational;
import org.bytedeco.javacpp.IntPointer;

/** The picture stream of one opened file: its packets in order, and what the container says. */
final class VideoStream implements AutoCloseable {
  private static final double FASTEST_BELIEVABLE = 1000;
  private static final double RATE_WHERE_NONE_IS_SAID = 25;

  private final VideoContainer container;
  private final AVStream stream;
  private final AVPacket packet = av_packet_alloc();
  private final int samplesInIndex;
  private int packets;

  /**
   * Opens a video.
   *
   * @param name what messages call it
   * @param bytes the file, read from its beginning; not closed here
   * @throws InvalidVideoException if it is empty, no video, of a hostile size, or late
   * @throws IOException if the channel fails
   */
  VideoStream(String name, SeekableByteChannel bytes, Deadline deadline) throws IOException {
    container = new VideoContainer(name, bytes, deadline);
    stream = container.pictures();
    samplesInIndex =
        container.listsItsSamples() ? Math.max(0, avformat_index_get_entries_count(stream)) : 0;
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
   * @throws InvalidVideoException if the file breaks off or cannot be read on, or is late
   * @throws IOException if the channel fails
   */
  AVPacket next() throws IOException {
    while (true) {
      av_packet_unref(packet);
      int read = container.read(packet);
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
    return container.invalid(problem);
  }

  @Override
  public void close() {
    av_packet_free(packet);
    container.close();
  }
}
