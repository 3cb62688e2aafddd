package org.pose2gloss.landmarks.video;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.SeekableByteChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.pose2gloss.landmarks.video.TestVideo.Colour;

/** Videos that are read through a channel, as those of an object store are. */
class ChannelInputTest {
  /** Noise, so that a frame takes many bytes. */
  private static final TestVideo.Painter NOISE =
      (i, x, y) ->
          (i * 7919 + x * 104729 + y * 1299709) * 0x9E3779B9 < 0 ? Colour.RED : Colour.WHITE;

  private static final int FRAMES = 60;

  @TempDir private static Path folder;
  private static Path video;
  private static long size;

  /** Its header stands behind the pictures, so that reading it means to jump. */
  @BeforeAll
  static void writeAVideo() throws IOException {
    video = folder.resolve("noise.mp4");
    TestVideo.in(video, 320, 240).write(FRAMES, NOISE);
    size = Files.size(video);
    assertThat(size).isGreaterThan(2_000_000);
  }

  /** A file's channel that counts what is read, and may be told what to do before a read. */
  private static final class Watched implements SeekableByteChannel {
    private final FileChannel file;
    private final BeforeRead before;
    private long read;
    private int mostAtOnce;

    /** What happens before a read. */
    interface BeforeRead {
      void at(long position) throws IOException;
    }

    Watched(Path file, BeforeRead before) throws IOException {
      this.file = FileChannel.open(file);
      this.before = before;
    }

    @Override
    public int read(ByteBuffer target) throws IOException {
      before.at(file.position());
      mostAtOnce = Math.max(mostAtOnce, target.remaining());
      int count = file.read(target);
      read += Math.max(0, count);
      return count;
    }

    @Override
    public long position() throws IOException {
      return file.position();
    }

    /** As strict as Hadoop's streams. */
    @Override
    public SeekableByteChannel position(long position) throws IOException {
      if (position > file.size()) {
        throw new IOException("Attempted to seek past the end of the file");
      }
      file.position(position);
      return this;
    }

    @Override
    public long size() throws IOException {
      return file.size();
    }

    @Override
    public boolean isOpen() {
      return file.isOpen();
    }

    @Override
    public void close() throws IOException {
      file.close();
    }

    @Override
    public int write(ByteBuffer source) {
      throw new UnsupportedOperationException();
    }

    @Override
    public SeekableByteChannel truncate(long length) {
      throw new UnsupportedOperationException();
    }
  }

  private record Seen(int hash, double seconds) {}

  private static List<Seen> frames(VideoDecoder decoder) throws IOException {
    List<Seen> seen = new ArrayList<>();
    for (Optional<VideoFrame> frame = decoder.next(); frame.isPresent(); frame = decoder.next()) {
      seen.add(new Seen(Arrays.hashCode(frame.get().rgb()), frame.get().seconds()));
    }
    return seen;
  }

  @Test
  void givesTheFramesThatTheFileGives() throws IOException {
    try (Watched channel = new Watched(video, position -> {});
        VideoDecoder fromChannel = VideoDecoder.open("a name", channel);
        VideoDecoder fromFile = VideoDecoder.open(video)) {
      assertThat(frames(fromChannel)).isEqualTo(frames(fromFile)).hasSize(FRAMES);
      assertThat(VideoDecoder.probe("a name", channel)).isEqualTo(VideoDecoder.probe(video));
    }
  }

  @Test
  void readsWhatAFrameNeedsAndNoMore() throws IOException {
    try (Watched channel = new Watched(video, position -> {});
        VideoDecoder decoder = VideoDecoder.open("a name", channel)) {
      assertThat(decoder.next()).isPresent();
      assertThat(channel.mostAtOnce).isLessThanOrEqualTo(ChannelInput.BUFFER_BYTES);
      assertThat(channel.read).isLessThan(size / 2);
      frames(decoder);
      assertThat(channel.read).isLessThan(size + 3 * ChannelInput.BUFFER_BYTES);
    }
  }

