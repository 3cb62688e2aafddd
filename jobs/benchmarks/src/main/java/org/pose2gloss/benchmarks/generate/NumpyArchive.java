package org.pose2gloss.benchmarks.generate;

import java.io.Closeable;
import java.io.DataInputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Consumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;

/**
 * Arrays of a NumPy archive ({@code .npz}: a zip of files of {@code numpy.lib.format} 1.0), read
 * whole and row-major, in little endian.
 */
public final class NumpyArchive implements Closeable {
  private static final int MAGIC = 8;
  private static final int ELEMENTS_A_BLOCK = 1 << 16;
  private static final Pattern DESCRIPTION =
      Pattern.compile(
          "'descr': '[<|]([a-zA-Z])(\\d+)', 'fortran_order': False, 'shape': \\((.*)\\)");

  private static final int INFINITE_HALF = 0x7c00;
  private static final float FROM_HALF_TO_FLOAT_EXPONENT = 0x1p112f;

  private final Path file;
  private final ZipFile zip;

  private NumpyArchive(Path file, ZipFile zip) {
    this.file = file;
    this.zip = zip;
  }

  /** Opens an archive. */
  public static NumpyArchive open(Path file) throws IOException {
    return new NumpyArchive(file, new ZipFile(file.toFile()));
  }

  /** What an array holds: NumPy's letter of the type, bytes an element, elements in all. */
  private record Header(char type, int bytes, int elements) {}

  /**
   * An array of half or single precision.
   *
   * @throws IOException if there is no such array, or it is of another type
   */
  public float[] floats(String name) throws IOException {
    try (DataInputStream in = open(name)) {
      Header header = header(in, name);
      float[] all = new float[header.elements()];
      int[] next = {0};
      switch (kind(header)) {
        case "f2" -> read(in, header, block -> all[next[0]++] = half(block.getShort()));
        case "f4" -> read(in, header, block -> all[next[0]++] = block.getFloat());
        default -> throw unexpected(name, header);
      }
      return all;
    }
  }

  /**
   * An array of integers, or of truths as 0 and 1.
   *
   * @throws IOException if there is no such array, or it is of another type
   */
  public int[] integers(String name) throws IOException {
    try (DataInputStream in = open(name)) {
      Header header = header(in, name);
      int[] all = new int[header.elements()];
      int[] next = {0};
      switch (kind(header)) {
        case "i1", "b1" -> read(in, header, block -> all[next[0]++] = block.get());
        case "i2" -> read(in, header, block -> all[next[0]++] = block.getShort());
        case "i4" -> read(in, header, block -> all[next[0]++] = block.getInt());
        case "i8" -> read(in, header, block -> all[next[0]++] = Math.toIntExact(block.getLong()));
        default -> throw unexpected(name, header);
      }
      return all;
    }
  }

  /**
   * An array of texts.
   *
   * @throws IOException if there is no such array, or it is of another type
   */
  public List<String> texts(String name) throws IOException {
    Charset ucs4 = Charset.forName("UTF-32LE");
    try (DataInputStream in = open(name)) {
      Header header = header(in, name);
      if (header.type() != 'U') {
        throw unexpected(name, header);
      }
      List<String> all = new ArrayList<>(header.elements());
      byte[] text = new byte[header.bytes()];
      read(
          in,
          header,
          block -> {
            block.get(text);
            String padded = new String(text, ucs4);
            int end = padded.indexOf('\0');
            all.add(end < 0 ? padded : padded.substring(0, end));
          });
      return all;
    }
  }

  private DataInputStream open(String name) throws IOException {
    ZipEntry entry = zip.getEntry(name + ".npy");
    if (entry == null) {
      throw new IOException("There is no array '" + name + "' in " + file + ".");
    }
    return new DataInputStream(zip.getInputStream(entry));
  }

  private Header header(DataInputStream in, String name) throws IOException {
    in.skipNBytes(MAGIC);
    byte[] text = new byte[Short.toUnsignedInt(Short.reverseBytes(in.readShort()))];
    in.readFully(text);
    Matcher found = DESCRIPTION.matcher(new String(text, StandardCharsets.ISO_8859_1));
    if (!found.find()) {
      throw new IOException(
          "The array '" + name + "' of " + file + " is not little endian and row-major.");
    }
    int elements =
        Arrays.stream(found.group(3).split(","))
            .filter(size -> !size.isBlank())
            .mapToInt(size -> Integer.parseInt(size.strip()))
            .reduce(1, Math::multiplyExact);
    char type = found.group(1).charAt(0);
    int size = Integer.parseInt(found.group(2));
    return new Header(type, type == 'U' ? size * Integer.BYTES : size, elements);
  }

  private static String kind(Header header) {
    return "" + header.type() + header.bytes();
  }

  private IOException unexpected(String name, Header header) {
    return new IOException(
        "The array '" + name + "' of " + file + " is of the type " + kind(header) + ".");
  }

  /** Hands out the elements one after the other; the taker moves the block on by one. */
  private static void read(DataInputStream in, Header header, Consumer<ByteBuffer> each)
      throws IOException {
    byte[] bytes = new byte[ELEMENTS_A_BLOCK * header.bytes()];
    ByteBuffer block = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
    for (int done = 0; done < header.elements(); done += ELEMENTS_A_BLOCK) {
      int count = Math.min(ELEMENTS_A_BLOCK, header.elements() - done);
      in.readFully(bytes, 0, count * header.bytes());
      block.rewind();
      for (int i = 0; i < count; i++) {
        each.accept(block);
      }
    }
  }

  /** A number of IEEE 754 half precision; Java 17 has no such conversion. */
  static float half(short bits) {
    int sign = (bits & 0x8000) << 16;
    int magnitude = bits & 0x7fff;
    if (magnitude >= INFINITE_HALF) {
      return magnitude > INFINITE_HALF
          ? Float.NaN
          : Math.copySign(Float.POSITIVE_INFINITY, sign < 0 ? -1f : 1f);
    }
    return Float.intBitsToFloat(sign | magnitude << 13) * FROM_HALF_TO_FLOAT_EXPONENT;
  }

  @Override
  public void close() throws IOException {
    zip.close();
  }
}
