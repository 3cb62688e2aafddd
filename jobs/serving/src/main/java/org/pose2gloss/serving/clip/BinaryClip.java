package org.pose2gloss.serving.clip;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.pose2gloss.classifier.Example;

/** Clips as 32-bit little-endian numbers: raw, or in NumPy's {@code .npy}. NaN is absent. */
public final class BinaryClip {
  /** What every .npy file starts with (NumPy's numpy.lib.format). */
  private static final byte[] MAGIC = {(byte) 0x93, 'N', 'U', 'M', 'P', 'Y'};

  /** Longest header read; NumPy's own for three axes takes 128 bytes. */
  private static final int MOST_HEADER = 4096;

  private static final Pattern TYPE = Pattern.compile("'descr'\\s*:\\s*'([^']{1,16})'");
  private static final Pattern ORDER = Pattern.compile("'fortran_order'\\s*:\\s*(True|False)");
  private static final Pattern SHAPE = Pattern.compile("'shape'\\s*:\\s*\\(([0-9, ]{1,64})\\)");
  private static final Pattern AXES =
      Pattern.compile("\\s*(\\d{1,9})\\s*,\\s*(\\d{1,9})\\s*,\\s*(\\d{1,9})\\s*,?\\s*");

  private BinaryClip() {}

  /**
   * Reads numbers that the request tells the shape of.
   *
   * @param shape such as {@code 65,180,3}: frames, points, coordinates
   * @throws InvalidClipException if the shape is not the model's or the body does not fill it
   * @throws IOException if the connection breaks
   */
  public static Example raw(InputStream body, String shape, ClipLimits limits) throws IOException {
    int frames = frames(shape, limits);
    int size = frames * limits.points() * Example.CHANNELS;
    byte[] bytes = body.readNBytes(Math.multiplyExact(size, Float.BYTES));
    if (bytes.length < size * Float.BYTES || body.read() >= 0) {
      throw InvalidClipException.unreadable(
          String.format(
              "The body must hold %d bytes, 4 for each number of the shape (%s); it holds %s.",
              size * Float.BYTES,
              shape.strip(),
              bytes.length < size * Float.BYTES ? Integer.toString(bytes.length) : "more"));
    }
    float[] xyz = new float[size];
    ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN).asFloatBuffer().get(xyz);
    return ClipNumbers.checked(frames, xyz);
  }

  /**
   * Reads a {@code .npy} file of type {@code <f4} in C order.
   *
   * @throws InvalidClipException if it is not one, or not of the model's shape
   * @throws IOException if the connection breaks
   */
  public static Example npy(InputStream body, ClipLimits limits) throws IOException {
    String header = header(body);
    String type = find(TYPE, header, "type");
    if (!type.equals("<f4")) {
      throw InvalidClipException.unreadable(
          String.format(
              "The array's type is %s; save it as little-endian 32-bit: array.astype('<f4').",
              type));
    }
    if (find(ORDER, header, "order").equals("True")) {
      throw InvalidClipException.unreadable(
          "The array is in Fortran's order; save numpy.ascontiguousarray(array).");
    }
    return raw(body, find(SHAPE, header, "shape of three axes"), limits);
  }

  private static String header(InputStream body) throws IOException {
    byte[] start = body.readNBytes(MAGIC.length + 2);
    if (start.length < MAGIC.length + 2 || !startsWithMagic(start)) {
      throw InvalidClipException.unreadable(
          "The body is no .npy file: it does not start with NumPy's mark. Use numpy.save.");
    }
    int version = start[MAGIC.length];
    if (version < 1 || version > 3) {
      throw InvalidClipException.unreadable(
          String.format("The .npy file is of version %d; this service reads 1 to 3.", version));
    }
    // Version 1 tells the header's length in two bytes, the later ones in four.
    byte[] length = body.readNBytes(version == 1 ? Short.BYTES : Integer.BYTES);
    long size = 0;
    for (int i = length.length - 1; i >= 0; i--) {
      size = size << Byte.SIZE | (length[i] & 0xFF);
    }
    if (size > MOST_HEADER) {
      throw InvalidClipException.unreadable(
          String.format(
              "The .npy header is %d bytes long; this service reads up to %d.", size, MOST_HEADER));
    }
    return new String(body.readNBytes((int) size), StandardCharsets.UTF_8);
  }

  private static boolean startsWithMagic(byte[] start) {
    return ByteBuffer.wrap(start, 0, MAGIC.length).equals(ByteBuffer.wrap(MAGIC));
  }

  private static String find(Pattern pattern, String header, String what) {
    Matcher matcher = pattern.matcher(header);
    if (!matcher.find()) {
      throw InvalidClipException.unreadable(String.format("The .npy header tells no %s.", what));
    }
    return matcher.group(1);
  }

  private static int frames(String shape, ClipLimits limits) {
    Matcher axes = AXES.matcher(shape);
    if (!axes.matches()
        || Integer.parseInt(axes.group(2)) != limits.points()
        || Integer.parseInt(axes.group(3)) != Example.CHANNELS
        || Integer.parseInt(axes.group(1)) < 1) {
      throw InvalidClipException.unreadable(
          String.format(
              "The shape is (%s); the model takes (frames, %d, %d) with 1 frame or more.",
              shape.strip(), limits.points(), Example.CHANNELS));
    }
    int frames = Integer.parseInt(axes.group(1));
    if (frames > limits.frames()) {
      throw limits.tooManyFrames();
    }
    return frames;
  }
}