  @Test
  void leavesTheChannelOpen() throws IOException {
    try (Watched channel = new Watched(video, position -> {})) {
      VideoDecoder.open("a name", channel).close();
      assertThat(channel.isOpen()).isTrue();
    }
  }

  @Test
  void tellsAStoragesFaultFromAVideos() throws IOException {
    IOException fault = new IOException("Connection reset.");
    try (Watched channel =
            new Watched(
                video,
                position -> {
                  if (position > size / 2 && position < size - ChannelInput.BUFFER_BYTES) {
                    throw fault;
                  }
                });
        VideoDecoder decoder = VideoDecoder.open("s3a://bucket/a.mp4", channel)) {
      assertThat(decoder.next()).isPresent();
      assertThatThrownBy(() -> frames(decoder))
          .isInstanceOf(IOException.class)
          .isNotInstanceOf(InvalidVideoException.class)
          .hasCause(fault)
          .hasMessageMatching(
              "The video s3a://bucket/a.mp4 cannot be read at byte \\d+ of "
                  + size
                  + " \\(Connection reset\\).");
    }
  }

  @Test
  void tellsAFaultOfTheHeadersReading() throws IOException {
    try (Watched channel =
        new Watched(
            video,
            position -> {
              throw new IllegalStateException("no more sockets");
            })) {
      assertThatThrownBy(() -> VideoDecoder.open("a name", channel))
          .isInstanceOf(IOException.class)
          .isNotInstanceOf(InvalidVideoException.class)
          .hasMessage(
              "The video a name cannot be read at byte 0 of " + size + " (no more sockets).")
          .hasCauseInstanceOf(IllegalStateException.class);
    }
  }

  @Test
  void passesErrorsOfTheMachineOn() throws IOException {
    Error error = new OutOfMemoryError("in a test");
    try (Watched channel =
        new Watched(
            video,
            position -> {
              throw error;
            })) {
      assertThatThrownBy(() -> VideoDecoder.open("a name", channel)).isSameAs(error);
    }
  }

  @Test
  void stopsAtTheDeadlineWhereReadingIsSlow() throws IOException {
    try (Watched channel = new Watched(video, position -> sleep(60))) {
      assertThatThrownBy(
              () -> {
                try (VideoDecoder decoder =
                    VideoDecoder.open("a name", channel, Deadline.after(Duration.ofMillis(100)))) {
                  frames(decoder);
                }
              })
          .isInstanceOf(InvalidVideoException.class)
          .hasMessage("The video a name takes longer than the time limit of 0.1s.");
      assertThat(channel.read).isLessThan(4 * ChannelInput.BUFFER_BYTES);
    }
  }

  @Test
  void stopsAtTheDeadlineWhereTheWorkBetweenFramesIsSlow() throws IOException {
    try (Watched channel = new Watched(video, position -> {});
        VideoDecoder decoder =
            VideoDecoder.open("a name", channel, Deadline.after(Duration.ofMillis(500)))) {
      assertThat(decoder.next()).isPresent();
      sleep(600);
      assertThatThrownBy(decoder::next)
          .isInstanceOf(InvalidVideoException.class)
          .hasMessageContaining("time limit of 0.5s");
    }
  }

  private static void sleep(int milliseconds) {
    try {
      Thread.sleep(milliseconds);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** JavaCPP has native functions for ten callbacks of a kind. */
  @Test
  void readsManyVideosAtATime() throws IOException {
    List<VideoDecoder> decoders = new ArrayList<>();
    try {
      for (int i = 0; i < 30; i++) {
        decoders.add(VideoDecoder.open(video));
      }
      for (VideoDecoder decoder : decoders) {
        assertThat(decoder.next()).isPresent();
      }
    } finally {
      decoders.forEach(VideoDecoder::close);
    }
  }
}
