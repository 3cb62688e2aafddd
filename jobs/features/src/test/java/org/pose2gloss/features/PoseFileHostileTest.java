package org.pose2gloss.features;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.sun.management.ThreadMXBean;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.lang.management.ManagementFactory;
import java.util.Arrays;
import java.util.Map;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

final class PoseFileHostileTest {
  private static final String HAND = "RIGHT_HAND_LANDMARKS";

  private static PoseBytes hand() {
    return new PoseBytes().header(0.2f, 100, 100, 1).component(HAND, 21);
  }

  static Stream<Arguments> badFiles() {
    return Stream.of(
        bad(
            "an empty file",
            new PoseBytes(),
            "the .pose file ends inside its header, at the version"),
        bad("version 0", new PoseBytes().header(0, 9, 9, 0), "the .pose file says version 0.0"),
        bad(
            "version 0.3",
            new PoseBytes().header(0.3f, 9, 9, 0),
            "the .pose file says version 0.3"),
        bad("version NaN", new PoseBytes().header(Float.NaN, 9, 9, 0), "version NaN"),
        bad(
            "some text",
            new PoseBytes().string("<!DOCTYPE html>"),
            "so it is of another version or"),
        bad("width 0", new PoseBytes().header(0.2f, 0, 9, 0), "a picture of 0 x 9 pixels"),
        bad("height 0", new PoseBytes().header(0.2f, 9, 0, 0), "a picture of 9 x 0 pixels"),
        bad("no components", new PoseBytes().header(0.2f, 9, 9, 0), "header has no points"),
        bad(
            "components that are not there",
            new PoseBytes().header(0.2f, 9, 9, 0xffff),
            "ends inside its header, at the name of component 0"),
        bad(
            "points that are not there",
            new PoseBytes().header(0.2f, 9, 9, 1).string(HAND).string("XYZC").shorts(0xffff, 0, 0),
            "ends inside its header, at the name of point 0 of component 0"),
        bad(
            "limbs that are not there",
            new PoseBytes().header(0.2f, 9, 9, 1).string(HAND).string("XYZC").shorts(0, 0xffff, 0),
            "ends inside its header, at the limbs of component 0"),
        bad(
            "a format of another kind",
            new PoseBytes().header(0.2f, 9, 9, 1).string(HAND).string("C"),
            "component 0 of the .pose file has a point format of 1 letters"),
        bad(
            "twenty fingers' points",
            new PoseBytes()
                .header(0.2f, 9, 9, 1)
                .component(HAND, 20)
                .float32(25)
                .int32(1)
                .shorts(1)
                .repeat(80, 1),
            "RIGHT_HAND_LANDMARKS of the .pose file has 20 points"),
        bad(
            "another kind of skeleton",
            new PoseBytes()
                .header(0.2f, 9, 9, 1)
                .component("pose_keypoints_2d", 1)
                .float32(25)
                .int32(1)
                .shorts(1)
                .repeat(4, 1),
            "has none of MediaPipe Holistic's components"),
        bad(
            "a component twice",
            new PoseBytes()
                .header(0.2f, 9, 9, 2)
                .component(HAND, 21)
                .component(HAND, 21)
                .float32(25)
                .int32(1)
                .shorts(1)
                .repeat(2 * 84, 1),
            "two components of the name RIGHT_HAND_LANDMARKS"),
        bad("no body", hand(), "ends inside its header, at the frames per second"),
        bad("zero frames", hand().float32(25).int32(0).shorts(1), "the .pose file has no frames"),
        bad("zero people", hand().float32(25).int32(1).shorts(0), "has no person in it"),
        bad("no rate", hand().float32(0).int32(1).shorts(1), "says 0.0 frames per second"),
        bad("rate NaN", hand().float32(Float.NaN).int32(1).shorts(1), "NaN frames per second"),
        bad(
            "rate infinite",
            hand().float32(Float.POSITIVE_INFINITY).int32(1).shorts(1),
            "says Infinity frames per second"),
        bad(
            "four billion frames",
            hand().float32(25).int32(-1).shorts(1),
            "says it has 4294967295 frames; more than 18000 are not read"),
        bad(
            "a crowd",
            hand().float32(25).int32(18_000).shorts(0xffff),
            "18000 frames of 65535 people with 21 points each; more than 536870912 bytes are not"),
        bad(
            "a body cut off",
            hand().float32(25).int32(2).shorts(1).repeat(84, 1),
            "2 frames of 21 points are 672 bytes, but 336 follow its header"),
        bad(
            "a place that is none",
            hand().float32(25).int32(1).shorts(1).float32(1, Float.NaN).repeat(82, 1),
            "point point 0 of RIGHT_HAND_LANDMARKS in frame 0 of the .pose file is at (1.0, NaN,"),
        bad(
            "a place at infinity",
            hand().float32(25).int32(1).shorts(1).repeat(62, 1).float32(1 / 0.0).repeat(21, 1),
            "in frame 0 of the .pose file is at (1.0, 1.0, Infinity), which is no place"),
        bad(
            "version 0.1 cut off",
            new PoseBytes()
                .header(0.1f, 9, 9, 1)
                .component(HAND, 21)
                .shorts(25, 2, 1)
                .repeat(90, 1),
            "cut off: 2 frames of 21 points are 672 bytes, but 360 follow its header"),
        bad(
            "version 0.1 that goes on",
            new PoseBytes()
                .header(0.1f, 9, 9, 1)
                .component(HAND, 21)
                .shorts(25, 1, 1)
                .repeat(168, 1),
            "says it has 1 frames, but more follow"),
        bad(
            "version 0.1 of too many frames",
            new PoseBytes().header(0.1f, 9, 9, 1).component(HAND, 21).shorts(25, 0xffff, 1),
            "says it has 65535 frames"));
  }

