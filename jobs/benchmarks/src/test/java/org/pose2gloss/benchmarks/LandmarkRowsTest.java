package org.pose2gloss.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.pose2gloss.landmarks.mediapipe.FrameLandmarks;

class LandmarkRowsTest {
  private static final int HAND = 21 * 3;
  private static final int POSE = 33 * 4;
  private static final int FACE = 478 * 3;

  @TempDir Path folder;

  private static Optional<float[]> filled(int length, float value) {
    float[] values = new float[length];
    Arrays.fill(values, value);
    return Optional.of(values);
  }

  /**
   * As {@code numpy.lib.format} says: magic, version 1.0, length of the header in two bytes, the
   * header padded to a multiple of 64 and ended by a line feed, then the numbers.
   */
  @Test
  void writesWhatNumPyReads() throws IOException {
    LandmarkRows rows = new LandmarkRows();
    rows.add(
        new FrameLandmarks(filled(HAND, 1), filled(HAND, 2), filled(POSE, 3), filled(FACE, 4)));
    rows.add(
        new FrameLandmarks(Optional.empty(), filled(HAND, 5), Optional.empty(), Optional.empty()));
    Path file = folder.resolve("rows.npy");
    rows.write(file);

    ByteBuffer bytes = ByteBuffer.wrap(Files.readAllBytes(file)).order(ByteOrder.LITTLE_ENDIAN);
    byte[] magic = new byte[8];
    bytes.get(magic);
    assertThat(magic).containsExactly(0x93, 'N', 'U', 'M', 'P', 'Y', 1, 0);
    byte[] header = new byte[bytes.getShort()];
    bytes.get(header);
    assertThat((10 + header.length) % 64).isZero();
    assertThat(new String(header, StandardCharsets.US_ASCII))
        .startsWith("{'descr': '<f4', 'fortran_order': False, 'shape': (2, 1692), }")
        .endsWith("\n");
    FloatBuffer numbers = bytes.asFloatBuffer();
    assertThat(numbers.remaining()).isEqualTo(2 * 1692);
    assertThat(numbers.get(HAND - 1)).isEqualTo(1);
    assertThat(numbers.get(HAND)).isEqualTo(2);
    assertThat(numbers.get(2 * HAND)).isEqualTo(3);
    assertThat(numbers.get(2 * HAND + POSE)).isEqualTo(4);
    assertThat(numbers.get(1692)).isNaN();
    assertThat(numbers.get(1692 + HAND)).isEqualTo(5);
    assertThat(numbers.get(2 * 1692 - 1)).isNaN();
  }
}
