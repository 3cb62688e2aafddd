package org.pose2gloss.features;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.IntStream;

/** Writes the bytes of a {@code .pose} file by hand, field by field as in pose-format's specs. */
final class PoseBytes {
  private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();

  PoseBytes header(float version, int width, int height, int components) {
    return float32(version).shorts(width, height, 0, components);
  }

  /** A component with one limb and two colours, to be passed over. */
  PoseBytes component(String name, String format, List<String> points) {
    string(name).string(format).shorts(points.size(), 1, 2);
    points.forEach(this::string);
    return shorts(0, 1).shorts(255, 0, 0, 0, 255, 0);
  }

  PoseBytes component(String name, int points) {
    return component(name, "XYZC", IntStream.range(0, points).mapToObj(i -> "point " + i).toList());
  }

  PoseBytes string(String string) {
    byte[] utf8 = string.getBytes(StandardCharsets.UTF_8);
    shorts(utf8.length);
    bytes.writeBytes(utf8);
    return this;
  }

  PoseBytes shorts(int... values) {
    for (int value : values) {
      bytes.write(value);
      bytes.write(value >> 8);
    }
    return this;
  }

  PoseBytes int32(int value) {
    return shorts(value & 0xffff, value >>> 16);
  }

  PoseBytes float32(double... values) {
    for (double value : values) {
      byte[] four = new byte[Float.BYTES];
      ByteBuffer.wrap(four).order(ByteOrder.LITTLE_ENDIAN).putFloat((float) value);
      bytes.writeBytes(four);
    }
    return this;
  }

  /** The same number many times. */
  PoseBytes repeat(int times, double value) {
    for (int i = 0; i < times; i++) {
      float32(value);
    }
    return this;
  }

  InputStream stream() {
    return new ByteArrayInputStream(bytes.toByteArray());
  }

  byte[] bytes() {
    return bytes.toByteArray();
  }
}
