package org.pose2gloss.landmarks.video;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.pose2gloss.landmarks.video.TestVideo.Colour;

class VideoDecoderTest {
  /** What quantisation may change of a flat colour. */
  private static final int TOLERANCE = 4;

  @TempDir private Path folder;

  @Test
  void givesEveryFrameInOrderInItsColours() throws IOException {
    Path video = folder.resolve("colours.mp4");
    Colour[] order = {Colour.RED, Colour.GREEN, Colour.BLUE, Colour.WHITE, Colour.RED, Colour.BLUE};
    TestVideo.write(video, 50, 34, 25, order.length, (frame, x, y) -> order[frame]);

    List<int[]> seen = new ArrayList<>();
    try (VideoDecoder decoder = VideoDecoder.open(video)) {
      assertThat(decoder.framesPerSecond()).isEqualTo(25);
      for (Optional<VideoFrame> frame = decoder.next(); frame.isPresent(); frame = decoder.next()) {
        assertThat(frame.get().index()).isEqualTo(seen.size());
        assertThat(frame.get().width()).isEqualTo(50);
        assertThat(frame.get().height()).isEqualTo(34);
        assertSameColour(pixel(frame.get(), 0, 0), pixel(frame.get(), 49, 33));
        seen.add(pixel(frame.get(), 25, 17));
      }
    }
    assertThat(seen).hasSize(order.length);
    for (int i = 0; i < order.length; i++) {
      assertSameColour(seen.get(i), order[i].rgb());
    }
  }

  @Test
  void givesTheSameBytesInEveryRun() throws IOException {
    Path video = folder.resolve("halves.mp4");
    TestVideo.write(video, 50, 34, 25, 5, (i, x, y) -> x + i < 25 ? Colour.RED : Colour.BLUE);
    assertThat(hashes(video)).isEqualTo(hashes(video)).hasSize(5);
  }

  private static List<Integer> hashes(Path video) throws IOException {
    List<Integer> hashes = new ArrayList<>();
    try (VideoDecoder decoder = VideoDecoder.open(video)) {
      for (Optional<VideoFrame> frame = decoder.next(); frame.isPresent(); frame = decoder.next()) {
        hashes.add(Arrays.hashCode(frame.get().rgb()));
      }
    }
    return hashes;
  }

  @Test
  void turnsPicturesAsThePhoneThatFilmedThemWasHeld() throws IOException {
    Path video = folder.resolve("portrait.mp4");
    TestVideo.write(video, 64, 32, 25, 3, (i, x, y) -> x < 32 ? Colour.RED : Colour.BLUE);
    rotateClockwise(video);

    VideoProbe probe = VideoDecoder.probe(video);
    assertThat(probe.width()).isEqualTo(32);
    assertThat(probe.height()).isEqualTo(64);
    try (VideoDecoder decoder = VideoDecoder.open(video)) {
      VideoFrame frame = decoder.next().orElseThrow();
      assertThat(frame.width()).isEqualTo(32);
      assertThat(frame.height()).isEqualTo(64);
      // A quarter turn clockwise brings the left side to the top.
      assertSameColour(pixel(frame, 16, 8), Colour.RED.rgb());
      assertSameColour(pixel(frame, 16, 56), Colour.BLUE.rgb());
    }
  }

  /** Overwrites the matrix of the track header (ISO/IEC 14496-12, 8.3.2) by a quarter turn. */
  private static void rotateClockwise(Path video) throws IOException {
    byte[] bytes = Files.readAllBytes(video);
    int header = new String(bytes, StandardCharsets.ISO_8859_1).indexOf("tkhd");
    ByteBuffer matrix = ByteBuffer.wrap(bytes, header + 44, 36);
    assertThat(matrix.getInt(header + 44)).as("identity in 16.16").isEqualTo(1 << 16);
    for (int value : new int[] {0, 1 << 16, 0, -(1 << 16), 0, 0, 0, 0, 1 << 30}) {
      matrix.putInt(value);
    }
    Files.write(video, bytes);
  }

  @Test
  void probesWithoutDecoding() throws IOException {
    Path video = folder.resolve("probed.avi");
    TestVideo.write(video, 48, 32, 10, 7, (frame, x, y) -> Colour.GREEN);
    VideoProbe probe = VideoDecoder.probe(video);
    assertThat(probe.codec()).isEqualTo("mpeg4");
    assertThat(probe.frames()).isEqualTo(7);
    assertThat(probe.framesPerSecond()).isEqualTo(10);
    assertThat(probe.durationSeconds()).isCloseTo(0.7, within(1e-9));
  }

  @Test
  void saysThatAFileDoesNotExist() {
    Path video = folder.resolve("absent.mp4");
    assertThatThrownBy(() -> VideoDecoder.open(video))
        .isInstanceOf(InvalidVideoException.class)
        .hasMessage("The video " + video + " does not exist.");
  }

  @Test
  void saysThatAFolderIsNoVideo() {
    assertThatThrownBy(() -> VideoDecoder.open(folder))
        .isInstanceOf(InvalidVideoException.class)
        .hasMessageContaining("is a folder");
  }

  @Test
  void saysThatAFileIsEmpty() throws IOException {
    Path video = Files.createFile(folder.resolve("empty.mp4"));
    assertThatThrownBy(() -> VideoDecoder.probe(video))
        .isInstanceOf(InvalidVideoException.class)
        .hasMessage("The video " + video + " is empty.");
  }

  @Test
  void saysThatAFileIsNoVideo() throws IOException {
    Path video = Files.writeString(folder.resolve("text.mp4"), "This is no video.\n".repeat(500));
    assertThatThrownBy(() -> VideoDecoder.open(video))
        .isInstanceOf(InvalidVideoException.class)
        .hasMessageContaining("is no video that can be read");
  }

