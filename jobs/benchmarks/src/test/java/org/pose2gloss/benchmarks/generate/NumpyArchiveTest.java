package org.pose2gloss.benchmarks.generate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class NumpyArchiveTest {
  @TempDir Path folder;

  /** An archive of one array, as {@code numpy.savez} writes it. */
  private NumpyArchive archive(String type, String shape, byte[] numbers) throws IOException {
    String text = "{'descr': '" + type + "', 'fortran_order': False, 'shape': (" + shape + "), }\n";
    ByteBuffer array =
        ByteBuffer.allocate(10 + text.length() + numbers.length).order(ByteOrder.LITTLE_ENDIAN);
    array.put(new byte[] {(byte) 0x93, 'N', 'U', 'M', 'P', 'Y', 1, 0});
    array.putShort((short) text.length());
    array.put(text.getBytes(StandardCharsets.US_ASCII)).put(numbers);
    Path file = folder.resolve("arrays.npz");
    try (ZipOutputStream zip = new ZipOutputStream(Files.newOutputStream(file))) {
      zip.putNextEntry(new ZipEntry("a.npy"));
      zip.write(array.array());
    }
    return NumpyArchive.open(file);
  }

  /** Bit patterns of IEEE 754-2008, binary16, with the values that the standard gives them. */
  @ParameterizedTest
  @CsvSource({
    "0000, 0",
    "8000, -0.0",
    "3c00, 1",
    "c000, -2",
    "3555, 0.33325195",
    "7bff, 65504",
    "0400, 6.103515625E-5",
    "0001, 5.9604645E-8",
    "03ff, 6.097555E-5",
    "7c00, Infinity",
    "fc00, -Infinity",
    "7e00, NaN"
  })
  void readsHalfPrecision(String bits, Float value) {
    assertThat(NumpyArchive.half((short) Integer.parseInt(bits, 16))).isEqualTo(value);
  }

  @Test
  void readsFloatsOfEitherPrecision() throws IOException {
    try (NumpyArchive halves = archive("<f2", "2, 1", new byte[] {0, 0x3c, 0, (byte) 0xc0})) {
      assertThat(halves.floats("a")).containsExactly(1, -2);
    }
    byte[] single = {0, 0, (byte) 0x80, 0x3f};
    try (NumpyArchive singles = archive("<f4", "1,", single)) {
      assertThat(singles.floats("a")).containsExactly(1);
    }
  }

  @Test
  void readsIntegersAndTruths() throws IOException {
    try (NumpyArchive shorts = archive("<i2", "2,", new byte[] {(byte) 0xff, (byte) 0xff, 2, 1})) {
      assertThat(shorts.integers("a")).containsExactly(-1, 258);
    }
    try (NumpyArchive truths = archive("|b1", "3,", new byte[] {1, 0, 1})) {
      assertThat(truths.integers("a")).containsExactly(1, 0, 1);
    }
  }

  @Test
  void readsTextsWithoutTheirPadding() throws IOException {
    byte[] texts = "ab\0c\0\0".getBytes(Charset.forName("UTF-32LE"));
    try (NumpyArchive archive = archive("<U3", "2,", texts)) {
      assertThat(archive.texts("a")).containsExactly("ab", "c");
    }
  }

  @Test
  void saysWhichArrayIsMissingOrOfAnotherType() throws IOException {
    try (NumpyArchive archive = archive("<f8", "1,", new byte[8])) {
      assertThatThrownBy(() -> archive.floats("b"))
          .hasMessageStartingWith("There is no array 'b' in ");
      assertThatThrownBy(() -> archive.floats("a")).hasMessageContaining("is of the type f8");
    }
  }
}
