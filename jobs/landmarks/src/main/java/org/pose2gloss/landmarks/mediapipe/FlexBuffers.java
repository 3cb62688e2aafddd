package org.pose2gloss.landmarks.mediapipe;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Reads the options of TensorFlow Lite's custom operators: a FlexBuffers map of names to numbers.
 *
 * <p>Format: https://flatbuffers.dev/internals/#flexbuffers. The root is at the end: its value, a
 * byte of packed type (type * 4 + log2 of the byte width), and the value's own byte width.
 */
final class FlexBuffers {
  private static final int INT = 1;
  private static final int UINT = 2;
  private static final int FLOAT = 3;
  private static final int INDIRECT_INT = 6;
  private static final int INDIRECT_UINT = 7;
  private static final int INDIRECT_FLOAT = 8;
  private static final int MAP = 9;
  private static final int VECTOR = 10;
  private static final int VECTOR_INT = 11;
  private static final int VECTOR_FLOAT = 13;
  private static final int BOOL = 26;

  /** Numbers of one vector at most: far beyond what any operator's options hold. */
  private static final int LONGEST_VECTOR = 1 << 16;

  private final ByteBuffer bytes;

  private FlexBuffers(ByteBuffer bytes) {
    this.bytes = bytes;
  }

  /**
   * The map that is the buffer's root: a number or a truth value is an array of one, a vector of
   * numbers an array of its length.
   *
   * @throws IllegalArgumentException if the bytes are not such a map
   */
  static Map<String, double[]> readMap(byte[] buffer) {
    try {
      FlexBuffers reader = new FlexBuffers(ByteBuffer.wrap(buffer).order(ByteOrder.LITTLE_ENDIAN));
      int width = buffer[buffer.length - 1];
      int packedType = buffer[buffer.length - 2] & 0xff;
      if (packedType >> 2 != MAP) {
        throw new IllegalArgumentException("the options are no map but type " + (packedType >> 2));
      }
      return reader.map(buffer.length - 2 - width, width, 1 << (packedType & 3));
    } catch (IndexOutOfBoundsException e) {
      throw new IllegalArgumentException(
          "the options point outside their " + buffer.length + " bytes", e);
    }
  }

  private Map<String, double[]> map(int position, int offsetWidth, int width) {
    int start = target(position, offsetWidth);
    int size = length(start, width);
    int keys = target(start - 3 * width, width);
    int keyWidth = Math.toIntExact(unsigned(start - 2 * width, width));
    Map<String, double[]> map = new LinkedHashMap<>();
    for (int i = 0; i < size; i++) {
      String key = text(target(keys + i * keyWidth, keyWidth));
      int packedType = bytes.get(start + size * width + i) & 0xff;
      map.put(key, numbers(start + i * width, width, packedType));
    }
    return map;
  }

  private double[] numbers(int position, int width, int packedType) {
    int type = packedType >> 2;
    int childWidth = 1 << (packedType & 3);
    if (type == VECTOR) {
      int start = target(position, width);
      double[] values = new double[length(start, childWidth)];
      for (int i = 0; i < values.length; i++) {
        int childType = bytes.get(start + values.length * childWidth + i) & 0xff;
        double[] child = numbers(start + i * childWidth, childWidth, childType);
        if (child.length != 1) {
          throw new IllegalArgumentException("the options hold a vector of vectors");
        }
        values[i] = child[0];
      }
      return values;
    }
    if (type >= VECTOR_INT && type <= VECTOR_FLOAT) {
      int start = target(position, width);
      double[] values = new double[length(start, childWidth)];
      for (int i = 0; i < values.length; i++) {
        values[i] = number(start + i * childWidth, childWidth, type - VECTOR_INT + INT);
      }
      return values;
    }
    return switch (type) {
      case INT, UINT, FLOAT -> new double[] {number(position, width, type)};
      case BOOL -> new double[] {number(position, width, UINT)};
      case INDIRECT_INT, INDIRECT_UINT, INDIRECT_FLOAT ->
          new double[] {number(target(position, width), childWidth, type - INDIRECT_INT + INT)};
      default ->
          throw new IllegalArgumentException(
              "the options hold a value of type "
                  + type
                  + ", which is neither a number nor a vector of numbers");
    };
  }

  private double number(int position, int width, int type) {
    return switch (type) {
      case INT -> signed(position, width);
      case UINT -> unsigned(position, width);
      default ->
          switch (width) {
            case 4 -> bytes.getFloat(position);
            case 8 -> bytes.getDouble(position);
            default -> throw new IllegalArgumentException("a float of " + width + " bytes");
          };
    };
  }

  /** Where an offset, which counts backwards from its own position, points to. */
  private int target(int position, int width) {
    return Math.toIntExact(Math.subtractExact(position, unsigned(position, width)));
  }

  private int length(int start, int width) {
    long length = unsigned(start - width, width);
    if (length < 0 || length > LONGEST_VECTOR) {
      throw new IllegalArgumentException("the options hold a vector of " + length + " values");
    }
    return (int) length;
  }

  private long signed(int position, int width) {
    return switch (width) {
      case 1 -> bytes.get(position);
      case 2 -> bytes.getShort(position);
      case 4 -> bytes.getInt(position);
      case 8 -> bytes.getLong(position);
      default -> throw new IllegalArgumentException("a number of " + width + " bytes");
    };
  }

  private long unsigned(int position, int width) {
    return width == 8
        ? signed(position, width)
        : signed(position, width) & ((1L << (8 * width)) - 1);
  }

  private String text(int position) {
    int end = position;
    while (bytes.get(end) != 0) {
      end++;
    }
    byte[] text = new byte[end - position];
    bytes.get(position, text);
    return new String(text, StandardCharsets.UTF_8);
  }
}
