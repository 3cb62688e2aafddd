package org.pose2gloss.landmarks.video;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.pose2gloss.landmarks.video.TestVideo.Colour;

/** The codecs, containers, sizes and rates that videos of the wild come in. */
class VideoFormatsTest {
  /** What quantisation may change of a flat colour. */
  private static final int TOLERANCE = 8;

  private static final Colour[] ORDER = {Colour.RED, Colour.GREEN, Colour.BLUE, Colour.WHITE};

  @TempDir private Path folder;

  private record Picture(int width, int height, double seconds, Rgb first, Rgb last) {
    static Picture of(VideoFrame frame) {
      return new Picture(
          frame.width(),
          frame.height(),
          frame.seconds(),
          Rgb.of(frame, 0),
          Rgb.of(frame, frame.width() * frame.height() - 1));
    }

    void isAll(Colour colour) {
      first.is(colour);
      last.is(colour);
    }
  }

  private record Rgb(int red, int green, int blue) {
    static Rgb of(VideoFrame frame, int pixel) {
      byte[] rgb = frame.rgb();
      return new Rgb(rgb[3 * pixel] & 0xff, rgb[3 * pixel + 1] & 0xff, rgb[3 * pixel + 2] & 0xff);
    }

    void is(Colour colour) {
      int[] wanted = colour.rgb();
      assertThat(red).isCloseTo(wanted[0], within(TOLERANCE));
      assertThat(green).isCloseTo(wanted[1], within(TOLERANCE));
      assertThat(blue).isCloseTo(wanted[2], within(TOLERANCE));
    }
  }

  private static List<Picture> decode(Path video) throws IOException {
    List<Picture> pictures = new ArrayList<>();
    try (VideoDecoder decoder = VideoDecoder.open(video)) {
      for (Optional<VideoFrame> frame = decoder.next(); frame.isPresent(); frame = decoder.next()) {
        pictures.add(Picture.of(frame.get()));
      }
    }
    return pictures;
  }

  private static void assertInOrder(List<Picture> pictures, int width, int height) {
    assertThat(pictures).hasSize(ORDER.length);
    for (int i = 0; i < ORDER.length; i++) {
      assertThat(pictures.get(i).width()).isEqualTo(width);
      assertThat(pictures.get(i).height()).isEqualTo(height);
      pictures.get(i).isAll(ORDER[i]);
    }
  }

  @ParameterizedTest
  @CsvSource({
    "libopenh264, mp4, h264",
    "libopenh264, mkv, h264",
    "libvpx-vp9, webm, vp9",
    "libvpx-vp9, mp4, vp9",
    "libvpx, webm, vp8",
    "libaom-av1, mp4, av1",
    "mpeg4, avi, mpeg4",
    "mpeg4, mov, mpeg4",
    "mpeg2video, mpg, mpeg2video",
    "flv, flv, flv1",
    "wmv2, wmv, wmv2",
    "gif, gif, gif"
  })
  void decodesTheCodecsOfTheWeb(String encoder, String container, String codec) throws IOException {
    Path video = folder.resolve("video." + container);
    TestVideo.in(video, 64, 48).by(encoder).write(ORDER.length, (i, x, y) -> ORDER[i]);
    assertThat(VideoDecoder.probe(video).codec()).isEqualTo(codec);
    assertThat(VideoDecoder.probe(video).frames()).isEqualTo(ORDER.length);
    assertInOrder(decode(video), 64, 48);
  }

  /** No encoder for it is at hand here: the file was written with libx265, of the same colours. */
  @Test
  void decodesHevc() throws IOException {
    Path video = folder.resolve("hevc.mp4");
    try (InputStream in = VideoFormatsTest.class.getResourceAsStream("colours-hevc.mp4")) {
      Files.copy(in, video);
    }
    assertThat(VideoDecoder.probe(video).codec()).isEqualTo("hevc");
    assertInOrder(decode(video), 64, 48);
  }

  @ParameterizedTest
  @CsvSource({"1, 1", "1, 75", "101, 1", "53, 37", "2, 2", "640, 3"})
  void decodesPicturesOfAnySize(int width, int height) throws IOException {
    Path video = folder.resolve("video.avi");
    TestVideo.in(video, width, height).write(ORDER.length, (i, x, y) -> ORDER[i]);
    assertInOrder(decode(video), width, height);
  }