  private static Arguments bad(String what, PoseBytes file, String sentence) {
    return Arguments.of(what, file.bytes(), sentence);
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("badFiles")
  void badFileIsRefusedWithASentence(String what, byte[] file, String sentence) {
    assertThatThrownBy(() -> PoseFile.read(new ByteArrayInputStream(file)))
        .as(what)
        .isInstanceOf(PoseFileException.class)
        .hasMessageContaining(sentence)
        .message()
        .matches("[a-zA-Z].*[^.]");
  }

  @Test
  void nanOfAPointWithoutConfidenceIsJustAbsent() throws IOException {
    PoseBytes file = hand().float32(25).int32(1).shorts(1);
    file.repeat(3, Float.NaN).repeat(60, 10).float32(Float.NaN).repeat(20, 1);

    LandmarkSequence sequence = PoseFile.read(file.stream());

    assertThat(sequence.value(LandmarkPart.RIGHT_HAND, 0, 0, 0)).isNaN();
    assertThat(sequence.value(LandmarkPart.RIGHT_HAND, 0, 1, 0)).isEqualTo(0.1f);
  }

  @Test
  void headerWithoutEndIsGivenUp() {
    PoseBytes file = new PoseBytes().header(0.2f, 9, 9, 0xffff);
    for (int component = 0; component < 9; component++) {
      // The names of 65,535 points, all empty.
      file.string("").string("XYZC").shorts(0xffff, 0, 0).shorts(new int[0xffff]);
    }

    assertThatThrownBy(() -> PoseFile.read(file.stream()))
        .isInstanceOf(PoseFileException.class)
        .hasMessageContaining(
            "header is longer than a header can be: gave up at the name of point");
  }

  /** 18,000 frames of these components would be 160 MB; the stream holds a header alone. */
  @Test
  void memoryIsTakenForWhatTheStreamHoldsNotForWhatItSays() {
    PoseBytes file = new PoseBytes().header(0.2f, 100, 100, 2);
    file.component("POSE_LANDMARKS", 33).component("FACE_LANDMARKS", 478);
    file.float32(25).int32(18_000).shorts(1);
    InputStream in = file.stream();
    ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    assumeTrue(
        threads.isThreadAllocatedMemorySupported(), "skipped: this JVM does not count allocations");

    long before = threads.getCurrentThreadAllocatedBytes();
    Throwable thrown = catchThrowable(() -> PoseFile.read(in));
    long allocated = threads.getCurrentThreadAllocatedBytes() - before;

    assertThat(thrown).hasMessageContaining("but 0 follow its header");
    assertThat(allocated).isLessThan(4_000_000);
  }

  @Test
  void everyFileCutOffAnywhereIsRefused() throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    PoseFile.write(LandmarkSequence.of(1, 25, 10, 10, Map.of()), out);
    byte[] whole = out.toByteArray();

    for (int length = 0; length < whole.length; length += 97) {
      byte[] cut = Arrays.copyOf(whole, length);
      assertThatThrownBy(() -> PoseFile.read(new ByteArrayInputStream(cut)))
          .isInstanceOf(PoseFileException.class);
    }
  }

  /**
   * Thousands of files with random bytes changed: read, or refused with a sentence; never worse.
   */
  @Test
  void damagedFilesAreReadOrRefused() throws IOException {
    Random random = new Random(3);
    PoseBytes good = new PoseBytes().header(0.2f, 100, 100, 2).component(HAND, 21);
    good.component("LEFT_HAND_LANDMARKS", 21).float32(25).int32(2).shorts(1).repeat(336, 1);
    int read = 0;
    for (int i = 0; i < 4_000; i++) {
      byte[] damaged = good.bytes();
      for (int change = 0; change <= random.nextInt(4); change++) {
        // Most of the trouble is in the header.
        int end = random.nextBoolean() ? 60 : damaged.length;
        damaged[random.nextInt(end)] = (byte) random.nextInt(256);
      }
      try {
        PoseFile.read(new ByteArrayInputStream(damaged));
        read++;
      } catch (PoseFileException e) {
        assertThat(e).hasMessageContaining("the .pose file");
      }
    }
    assertThat(read).isBetween(400, 3_600);
  }

  @Test
  void pictureLargerThanTheFormatCanSayIsNotWritten() {
    LandmarkSequence wide = LandmarkSequence.of(1, 25, 70_000, 10, Map.of());

    assertThatThrownBy(() -> PoseFile.write(wide, OutputStream.nullOutputStream()))
        .isInstanceOf(PoseFileException.class)
        .hasMessage("a .pose file's width is at most 65535 pixels, not 70000");
  }
}
