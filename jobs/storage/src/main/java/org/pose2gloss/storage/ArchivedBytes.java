package org.pose2gloss.storage;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.Channels;
import java.nio.channels.SeekableByteChannel;
import java.util.Locale;
import java.util.zip.CRC32;
import java.util.zip.DataFormatException;
import java.util.zip.Inflater;
import org.apache.commons.compress.utils.SeekableInMemoryByteChannel;

/** Gives the bytes of a file inside an archive, whose channel it does not close. */
final class ArchivedBytes {
  // Layout of the header before a file's bytes: PKWARE's APPNOTE.TXT 6.3.10, 4.3.7.
  private static final int HEADER_BYTES = 30;
  private static final int HEADER_SIGNATURE = 0x04034b50;
  private static final int AT_NAME_LENGTH = 26;
  private static final int AT_EXTRA_LENGTH = 28;
  private static final int STORED = 0;
  private static final int DEFLATED = 8;
  private static final int BUFFER_BYTES = 1 << 16;

  private final SeekableByteChannel archive;
  private final String uri;
  private final ArchiveLimits limits;

  ArchivedBytes(SeekableByteChannel archive, String uri, ArchiveLimits limits) {
    this.archive = archive;
    this.uri = uri;
    this.limits = limits;
  }

  /**
   * A file that is stored as it is, is read from its place and its checksum left to the reader; a
   * compressed one is unpacked into memory and checked.
   *
   * @throws IOException if it cannot be read or is larger than it may be, in a sentence
   */
  SeekableByteChannel of(ArchivedFile file) throws IOException {
    if (file.encrypted()) {
      throw failure(file, "is encrypted");
    }
    if (file.method() != STORED && file.method() != DEFLATED) {
      throw failure(
          file,
          String.format(
              Locale.ROOT,
              "is compressed in a way that is not known here (method %d): store or deflate it",
              file.method()));
    }
    long start = start(file);
    if (file.compressedBytes() < 0 || file.compressedBytes() > archive.size() - start) {
      throw failure(file, "ends behind the archive's end");
    }
    ChannelPart packed = new ChannelPart(archive, start, file.compressedBytes());
    if (file.method() == DEFLATED) {
      return new SeekableInMemoryByteChannel(inflated(file, packed));
    }
    if (file.bytes() != file.compressedBytes()) {
      throw failure(file, "is not compressed and yet has two sizes");
    }
    return packed;
  }

  private long start(ArchivedFile file) throws IOException {
    ByteBuffer header = ByteBuffer.allocate(HEADER_BYTES).order(ByteOrder.LITTLE_ENDIAN);
    archive.position(file.headerOffset());
    while (header.hasRemaining()) {
      if (archive.read(header) < 0) {
        throw failure(file, "begins behind the archive's end");
      }
    }
    if (header.getInt(0) != HEADER_SIGNATURE) {
      throw failure(file, "is not where the archive's list says");
    }
    return file.headerOffset()
        + HEADER_BYTES
        + Short.toUnsignedInt(header.getShort(AT_NAME_LENGTH))
        + Short.toUnsignedInt(header.getShort(AT_EXTRA_LENGTH));
  }

  private byte[] inflated(ArchivedFile file, SeekableByteChannel packed) throws IOException {
    if (file.bytes() > limits.maxEntryBytes()) {
      throw tooLarge(file);
    }
    Inflater inflater = new Inflater(true);
    try (InputStream in = Channels.newInputStream(packed)) {
      ByteArrayOutputStream out = new ByteArrayOutputStream(BUFFER_BYTES);
      byte[] input = new byte[BUFFER_BYTES];
      byte[] output = new byte[BUFFER_BYTES];
      while (!inflater.finished()) {
        int unpacked = inflater.inflate(output);
        out.write(output, 0, unpacked);
        check(file, out.size(), inflater.getBytesRead());
        if (unpacked == 0 && !inflater.finished()) {
          int read = inflater.needsInput() ? in.read(input) : -1;
          if (read < 0) {
            throw failure(file, "is damaged: its compressed bytes break off");
          }
          inflater.setInput(input, 0, read);
        }
      }
      return checked(file, out.toByteArray());
    } catch (DataFormatException e) {
      throw new IOException(
          sentence(file, "is damaged: its bytes cannot be unpacked (" + e.getMessage() + ")"), e);
    } finally {
      inflater.end();
    }
  }

  private void check(ArchivedFile file, long unpacked, long packed) throws IOException {
    if (unpacked > limits.maxEntryBytes()) {
      throw tooLarge(file);
    }
    if (unpacked > ArchiveLimits.RATIO_COUNTS_FROM && unpacked / limits.maxRatio() > packed) {
      throw failure(
          file,
          String.format(
              Locale.ROOT,
              "becomes more than %d times as large when it is unpacked, as no video does",
              limits.maxRatio()));
    }
  }

  private byte[] checked(ArchivedFile file, byte[] bytes) throws IOException {
    CRC32 crc = new CRC32();
    crc.update(bytes);
    if (bytes.length != file.bytes() || crc.getValue() != file.crc32()) {
      throw failure(file, "is damaged: size or checksum are not those of the archive's list");
    }
    return bytes;
  }

  private IOException tooLarge(ArchivedFile file) {
    return failure(
        file,
        String.format(
            Locale.ROOT,
            "is compressed and larger than %d MiB: store it uncompressed",
            limits.maxEntryBytes() >> 20));
  }

  private IOException failure(ArchivedFile file, String what) {
    return new IOException(sentence(file, what));
  }

  private String sentence(ArchivedFile file, String what) {
    return String.format("The entry '%s' of the archive %s %s.", file.name(), uri, what);
  }
}