  /** Four bytes a pixel are the most that a decoder asks for at once. */
  @ParameterizedTest
  @CsvSource({"mpeg4, avi, 3840, 2160", "mpeg4, mp4, 2304, 4096", "gif, gif, 4096, 2304"})
  void decodesTheLargestPictures(String encoder, String container, int width, int height)
      throws IOException {
    Path video = folder.resolve("large." + container);
    TestVideo.in(video, width, height).by(encoder).write(2, (i, x, y) -> ORDER[i]);
    List<Picture> pictures = decode(video);
    assertThat(pictures).hasSize(2);
    for (int i = 0; i < 2; i++) {
      assertThat(pictures.get(i).width()).isEqualTo(width);
      assertThat(pictures.get(i).height()).isEqualTo(height);
      pictures.get(i).isAll(ORDER[i]);
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 2, 3})
  void turnsPicturesUpright(int quarterTurns) throws IOException {
    Path video = folder.resolve("turned.mp4");
    // Red in the corner that is shown at the top left after the turns.
    int redX = quarterTurns == 2 || quarterTurns == 3 ? 48 : 0;
    int redY = quarterTurns == 1 || quarterTurns == 2 ? 16 : 0;
    TestVideo.in(video, 64, 32)
        .write(
            2,
            (i, x, y) ->
                x >= redX && x < redX + 16 && y >= redY && y < redY + 16
                    ? Colour.RED
                    : Colour.BLUE);
    turn(video, quarterTurns);

    Picture picture = decode(video).get(0);
    assertThat(picture.width()).isEqualTo(quarterTurns % 2 == 0 ? 64 : 32);
    assertThat(picture.height()).isEqualTo(quarterTurns % 2 == 0 ? 32 : 64);
    assertThat(picture.first().red()).isCloseTo(255, within(2 * TOLERANCE));
    assertThat(picture.last().blue()).isCloseTo(255, within(2 * TOLERANCE));
  }

  /** Writes a turn clockwise into the track header's matrix (ISO/IEC 14496-12, 8.3.2). */
  private static void turn(Path video, int quarterTurns) throws IOException {
    byte[] bytes = Files.readAllBytes(video);
    int header = new String(bytes, StandardCharsets.ISO_8859_1).indexOf("tkhd");
    int one = 1 << 16;
    int cos = new int[] {one, 0, -one, 0}[quarterTurns];
    int sin = new int[] {0, one, 0, -one}[quarterTurns];
    ByteBuffer matrix = ByteBuffer.wrap(bytes).position(header + 44);
    for (int value : new int[] {cos, sin, 0, -sin, cos, 0, 0, 0, 1 << 30}) {
      matrix.putInt(value);
    }
    Files.write(video, bytes);
  }

  @ParameterizedTest
  @CsvSource({
    "mp4, 24000, 1001",
    "mp4, 25, 1",
    "mkv, 30000, 1001",
    "avi, 30, 1",
    "webm, 50, 1",
    "ts, 25, 1"
  })
  void saysWhenAFrameIsShown(String container, int rate, int per) throws IOException {
    Path video = folder.resolve("video." + container);
    String encoder = container.equals("webm") ? "libvpx" : "mpeg4";
    TestVideo.in(video, 32, 32).by(encoder).at(rate, per).write(40, (i, x, y) -> ORDER[i % 4]);

    List<Picture> pictures = decode(video);
    assertThat(pictures).hasSize(40);
    for (int i = 0; i < 40; i++) {
      // Matroska counts in milliseconds.
      assertThat(pictures.get(i).seconds()).isCloseTo(i * per / (double) rate, within(0.00051));
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"mp4", "mkv"})
  void saysWhenAFrameIsShownWhereTheRateVaries(String container) throws IOException {
    Path video = folder.resolve("varying." + container);
    // As phones record: slower and slower.
    TestVideo.in(video, 32, 32)
        .at(1000, 1)
        .shownAt(i -> 20 * i + i * i)
        .write(30, (i, x, y) -> ORDER[i % 4]);

    List<Picture> pictures = decode(video);
    assertThat(pictures).hasSize(30);
    for (int i = 0; i < 30; i++) {
      assertThat(pictures.get(i).seconds()).isCloseTo((20 * i + i * i) / 1000.0, within(0.00051));
    }
  }

  @Test
  void keepsTheSizeOfTheFirstFrame() throws IOException {
    Path small = folder.resolve("small.ts");
    Path large = folder.resolve("large.ts");
    TestVideo.in(small, 32, 32).write(3, (i, x, y) -> Colour.RED);
    TestVideo.in(large, 96, 64).write(3, (i, x, y) -> Colour.BLUE);
    Path both = folder.resolve("both.ts");
    Files.write(both, Files.readAllBytes(small));
    Files.write(both, Files.readAllBytes(large), StandardOpenOption.APPEND);

    List<Picture> pictures = decode(both);
    assertThat(pictures).isNotEmpty();
    assertThat(pictures).allMatch(picture -> picture.width() == 32 && picture.height() == 32);
    assertThat(pictures.get(pictures.size() - 1).first().blue()).isGreaterThan(200);
    for (int i = 1; i < pictures.size(); i++) {
      assertThat(pictures.get(i).seconds()).isGreaterThan(pictures.get(i - 1).seconds());
    }
  }
}
