package org.pose2gloss.landmarks.video;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Random;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.pose2gloss.landmarks.video.TestVideo.Colour;

/** Files that are no sound videos: each ends as frames or in one sentence, in bounded memory. */
class HostileVideoTest {
  private static final int FRAMES = 12;
  private static final long MEBIBYTE = 1 << 20;

  @TempDir private Path folder;

  private byte[] video(String container, String encoder) throws IOException {
    Path video = folder.resolve("sound." + container);
    TestVideo.in(video, 64, 48)
        .by(encoder)
        .write(FRAMES, (i, x, y) -> (x / 8 + y / 8 + i) % 3 == 0 ? Colour.RED : Colour.WHITE);
    return Files.readAllBytes(video);
  }

  /** Frames, or -1 where the file is refused in one sentence that names it. */
  private static int decode(Path file) throws IOException {
    try (VideoDecoder decoder = VideoDecoder.open(file)) {
      int frames = 0;
      while (decoder.next().isPresent()) {
        frames++;
      }
      assertThat(frames).isPositive();
      return frames;
    } catch (InvalidVideoException e) {
      assertThat(e).hasMessageStartingWith("The video " + file + " ").hasMessageEndingWith(".");
      assertThat(e.getMessage()).doesNotContain("\n");
      return -1;
    }
  }

  private Path file(String name, byte[] bytes) throws IOException {
    return Files.write(folder.resolve(name), bytes);
  }

  private static void assertNoVideo(Path file) {
    assertThatThrownBy(() -> VideoDecoder.open(file))
        .isInstanceOf(InvalidVideoException.class)
        .hasMessageContaining("is no video that can be read");
  }

  @Test
  void refusesAWebPage() throws IOException {
    String page = "<!DOCTYPE html>\n<html><body><h1>404 Not Found</h1></body></html>\n";
    assertNoVideo(file("page.mp4", page.getBytes(StandardCharsets.UTF_8)));
    assertNoVideo(file("long.mp4", page.repeat(5000).getBytes(StandardCharsets.UTF_8)));
  }

