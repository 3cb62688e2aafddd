package org.pose2gloss.serving.clip;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ClipFormsTest {
  private static final ClipLimits LIMITS = new ClipLimits(2, 7, 2, 3, 1000);
  private static final float[] XYZ = {1, 2, 3, Float.NaN, Float.NaN, Float.NaN, 4, 5, 6, 7, 8, 9};

  @Test
  void everyFormGivesTheSameClip() throws IOException {
    String json = "{\"landmarks\": [[[1,2,3],null],[[4,5,6],[7.0,8,9e0]]], \"top_n\": 2}";
    ClipQuestion question = JsonClip.read(text(json), LIMITS, 1);
    assertThat(question.topN()).isEqualTo(2);
    assertThat(question.clip().frames()).isEqualTo(2);
    assertThat(question.clip().xyz()).containsExactly(XYZ);
    assertThat(BinaryClip.raw(bytes(XYZ), "2,2,3", LIMITS).xyz()).containsExactly(XYZ);
    assertThat(BinaryClip.npy(npy("<f4", "False", "(2, 2, 3)"), LIMITS).xyz()).containsExactly(XYZ);
  }

  @Test
  void theRequestNeedNotSayHowManyGlosses() throws IOException {
    String json = "{\"landmarks\": [[null,[null,null,null]]]}";
    assertThat(JsonClip.read(text(json), LIMITS, 4).topN()).isEqualTo(4);
  }

  @Test
  void severalClipsComeTogether() throws IOException {
    String json = "{\"top_n\": 1, \"clips\": [[[null,null]], [[[1,2,3],null],[[4,5,6],[7,8,9]]]]}";
    BatchQuestion question = JsonClip.readBatch(text(json), LIMITS);
    assertThat(question.topN()).isEqualTo(1);
    assertThat(question.clips()).extracting(clip -> clip.frames()).containsExactly(1, 2);
    assertThat(question.clips().get(1).xyz()).containsExactly(XYZ);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{\"clips\": []}|has no \"clips\"",
        "{\"clips\": [null]}|clip 0 as a list of frames",
        "{\"clips\": [[]]}|has no frame",
        "{\"clips\": [[[null,null]],[[null,null]],[[null,null]]]}|more than 2 clips",
        "{\"landmarks\": []}|takes \"clips\"",
      })
  void damagedBatchesAreToldWhatToChange(String json, String sentence) {
    assertThatThrownBy(() -> JsonClip.readBatch(text(json), LIMITS))
        .isInstanceOf(InvalidClipException.class)
        .hasMessageContaining(sentence);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "[]|object with \"landmarks\"",
        "{}|has no \"landmarks\"",
        "{\"landmarks\": []}|has no frame",
        "{\"landmarks\": [[[1,2,3]]]}|has 1 points; the model takes 2",
        "{\"landmarks\": [[null,null,null]]}|has more points; the model takes 2",
        "{\"landmarks\": [[[1,2],null]]}|point 0 of frame 0",
        "{\"landmarks\": [[[1,2,3,4],null]]}|point 0 of frame 0",
        "{\"landmarks\": [[[1,2,\"3\"],null]]}|point 0 of frame 0",
        "{\"landmarks\": [[[1,2,1e99],null]]}|beyond 32 bits",
        "{\"landmarks\": [[[1,2,null],null]]}|give all, or none",
        "{\"landmarks\": [[[1,2,NaN],null]]}|not JSON at line 1",
        "{\"landmarks\": [[null,null]|not JSON at line 1",
        "{\"landmarks\": [[null,null]], \"landmarks\": 1}|not JSON at line 1",
        "{\"landmarks\": [[null,null]]} 1|Something follows",
        "{\"landmark\": 1}|takes \"landmarks\" and \"top_n\"",
        "{\"top_n\": 8}|from 1 to 7",
        "{\"top_n\": 99999999999999999999}|from 1 to 7",
      })
  void damagedJsonIsToldWhatToChange(String json, String sentence) {
    assertThatThrownBy(() -> JsonClip.read(text(json), LIMITS, 1))
        .isInstanceOfSatisfying(
            InvalidClipException.class, e -> assertThat(e.status()).isEqualTo(400))
        .hasMessageContaining(sentence);
  }

  @Test
  void deepNestingIsRefusedAtTheFirstSurplusLevel() {
    assertThatThrownBy(
            () -> JsonClip.read(text("{\"landmarks\": " + "[".repeat(1_000_000)), LIMITS, 1))
        .hasMessageContaining("point 0 of frame 0");
  }

  @Test
  void aLongerClipThanAllowedIsTooLarge() {
    String frames = "[null,null],".repeat(3) + "[null,null]";
    assertThatThrownBy(() -> JsonClip.read(text("{\"landmarks\": [" + frames + "]}"), LIMITS, 1))
        .isInstanceOfSatisfying(
            InvalidClipException.class, e -> assertThat(e.status()).isEqualTo(413));
    assertThatThrownBy(() -> BinaryClip.raw(bytes(XYZ), "4,2,3", LIMITS))
        .hasMessageContaining("more than 3 frames");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "<f8|False|(2, 2, 3)|astype('<f4')",
        "<f4|True|(2, 2, 3)|ascontiguousarray",
        "<f4|False|(2, 6)|takes (frames, 2, 3)",
        "<f4|False|(2, 6,)|takes (frames, 2, 3)",
        "<f4|False|(3, 2, 3)|must hold 72 bytes",
        "<f4|False|(1, 2, 3)|it holds more",
        "<f4|False|(999999999, 2, 3)|more than 3 frames",
      })
  void aNumpyFileOfAnotherKindIsToldWhatToChange(
      String type, String order, String shape, String sentence) {
    assertThatThrownBy(() -> BinaryClip.npy(npy(type, order, shape), LIMITS))
        .isInstanceOf(InvalidClipException.class)
        .hasMessageContaining(sentence);
  }

  @Test
  void gzipUnpacksToNoMoreThanTheLimit() throws IOException {
    ByteArrayOutputStream packed = new ByteArrayOutputStream();
    try (GZIPOutputStream out = new GZIPOutputStream(packed)) {
      out.write(new byte[10_000_000]);
    }
    InputStream body =
        BoundedBody.gzip(new ByteArrayInputStream(packed.toByteArray()), LIMITS.bytes());
    assertThatThrownBy(body::readAllBytes)
        .isInstanceOf(InvalidClipException.class)
        .hasMessageContaining("more than 1000 bytes");
  }

  private static InputStream text(String text) {
    return new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8));
  }

  private static InputStream bytes(float[] numbers) {
    ByteBuffer buffer = ByteBuffer.allocate(numbers.length * 4).order(ByteOrder.LITTLE_ENDIAN);
    buffer.asFloatBuffer().put(numbers);
    return new ByteArrayInputStream(buffer.array());
  }

  /** As NumPy's format description lays out version 1.0. */
  private static InputStream npy(String type, String order, String shape) throws IOException {
    String header =
        String.format("{'descr': '%s', 'fortran_order': %s, 'shape': %s, }", type, order, shape);
    header += " ".repeat(117 - header.length()) + "\n";
    ByteArrayOutputStream file = new ByteArrayOutputStream();
    file.write(new byte[] {(byte) 0x93, 'N', 'U', 'M', 'P', 'Y', 1, 0, 118, 0});
    file.write(header.getBytes(StandardCharsets.US_ASCII));
    file.write(bytes(XYZ).readAllBytes());
    return new ByteArrayInputStream(file.toByteArray());
  }
}