  @Test
  void doesNotFollowPlayLists() throws IOException {
    Path real = folder.resolve("real.ts");
    TestVideo.write(real, 48, 32, 10, 7, (frame, x, y) -> Colour.GREEN);
    Path list =
        Files.writeString(
            folder.resolve("list.m3u8"),
            "#EXTM3U\n#EXT-X-TARGETDURATION:1\n#EXTINF:1,\nreal.ts\n#EXT-X-ENDLIST\n");
    assertThatThrownBy(() -> VideoDecoder.open(list))
        .isInstanceOf(InvalidVideoException.class)
        .hasMessageContaining("is no video that can be read");
  }

  @Test
  void saysThatAFileBreaksOff() throws IOException {
    Path video = folder.resolve("whole.mp4");
    TestVideo.write(
        video,
        320,
        240,
        25,
        40,
        (i, x, y) -> (x / 8 + y / 8 + i) % 2 == 0 ? Colour.RED : Colour.WHITE);
    byte[] bytes = Files.readAllBytes(video);
    // This writer puts the header behind the pictures: cut in front, and nothing can be read.
    Path headless = Files.write(folder.resolve("cut.mp4"), Arrays.copyOf(bytes, bytes.length / 2));
    assertThatThrownBy(() -> VideoDecoder.probe(headless))
        .isInstanceOf(InvalidVideoException.class)
        .hasMessageContaining("is no video that can be read");
    // With the header in front, the pictures that it lists end too early.
    byte[] headed = headerFirst(bytes);
    Path cut =
        Files.write(folder.resolve("headed.mp4"), Arrays.copyOf(headed, headed.length * 2 / 3));
    assertThatThrownBy(() -> VideoDecoder.probe(cut))
        .isInstanceOf(InvalidVideoException.class)
        .hasMessageContaining("breaks off: its header lists 40 pictures");
    assertThatThrownBy(() -> decodeAll(cut))
        .isInstanceOf(InvalidVideoException.class)
        .hasMessageContaining("breaks off");
  }

  /** Moves the header box before the data box and corrects the offsets that it lists. */
  private static byte[] headerFirst(byte[] bytes) {
    String text = new String(bytes, StandardCharsets.ISO_8859_1);
    int moov = text.lastIndexOf("moov") - 4;
    int mdat = text.indexOf("mdat") - 4;
    int length = bytes.length - moov;
    byte[] headed = new byte[bytes.length];
    System.arraycopy(bytes, 0, headed, 0, mdat);
    System.arraycopy(bytes, moov, headed, mdat, length);
    System.arraycopy(bytes, mdat, headed, mdat + length, moov - mdat);
    ByteBuffer box = ByteBuffer.wrap(headed);
    int offsets = text.lastIndexOf("stco") - moov + mdat;
    int count = box.getInt(offsets + 8);
    for (int i = 0; i < count; i++) {
      int at = offsets + 12 + 4 * i;
      box.putInt(at, box.getInt(at) + length);
    }
    return headed;
  }

  @Test
  void saysThatPicturesAreDamaged() throws IOException {
    Path video = folder.resolve("damaged.avi");
    TestVideo.write(video, 64, 48, 25, 20, (i, x, y) -> i % 2 == 0 ? Colour.RED : Colour.BLUE);
    byte[] bytes = Files.readAllBytes(video);
    String text = new String(bytes, StandardCharsets.ISO_8859_1);
    for (int at = text.indexOf("00dc");
        at >= 0 && at < text.indexOf("idx1");
        at = text.indexOf("00dc", at + 4)) {
      int size = Integer.reverseBytes(ByteBuffer.wrap(bytes).getInt(at + 4));
      Arrays.fill(bytes, at + 8, Math.min(bytes.length, at + 8 + size), (byte) 0);
    }
    Files.write(video, bytes);
    assertThatThrownBy(() -> decodeAll(video))
        .isInstanceOf(InvalidVideoException.class)
        .hasMessageStartingWith("The video " + video);
  }

  @Test
  void refusesPicturesOfAHostileSize() throws IOException {
    Path video = folder.resolve("huge.avi");
    TestVideo.write(video, 48, 32, 10, 3, (frame, x, y) -> Colour.GREEN);
    byte[] bytes = Files.readAllBytes(video);
    // Width and height of the bitmap header (strf), little endian.
    int format = new String(bytes, StandardCharsets.ISO_8859_1).indexOf("strf") + 8;
    ByteBuffer box = ByteBuffer.wrap(bytes);
    box.putInt(format + 4, Integer.reverseBytes(6_000));
    box.putInt(format + 8, Integer.reverseBytes(6_000));
    // A codec that takes its size from the container alone: uncompressed RGB.
    box.putInt(format + 16, 0);
    Files.write(video, bytes);
    assertThatThrownBy(() -> decodeAll(video))
        .isInstanceOf(InvalidVideoException.class)
        .hasMessageContaining("6000 x 6000");
  }

  private static void decodeAll(Path video) throws IOException {
    try (VideoDecoder decoder = VideoDecoder.open(video)) {
      Optional<VideoFrame> frame = decoder.next();
      while (frame.isPresent()) {
        frame = decoder.next();
      }
    }
  }

  private static int[] pixel(VideoFrame frame, int x, int y) {
    int at = (y * frame.width() + x) * 3;
    return new int[] {
      frame.rgb()[at] & 0xff, frame.rgb()[at + 1] & 0xff, frame.rgb()[at + 2] & 0xff
    };
  }

  private static void assertSameColour(int[] found, int[] wanted) {
    for (int c = 0; c < 3; c++) {
      assertThat(found[c]).isCloseTo(wanted[c], within(TOLERANCE));
    }
  }
}