  @Test
  void refusesAPhotograph() throws IOException {
    Path picture = folder.resolve("picture.mp4");
    BufferedImage image = new BufferedImage(640, 480, BufferedImage.TYPE_INT_RGB);
    assertThat(ImageIO.write(image, "jpeg", picture.toFile())).isTrue();
    assertNoVideo(picture);
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 8, 1000, 1_000_000})
  void refusesNothingButZeros(int length) throws IOException {
    assertThat(decode(file("zeros.mp4", new byte[length]))).isEqualTo(-1);
  }

  @Test
  void refusesSoundWithoutPictures() {
    Path sound = folder.resolve("sound.mov");
    TestVideo.writeSilence(sound);
    assertThatThrownBy(() -> VideoDecoder.open(sound))
        .isInstanceOf(InvalidVideoException.class)
        .hasMessage("The video " + sound + " holds no pictures.");
  }

  @ParameterizedTest
  @ValueSource(strings = {"mp4", "mov", "mkv", "avi", "ts", "flv"})
  void survivesACutAnywhere(String container) throws IOException {
    byte[] whole = video(container, container.equals("flv") ? "flv" : "mpeg4");
    int step = Math.max(1, whole.length / 60);
    for (int length = 1; length < whole.length; length += step) {
      assertThat(decode(file("cut." + container, Arrays.copyOf(whole, length))))
          .isLessThanOrEqualTo(FRAMES);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"mp4", "mkv", "avi", "ts", "webm", "gif"})
  void survivesFlippedBytes(String container) throws IOException {
    String encoder =
        switch (container) {
          case "webm" -> "libvpx-vp9";
          case "gif" -> "gif";
          case "mp4" -> "libopenh264";
          default -> "mpeg4";
        };
    byte[] whole = video(container, encoder);
    Random random = new Random(1);
    for (int round = 0; round < 40; round++) {
      byte[] damaged = whole.clone();
      for (int i = 0; i <= round / 4; i++) {
        damaged[random.nextInt(damaged.length)] = (byte) random.nextInt(256);
      }
      decode(file("flipped." + container, damaged));
    }
  }

  /** MP4 headers are a few hundred bytes, and may claim any number of frames. */
  @ParameterizedTest
  @ValueSource(ints = {1_000_000_000, 1_500_000, Integer.MAX_VALUE, -1})
  void doesNotBelieveInABillionFrames(int claim) throws IOException {
    Path video = file("claim.mp4", claiming(claim, video("mp4", "mpeg4")));
    long before = residentBytes();
    long start = System.nanoTime();
    for (int i = 0; i < 2; i++) {
      assertThat(decode(video)).isEqualTo(-1);
    }
    assertThat(System.nanoTime() - start).as("nanoseconds").isLessThan(20_000_000_000L);
    assertThat(residentBytes() - before).isLessThan(100 * MEBIBYTE);
  }

  private static byte[] claiming(int frames, byte[] bytes) {
    ByteBuffer box = ByteBuffer.wrap(bytes);
    String text = new String(bytes, StandardCharsets.ISO_8859_1);
    // Sample sizes (ISO/IEC 14496-12, 8.7.3): all of one byte, so that the file lists none.
    int sizes = text.indexOf("stsz") + 8;
    box.putInt(sizes, 1).putInt(sizes + 4, frames);
    // Sample to chunk (8.7.4): all in the first chunk. Times (8.6.1.2): one entry for all.
    box.putInt(text.indexOf("stsc") + 16, frames);
    box.putInt(text.indexOf("stts") + 12, frames);
    return bytes;
  }

  /** Each of which claims as many frames as are believed. */
  @Test
  void refusesAHeaderOfManyStreams() throws IOException {
    byte[] bytes = claiming(1_500_000, video("mp4", "mpeg4"));
    String text = new String(bytes, StandardCharsets.ISO_8859_1);
    int movie = text.indexOf("moov") - 4;
    int track = text.indexOf("trak") - 4;
    ByteBuffer box = ByteBuffer.wrap(bytes);
    int length = box.getInt(track);
    int copies = 500;
    byte[] many = Arrays.copyOf(bytes, bytes.length + copies * length);
    int after = track + length;
    for (int i = 0; i < copies; i++) {
      System.arraycopy(bytes, track, many, after + i * length, length);
    }
    System.arraycopy(bytes, after, many, after + copies * length, bytes.length - after);
    ByteBuffer.wrap(many).putInt(movie, box.getInt(movie) + copies * length);
    long peak = peakBytes();
    assertThat(decode(file("many.mp4", many))).isEqualTo(-1);
    assertThat(peakBytes() - peak).isLessThan(1024 * MEBIBYTE);
  }

  @Test
  void leaksNothingOverAThousandFailures() throws IOException {
    byte[] whole = video("mp4", "mpeg4");
    Path cut = file("cut.mp4", Arrays.copyOf(whole, whole.length - 20));
    byte[] noise = whole.clone();
    Arrays.fill(noise, 100, 1000, (byte) 0x55);
    Path damaged = file("damaged.mp4", noise);
    Path zeros = file("zeros.avi", new byte[5000]);
    Path page = file("page.mp4", "<html>".getBytes(StandardCharsets.UTF_8));
    long before = 0;
    for (int i = 0; i < 300; i++) {
      if (i == 50) {
        before = residentBytes();
      }
      for (Path file : new Path[] {cut, damaged, zeros, page}) {
        decode(file);
      }
    }
    assertThat(residentBytes() - before).isLessThan(32 * MEBIBYTE);
  }

  /** Of this process now. */
  private static long residentBytes() throws IOException {
    System.gc();
    return memory("RssAnon:");
  }

  /** Of this process at any time. */
  private static long peakBytes() throws IOException {
    return memory("VmHWM:");
  }

  private static long memory(String key) throws IOException {
    Path status = Path.of("/proc/self/status");
    assumeTrue(Files.exists(status), "skipped: this system does not say what memory a process has");
    return Files.readAllLines(status).stream()
        .filter(line -> line.startsWith(key))
        .mapToLong(line -> Long.parseLong(line.replaceAll("[^0-9]", "")) * 1024)
        .sum();
  }
}
